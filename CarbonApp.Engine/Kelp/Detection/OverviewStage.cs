using System.Numerics;
using CarbonApp.Engine.Kelp.Indices;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Water;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>Works on pixels of 20 or 40 m: where the sea is, whether the offset can be right, and what may be canopy and so is no water.</summary>
/// <remarks>Three steps, as one alone fails: windows of 640 m lose beds of 500 m radius because canopy becomes "the water", and windows of 2.5 km
/// take the gradients of a turbid plume for noise.</remarks>
internal sealed class OverviewStage
{
    /// <summary>Margin round possible canopy, pixels of 10 m.</summary>
    private const int ExclusionMargin = 3;

    /// <summary>Distance from land from which on water is sampled, pixels of 10 m.</summary>
    private const int LandDistance = 2;

    /// <summary>Smallest object of step 0, pixels of 10 m.</summary>
    private const int SmallestObject = 4;

    private readonly TestBands _bands;
    private readonly ClassMasks? _classes;
    private readonly int _classDecimation;
    private readonly int _decimation;
    private readonly DetectorOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly BitMask _noData;

    private OverviewStage(TestBands bands, ClassMasks? classes, int classDecimation, int decimation, DetectorOptions options, CancellationToken cancellationToken)
    {
        (_bands, _classes, _classDecimation, _decimation, _options, _cancellationToken) = (bands, classes, classDecimation, decimation, options, cancellationToken);
        _noData = Rows((row, target) => SurfaceKernel.NoDataRow(bands, row, target));
    }

    private delegate void RowAction(int row, Span<ulong> target);

    public static async Task<OverviewFindings> RunAsync(
        ISceneBands scene, ClassMasks? classes, int classDecimation, int decimation, RowChunks pool, DetectorOptions options, CancellationToken cancellationToken)
    {
        var bands = TestBands.Overview(scene, decimation, pool);
        await bands.AdvanceAsync(0, 0, bands.Height, options.Threads, cancellationToken);
        var findings = new OverviewStage(bands, classes, classDecimation, decimation, options, cancellationToken).Run();
        bands.Release();
        return findings;
    }

    private OverviewFindings Run()
    {
        var (sea, zone) = FindSea();
        var searched = sea.Copy();
        searched.Remove(_noData);
        if (_classes is not null)
        {
            searched.Remove(Thin(_classes.Cloud));
            searched.Remove(Thin(_classes.Shadow));
        }

        var water = searched.Copy();
        water.Remove(Morphology.Dilate(NotSea(sea), Pixels(LandDistance)));
        var bright = BrightObjects(searched);
        var plain = water.Copy();
        plain.Remove(Morphology.Dilate(bright, Pixels(ExclusionMargin)));
        var open = OpenWater(plain);
        var pixels = open.Count();
        var reference = Enumerable.Range(0, TestBands.Count).Select(band => MedianNumber(band, open)).ToArray();
        var b11 = _bands.Buffers[TestBands.B11];
        var median = b11.IsPresent && pixels >= OffsetGuard.FewestPixels ? (reference[TestBands.B11] + b11.OffsetDn) / (double)SurfaceReflectance.Quantification : double.NaN;
        var excluded = OffsetGuard.Believes(median) ? FindPossibleCanopy(searched, water, plain, bright, reference) : new BitMask(_bands.Width, _bands.Height);
        return new OverviewFindings(_decimation, zone, !sea.IsEmpty, excluded, reference, median, pixels);
    }

