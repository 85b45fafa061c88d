using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Indices;

namespace CarbonApp.Engine.Kelp.Water;

/// <summary>Spread of FAI and KD over all water of a scene: standard deviation after three clips at 3 σ, gradients across the scene included.</summary>
internal sealed class SceneSpread
{
    /// <summary>Scenes of more pixels than this give every fourth pixel of every fourth row.</summary>
    private const long PixelsTakenWhole = 1 << 20;

    /// <summary>Width of a bin; 512 of them reach .064 to either side of the water's usual value.</summary>
    private const float BinWidth = 0.00025f;

    private const int Clips = 3;

    private readonly TestBands _bands;
    private readonly float _faiWeight;
    private readonly int _stride;
    private readonly float _faiMiddle;
    private readonly float _kdMiddle;
    private readonly int[] _fai = new int[RobustSpread.Bins];
    private readonly int[] _kd = new int[RobustSpread.Bins];
    private readonly Lock _gate = new();

    public SceneSpread(TestBands bands, int[] reference, float faiWeight)
    {
        (_bands, _faiWeight) = (bands, faiWeight);
        _stride = (long)bands.Width * bands.Height <= PixelsTakenWhole ? 1 : 4;
        var usual = new float[TestBands.Count];
        for (var band = 0; band < usual.Length; band++)
        {
            usual[band] = (reference[band] + bands.Buffers[band].OffsetDn) * Radiometry.SurfaceReflectance.PerDn;
        }

        _faiMiddle = SpectralFormulas.AboveLine(usual[TestBands.B08], usual[TestBands.B04], usual[TestBands.B11], faiWeight);
        _kdMiddle = usual[TestBands.B06] - usual[TestBands.B04];
    }

    /// <summary>Counts the sampled pixels of a row. Rows may come from several threads.</summary>
    public void AddRow(int row, ReadOnlySpan<ulong> sample)
    {
        if (row % _stride != 0 || !sample.ContainsAnyExcept(0UL))
        {
            return;
        }

        Span<int> columns = stackalloc int[64 + SampledColumns.Padding];
        Span<int> bins = stackalloc int[2 * RobustSpread.Bins];
        bins.Clear();
        var fai = bins[..RobustSpread.Bins];
        var kd = bins[RobustSpread.Bins..];
        var weight = Vector256.Create(_faiWeight);
        var pixels = new RowPixels(_bands, row);
        for (var left = 0; left < _bands.Width; left += 64)
        {
            var count = SampledColumns.Of(sample, left, Math.Min(left + 64, _bands.Width), _stride, columns);
            for (var at = 0; at < count; at += Vector256<float>.Count)
            {
                pixels.Load(columns[at..]);
                var lanes = Math.Min(count - at, Vector256<float>.Count);
                RobustSpread.Count(SpectralFormulas.AboveLine(pixels.B08, pixels.B04, pixels.B11, weight), lanes, _faiMiddle, BinWidth, fai);
                RobustSpread.Count(pixels.B06 - pixels.B04, lanes, _kdMiddle, BinWidth, kd);
            }
        }

        lock (_gate)
        {
            TensorPrimitives.Add(_fai, fai, _fai);
            TensorPrimitives.Add(_kd, kd, _kd);
        }
    }

    /// <summary>Spread of FAI and KD in reflectance; NaN where no water was sampled.</summary>
    public (double Fai, double Kd) Measure() => (Sigma(_fai), Sigma(_kd));

    private static double Sigma(int[] bins)
    {
        var (low, high, sigma) = (0.0, bins.Length - 1.0, double.NaN);
        for (var clip = 0; clip <= Clips; clip++)
        {
            var (count, sum, squares) = (0L, 0.0, 0.0);
            for (var bin = (int)Math.Ceiling(low); bin <= high; bin++)
            {
                (count, sum, squares) = (count + bins[bin], sum + (double)bins[bin] * bin, squares + (double)bins[bin] * bin * bin);
            }

            var mean = sum / count;
            sigma = Math.Sqrt(squares / count - mean * mean);
            (low, high) = (Math.Max(mean - 3 * sigma, 0), Math.Min(mean + 3 * sigma, bins.Length - 1));
        }

        return sigma * BinWidth;
    }
}
