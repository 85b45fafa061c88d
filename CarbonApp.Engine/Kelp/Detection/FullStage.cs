using System.Numerics;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Kelp.Water;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>Works through the full resolution from top to bottom: reads each block once, describes the water of rows of 32-pixel blocks as soon as
/// their windows are in memory, and tests the rows whose water is known. Rows no window reaches any more are let go.</summary>
internal sealed class FullStage
{
    /// <summary>Rows tested per step.</summary>
    private const int StepRows = 128;

    private static readonly BlockGrid Grid = BlockGrid.Narrow(1);

    private readonly TestBands _bands;
    private readonly SceneMasks _masks;
    private readonly WaterFit _fit;
    private readonly CanopyKernel _kernel;
    private readonly DetectorOptions _options;
    private readonly byte[] _cover;
    private readonly BitMask _glint;
    private readonly SceneSpread _spread;
    private long _trace;

    public FullStage(ISceneBands scene, ClassMasks? classes, int classDecimation, OverviewFindings overview, RowChunks pool, DetectorOptions options, SceneMap map)
    {
        (_options, _cover) = (options, map.Cover);
        _bands = TestBands.Full(scene is MemoryScene ? scene : new SeaOnlyScene(scene, overview), pool);
        _masks = new SceneMasks(_bands, classes, classDecimation, overview, options, map.Mask);
        _fit = new WaterFit(_bands, overview.Reference, _masks.Sample, _masks.Searched, _masks.Land, Grid, measuresNdre: _bands.Has[TestBands.B05] && _bands.Has[TestBands.B06], options);
        _spread = new SceneSpread(_bands, overview.Reference, options.Wavelengths.FaiWeight);
        Model = new WaterModel(_bands.Width, _bands.Height, Grid.BlockSide);
        _kernel = new CanopyKernel(_bands, Model, DetectionGates.Of(options.Profile), options);
        (Surface, NearSurface, _glint) = (New(), New(), New());
        BitMask New() => new(scene.Width, scene.Height);
    }

    /// <summary>Canopy at the surface.</summary>
    public BitMask Surface { get; }

    /// <summary>Canopy just below it.</summary>
    public BitMask NearSurface { get; }

    /// <summary>The water.</summary>
    public WaterModel Model { get; }

    /// <summary>Spread of FAI and KD over the scene's water, in reflectance.</summary>
    public (double Fai, double Kd) Spread => _spread.Measure();

    /// <summary>How many pixels are what; sea without known water counts as no data.</summary>
    public SurfaceCounts Counts => _masks.Counts + new SurfaceCounts(NoData: Unknown, Clouded: 0, Land: 0, Sea: -Unknown, NotLand: 0);

    /// <summary>Pixels below the least cover that is mapped.</summary>
    public long Trace => _trace;

    /// <summary>Pixels of sea without known water.</summary>
    public long Unknown { get; private set; }

    public async Task RunAsync(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var (height, fitted) = (_bands.Height, 0);
        for (var tested = 0; tested < height;)
        {
            var end = Math.Min(tested + StepRows, height);

            // A row is compared with blocks whose middles lie below it, and those need the rows their windows reach.
            var blocks = Math.Min((end + Grid.BlockSide / 2 + Grid.BlockSide - 1) / Grid.BlockSide, Model.Down);
            var sampled = Math.Min(blocks * Grid.BlockSide + Grid.Reach, height);
            var keep = Math.Max(Math.Min(tested, fitted * Grid.BlockSide - Grid.Reach), 0);
            await _bands.AdvanceAsync(Math.Min(keep, _masks.Done), _masks.Done, Math.Min(sampled + _masks.Lookahead, height), _options.Threads, cancellationToken);
            _masks.Advance(sampled, cancellationToken);
            _fit.Fit(fitted, blocks, Model, _options.Threads, cancellationToken);
            fitted = blocks;
            TestRows(tested, end, cancellationToken);
            tested = end;
            progress?.Report((double)tested / height);
        }

        _bands.Release();
    }

    private void TestRows(int first, int end, CancellationToken cancellationToken)
    {
        var unknown = 0L;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.Threads, CancellationToken = cancellationToken };
        Parallel.For(first, end, parallel, row =>
        {
            Span<ulong> trace = stackalloc ulong[_masks.Searched.WordsPerRow];
            trace.Clear();
            _spread.AddRow(row, _masks.Sample.Row(row));
            Interlocked.Add(ref unknown, FlagUnknown(row));
            if (_masks.Searched.Row(row).ContainsAnyExcept(0UL))
            {
                _kernel.TestRow(row, _masks.Searched.Row(row), new RowFindings(Surface.Row(row), NearSurface.Row(row), _glint.Row(row), trace, _cover.AsSpan(row * _bands.Width, _bands.Width)));
                // What looks dry is clear to see: it is no glint that hides what lies below.
                _glint.RemoveRow(row, _masks.Dry.Row(row));
                _masks.AddFlags(row, _glint.Row(row), PixelMask.Glint);
                Interlocked.Add(ref _trace, Count(trace));
            }
        });
        Unknown += unknown;
    }

    /// <summary>Sea whose block has too little water round it counts as no data.</summary>
    private long FlagUnknown(int row)
    {
        Span<ulong> unknown = stackalloc ulong[_masks.Searched.WordsPerRow];
        unknown.Clear();
        for (var block = 0; block < Model.Across; block++)
        {
            if (!Model.IsKnown(block, row / Grid.BlockSide))
            {
                unknown[block >> 1] |= 0xFFFF_FFFFUL << (32 * (block & 1));
            }
        }

        var searched = _masks.Searched.Row(row);
        for (var word = 0; word < unknown.Length; word++)
        {
            unknown[word] &= searched[word];
            searched[word] &= ~unknown[word];
        }

        _masks.AddFlags(row, unknown, PixelMask.NoData);
        return Count(unknown);
    }

    private static long Count(ReadOnlySpan<ulong> words)
    {
        var count = 0L;
        foreach (var word in words)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }
}