    /// <summary>The sea, and the sea with land-like pixels beside it, which at full resolution may be sea in part.</summary>
    private (BitMask Sea, BitMask Zone) FindSea()
    {
        if (_options.Land is { } given)
        {
            var outside = Rows((_, target) => target.Fill(ulong.MaxValue));
            var anySea = outside.Copy();
            outside.Remove(MaskScale.Thin(given, _decimation));
            anySea.Remove(MaskScale.Whole(given, _decimation));
            anySea.Or(_noData);
            return (outside, anySea);
        }

        var land = FindLandLike();
        var passable = Rows((row, target) => Invert(land.Row(row), target));
        passable.Remove(_noData);
        if (_classes is not null)
        {
            // What lies under a cloud is not known; a cloud shall not cut the sea in two.
            passable.Or(Thin(_classes.Cloud));
            passable.Remove(Thin(_classes.Snow));
        }

        var sea = LandRule.Sea(passable);
        var zone = Morphology.Dilate(sea, 2);
        zone.And(land);
        zone.Or(sea);

        // Where there is no data there is no saying that it is land.
        zone.Or(_noData);
        return (sea, zone);
    }

    private BitMask FindLandLike()
    {
        var looks = Rows((row, target) => SurfaceKernel.LandRow(_bands, row, target));
        return Rows((row, target) => Morphology.MajorityAt(looks, row, target));
    }

    private BitMask NotSea(BitMask sea)
    {
        var not = Rows((row, target) => Invert(sea.Row(row), target));
        not.Remove(_noData);
        return not;
    }

    /// <summary>Water that the scene classification too calls water, where it does so at all.</summary>
    private BitMask OpenWater(BitMask water)
    {
        if (_classes is null)
        {
            return water;
        }

        var both = water.Copy();
        both.And(Thin(_classes.Water));
        return both.Count() >= OffsetGuard.FewestPixels ? both : water;
    }

    private BitMask FindPossibleCanopy(BitMask searched, BitMask water, BitMask plain, BitMask bright, int[] reference)
    {
        var sample = plain.Copy();
        var model = Fit(sample, searched, reference, BlockGrid.Wide(_decimation));
        for (var clip = 0; clip < 2; clip++)
        {
            Clip(sample, model);
            model = Fit(sample, searched, reference, BlockGrid.Wide(_decimation));
        }

        var found = Test(searched, model, DetectionGates.ForExclusion(faiSigmas: 4, kdSigmas: 3));
        found.Or(WhereUnknown(bright, model));
        sample = water.Copy();
        sample.Remove(Morphology.Dilate(found, Pixels(ExclusionMargin)));
        model = Fit(sample, searched, reference, BlockGrid.Narrow(_decimation));
        found.Or(Test(searched, model, DetectionGates.ForExclusion(faiSigmas: 3, kdSigmas: 2)));
        return Morphology.Dilate(found, Pixels(ExclusionMargin));
    }

    private WaterModel Fit(BitMask sample, BitMask searched, int[] reference, BlockGrid grid) =>
        new WaterFit(_bands, reference, sample, searched, land: null, grid, measuresNdre: false, _options).FitAll(_options.Threads, _cancellationToken);

    /// <summary>Step 0: bright in near infrared whatever the water is like.</summary>
    private BitMask BrightObjects(BitMask searched)
    {
        var bright = Rows((row, target) => SurfaceKernel.BrightRow(_bands, row, _options.Wavelengths.FaiWeight, target));
        bright.And(searched);
        CleanUp.RemoveSmall(bright, Math.Max(SmallestObject / (_decimation * _decimation), 1), null);
        return bright;
    }

    private BitMask Test(BitMask searched, WaterModel model, DetectionGates gates)
    {
        var kernel = new CanopyKernel(_bands, model, gates, _options);
        return Rows((row, target) =>
        {
            Span<ulong> scratch = new ulong[2 * target.Length];
            kernel.TestRow(row, searched.Row(row), new RowFindings(target, scratch[..target.Length], scratch[target.Length..], trace: target, cover: default));
        });
    }

    /// <summary>The part of a mask where no water is known to compare with: what step 0 took for canopy there stays excluded.</summary>
    private BitMask WhereUnknown(BitMask mask, WaterModel model) => Rows((row, target) =>
    {
        mask.Row(row).CopyTo(target);
        for (var block = 0; block < model.Across; block++)
        {
            if (model.IsKnown(block, row / model.Side))
            {
                for (var column = block * model.Side; column < Math.Min((block + 1) * model.Side, mask.Width); column++)
                {
                    target[column >> 6] &= ~(1UL << (column & 63));
                }
            }
        }
    });

