using System.Diagnostics;
using System.Globalization;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Kelp.Tiles;

namespace CarbonApp.Benchmarks.Kelp;

/// <summary>A tile of 256 pixels from samples in memory to PNG, one after another on one thread: tiles of a whole Sentinel-2 scene at several zooms.</summary>
internal static class TileBenchmarks
{
    public const string Command = "kelp-tiles";

    private const int Warmup = 50;
    private const int Runs = 400;

    public static void Run(TextWriter output)
    {
        var grid = new UtmGrid(new UtmZone(29, isNorth: true), 399_960, 2_800_020, UtmGrid.FinePixelMetres, 10_980, 10_980);
        output.WriteLine("| layer | zoom | best ms | p50 ms | p95 ms | mean bytes |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var zoom in new[] { 8, 11, 14, 17 })
        {
            Measure(output, "mask, nearest", zoom, grid, Mask);
            Measure(output, "quantity, bilinear", zoom, grid, Quantity);
            Measure(output, "three bands, bilinear", zoom, grid, Colours);
        }
    }

    private static void Measure(TextWriter output, string layer, int zoom, UtmGrid grid, Func<TileView, float[], byte[]> draw)
    {
        var random = new Random(7);
        var (milliseconds, bytes) = (new double[Runs], 0L);
        for (var run = -Warmup; run < Runs; run++)
        {
            var middle = grid.ToGlobe(grid.Width * (0.2 + (0.6 * random.NextDouble())), grid.Height * (0.2 + (0.6 * random.NextDouble())));
            var (column, row) = new TileAddress(0, 0, 0).ToPixel(middle);
            var tile = new TileAddress(zoom, (int)(column / TileAddress.Side * (1 << zoom)), (int)(row / TileAddress.Side * (1 << zoom)));
            var overview = grid.Overview(TileView.OverviewFactor(tile, grid, most: 64));
            // Reading is not measured here: the samples are there before.
            var samples = Samples((int)TileView.Of(tile, overview)!.Window.Pixels, random);
            var start = Stopwatch.GetTimestamp();
            var png = draw(TileView.Of(tile, overview)!, samples);
            if (run >= 0)
            {
                milliseconds[run] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                bytes += png.Length;
            }
        }

        Array.Sort(milliseconds);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {layer} | {zoom} | {milliseconds[0]:0.00} | {milliseconds[Runs / 2]:0.00} | {milliseconds[Runs * 95 / 100]:0.00} | {bytes / Runs:#,0} |"));
    }

    /// <summary>A slope with noise, as reflectance has it, and holes without data.</summary>
    private static float[] Samples(int count, Random random) =>
        [.. Enumerable.Range(0, count).Select(i => i % 1000 < 30 ? float.NaN : (0.05f * MathF.Sin(i * 0.001f)) + (0.01f * random.NextSingle()) + 0.05f)];

    private static byte[] Mask(TileView view, float[] samples) => PngEncoder.Encode(
        TileRenderer.Nearest(view, Array.ConvertAll(samples, v => (byte)(v > 0.09f ? 128 : v < 0.02f ? 2 : 0)), outside: 1), MaskPalette.All(1), TileAddress.Side, TileAddress.Side);

    private static byte[] Quantity(TileView view, float[] samples)
    {
        var scale = MapLayers.Find("fai")!.Scale;
        return PngEncoder.Encode(TileRenderer.Bilinear(view, samples, scale), scale.Palette, TileAddress.Side, TileAddress.Side);
    }

    private static byte[] Colours(TileView view, float[] samples) =>
        PngEncoder.Encode(TileRenderer.Colours(view, samples, samples, samples, white: 0.15), TileAddress.Side, TileAddress.Side);
}
