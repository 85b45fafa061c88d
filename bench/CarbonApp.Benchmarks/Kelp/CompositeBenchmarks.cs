using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using CarbonApp.Engine.Kelp.Composite;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Benchmarks.Kelp;

/// <summary>From dates in memory to a composite, its beds and their GeoJSON: twelve dates, a fifth under cloud, beds on a hundredth of the sea.</summary>
internal static class CompositeBenchmarks
{
    public const string Command = "kelp-composite";

    private const int Dates = 12;
    private const int Runs = 7;

    public static void Run(TextWriter output)
    {
        output.WriteLine("| pixels | beds | composite ms | per pixel and date ns | beds ms | GeoJSON ms | quarters ms |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var side in new[] { 512, 1024, 2048, 4096 })
        {
            Measure(output, side);
        }
    }

    private static void Measure(TextWriter output, int side)
    {
        DatedScene[] passes = [.. Enumerable.Range(0, Dates).Select(date => Date(date, side))];
        var area = RunMask.Of([.. Enumerable.Repeat(true, side * side)], side, side);
        PassFacts[] facts = [.. passes.Select(pass => PassFacts.Of(pass, area))];
        var maps = PassMaps.Of(passes);
        var grid = new UtmGrid(new UtmZone(10, isNorth: true), 450_000, 5_400_000, UtmGrid.FinePixelMetres, side, side);
        var best = (Composite: double.MaxValue, Beds: double.MaxValue, Json: double.MaxValue, Quarters: double.MaxValue);
        var count = 0;
        for (var run = 0; run < Runs; run++)
        {
            var (composite, ms) = Timed(() => Compositor.ComposeAsync(facts, maps, area).GetAwaiter().GetResult().Map);
            best.Composite = Math.Min(best.Composite, ms);
            (var beds, ms) = Timed(() => KelpBeds.Of(composite));
            best.Beds = Math.Min(best.Beds, ms);
            (_, ms) = Timed(() => Written(beds, grid));
            best.Json = Math.Min(best.Json, ms);
            (_, ms) = Timed(() => QuarterlyCanopy.OfAsync(facts, maps, area, composite).GetAwaiter().GetResult());
            best.Quarters = Math.Min(best.Quarters, ms);
            count = beds.Count;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {side}² | {count} | {best.Composite:0.0} | {best.Composite * 1e6 / side / side / Dates:0.0} | {best.Beds:0.0} | {best.Json:0.0} | {best.Quarters:0.0} |"));
    }

    private static DatedScene Date(int date, int side)
    {
        var random = new Random(date);
        var map = new SceneMap(side, side, new PixelMask[side * side], new byte[side * side]);
        for (var i = 0; i < map.Mask.Length; i++)
        {
            var (column, row) = (i % side, i / side);
            // Discs of 11 pixels across, each in a square of 100.
            var (x, y) = ((column % 100) - 50, (row % 100) - 50);
            map.Mask[i] = (column + (date * 97)) % side < side / 5 ? PixelMask.Cloud : (x * x) + (y * y) < 32 && random.Next(10) > 0 ? PixelMask.Kelp : PixelMask.None;
            map.Cover[i] = map.Mask[i] == PixelMask.Kelp ? (byte)random.Next(50, 251) : (byte)0;
        }

        return new DatedScene($"{date}", $"{date}", new DateTimeOffset(2024, 1 + date, 5, 18, 30, 0, TimeSpan.Zero), map, date * 0.2);
    }

    private static int Written(IReadOnlyList<KelpBed> beds, UtmGrid grid)
    {
        var buffer = new ArrayBufferWriter<byte>();
        BedGeoJson.Write(buffer, beds, grid);
        return buffer.WrittenCount;
    }

    private static (T Result, double Milliseconds) Timed<T>(Func<T> work)
    {
        var start = Stopwatch.GetTimestamp();
        var result = work();
        return (result, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }
}