    /// <summary>Takes pixels out of the sample whose FAI lies more than 3 σ from the water's.</summary>
    private void Clip(BitMask sample, WaterModel model)
    {
        var weight = _options.Wavelengths.FaiWeight;
        Parallel.For(0, _bands.Height, Threads(), row =>
        {
            Span<float> left = stackalloc float[WaterBlock.Length];
            Span<float> right = stackalloc float[WaterBlock.Length];
            var words = sample.Row(row);
            var side = model.Side;
            for (var block = -1; block < model.Across; block++)
            {
                if (!model.TryAtRow(block, row, left, right))
                {
                    continue;
                }

                var start = block * side + side / 2;
                for (var column = Math.Max(start, 0); column < Math.Min(start + side, _bands.Width); column++)
                {
                    if ((words[column >> 6] >> (column & 63) & 1) != 0 && IsFar(left, right, (column - start + 0.5f) / side, column, row))
                    {
                        words[column >> 6] &= ~(1UL << (column & 63));
                    }
                }
            }
        });

        bool IsFar(ReadOnlySpan<float> left, ReadOnlySpan<float> right, float share, int column, int row)
        {
            var b04 = Difference(TestBands.B04, left, right, share, column, row);
            var b08 = Difference(TestBands.B08, left, right, share, column, row);
            var b11 = Difference(TestBands.B11, left, right, share, column, row);
            var sigma = left[WaterBlock.FaiSigma] + (right[WaterBlock.FaiSigma] - left[WaterBlock.FaiSigma]) * share;
            return MathF.Abs(SpectralFormulas.AboveLine(b08, b04, b11, weight)) > 3 * sigma;
        }
    }

    private float Difference(int band, ReadOnlySpan<float> left, ReadOnlySpan<float> right, float share, int column, int row)
    {
        var (from, to) = (left[WaterBlock.Mean + band], right[WaterBlock.Mean + band]);
        return _bands.Reflectance(band, column, row) - (from + (to - from) * share);
    }

    private int MedianNumber(int band, BitMask mask)
    {
        var buffer = _bands.Buffers[band];
        if (!buffer.IsPresent)
        {
            return 1;
        }

        var (counts, total) = (new int[1 << 16], 0L);
        for (var row = 0; row < _bands.Height; row++)
        {
            var words = mask.Row(row);
            var numbers = buffer.Row(row);
            for (var word = 0; word < words.Length; word++)
            {
                for (var bits = words[word]; bits != 0; bits &= bits - 1, total++)
                {
                    counts[numbers[(word << 6) + BitOperations.TrailingZeroCount(bits)]]++;
                }
            }
        }

        var number = 0;
        for (var below = (long)counts[0]; number < ushort.MaxValue && 2 * below < total; below += counts[++number])
        {
        }

        return Math.Min(number, short.MaxValue);
    }

    private BitMask Rows(RowAction action)
    {
        var mask = new BitMask(_bands.Width, _bands.Height);
        Parallel.For(0, _bands.Height, Threads(), row =>
        {
            action(row, mask.Row(row));
            mask.Row(row)[^1] &= mask.LastWordBits;
        });
        return mask;
    }

    private static void Invert(ReadOnlySpan<ulong> source, Span<ulong> target)
    {
        for (var word = 0; word < target.Length; word++)
        {
            target[word] = ~source[word];
        }
    }

    private ParallelOptions Threads() => new() { MaxDegreeOfParallelism = _options.Threads, CancellationToken = _cancellationToken };

    private BitMask Thin(BitMask classes) => MaskScale.Thin(classes, _decimation / _classDecimation);

    private int Pixels(int of10Metres) => (of10Metres + _decimation - 1) / _decimation;
}
