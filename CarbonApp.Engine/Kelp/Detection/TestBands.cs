using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>The bands that the test is made of, always in this order.</summary>
internal sealed class TestBands
{
    public const int B04 = 0;
    public const int B05 = 1;
    public const int B06 = 2;
    public const int B08 = 3;
    public const int B11 = 4;
    public const int Count = 5;

    /// <summary>Which band stands where.</summary>
    public static readonly SentinelBand[] Order = [SentinelBand.B04, SentinelBand.B05, SentinelBand.B06, SentinelBand.B08, SentinelBand.B11];

    private TestBands(BandBuffer[] buffers, BandBuffer green, int width, int height)
    {
        (Buffers, Green, Width, Height) = (buffers, green, width, height);
        Has = [.. buffers.Select(buffer => buffer.IsPresent)];
    }

    /// <summary>In the order of <see cref="Order"/>.</summary>
    public BandBuffer[] Buffers { get; }

    /// <summary>B03, which only tells land from water.</summary>
    public BandBuffer Green { get; }

    /// <summary>Which are there, in the same order.</summary>
    public bool[] Has { get; }

    /// <summary>Columns of the grid worked on.</summary>
    public int Width { get; }

    /// <summary>Rows of it.</summary>
    public int Height { get; }

    /// <summary>For work on the 10 m grid.</summary>
    public static TestBands Full(ISceneBands scene, RowChunks pool) =>
        new([.. Order.Select(band => BandBuffer.Full(scene, band, pool))], BandBuffer.Full(scene, SentinelBand.B03, pool), scene.Width, scene.Height);

    /// <summary>For work on an overview.</summary>
    public static TestBands Overview(ISceneBands scene, int decimation, RowChunks pool) => new(
        [.. Order.Select(band => BandBuffer.Overview(scene, band, decimation, pool))],
        BandBuffer.Overview(scene, SentinelBand.B03, decimation, pool),
        (scene.Width + decimation - 1) / decimation,
        (scene.Height + decimation - 1) / decimation);

    /// <summary>Lets go of rows before <paramref name="from"/>, of green ones before <paramref name="greenFrom"/>, and reads those up to
    /// <paramref name="to"/>.</summary>
    public Task AdvanceAsync(int from, int greenFrom, int to, int threads, CancellationToken cancellationToken)
    {
        var reads = Buffers.SelectMany(buffer => buffer.Advance(from, to)).Concat(Green.Advance(greenFrom, to)).ToList();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        return reads.Count == 0 ? Task.CompletedTask : Parallel.ForEachAsync(reads, parallel, static (read, token) => read(token));
    }

    /// <summary>Gives all rows back to the pool.</summary>
    public void Release()
    {
        foreach (var buffer in Buffers.Append(Green))
        {
            buffer.Release();
        }
    }

    /// <summary>Reflectance of a band at a pixel; of no meaning where there is no data.</summary>
    public float Reflectance(int band, int column, int row)
    {
        var buffer = Buffers[band];
        return (buffer.Row(row)[column / buffer.Repeat] + buffer.OffsetDn) * SurfaceReflectance.PerDn;
    }
}
