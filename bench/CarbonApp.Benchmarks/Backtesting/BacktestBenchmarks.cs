using System.Diagnostics;
using System.Globalization;
using CarbonApp.Engine.Grid.Backtesting;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Benchmarks.Backtesting;

/// <summary>
/// The EuroSys'24 backtest over all zones of a file of hourly values, every start × 35 (length, slack), timed; then the growth with the number of
/// slots, and each kind of forecast: <c>dotnet run -c Release --project bench/CarbonApp.Benchmarks backtest FILE.csv</c>.
/// </summary>
internal static class BacktestBenchmarks
{
    public const string Command = "backtest";

    private static readonly BacktestPolicy[] Basic = [BacktestPolicy.RunNow, BacktestPolicy.Contiguous, BacktestPolicy.Interruptible];
    private static readonly int[] Lengths = [1, 6, 12, 24, 48, 96, 168];
    private static readonly int[] Slacks = [24, 168, 480, 720, 8760];

    public static int Write(string path, TextWriter output)
    {
        var zones = Read(path);
        Time(output, "warm-up", zones[..2], Basic, new BacktestKnowledge.Perfect());
        Time(output, $"{zones.Length} zones, perfect, 3 policies", zones, Basic, new BacktestKnowledge.Perfect());
        Time(output, "the same, threshold only", zones, [BacktestPolicy.Threshold], new BacktestKnowledge.Perfect());
        var normals = Enumerable.Range(0, 10).Select(seed => NormalDraws.Of((uint)seed, zones[0].Count)).ToArray();
        Time(output, "the same, noise of 10 seeds, 3 policies", zones, Basic, new BacktestKnowledge.Noise(0.05, normals));
        Time(output, "the same, persistence, 3 policies", zones, Basic, new BacktestKnowledge.Persistence());
        Time(output, "4 zones, own forecaster, 3 policies", zones[..4], Basic, new BacktestKnowledge.Own());
        TimeReading(output, zones[0]);
        Time(output, "anchor: 1 zone, each window by itself", zones[..1], Basic, new BacktestKnowledge.Perfect(), OneByOne);
        foreach (var slots in new[] { 8_760, 87_600, 876_000 })
        {
            var series = Repeated(zones[0], slots);
            Time(output, $"1 zone of {slots} slots, perfect, 3 policies", [series], Basic, new BacktestKnowledge.Perfect());
        }

        return 0;
    }

    private static void Time(TextWriter output, string name, BacktestSeries[] zones, BacktestPolicy[] policies, BacktestKnowledge knowledge, Func<BacktestSeries, BacktestJobSet[]>? setsOf = null)
    {
        var watch = Stopwatch.StartNew();
        var placements = 0L;
        Parallel.ForEach(zones, series =>
        {
            var sets = (setsOf ?? Together)(series);
            Interlocked.Add(ref placements, Backtest.Run(series, sets, policies, knowledge).Sum(r => (long)r.Jobs * r.SavingBySeed.Count));
        });
        var seconds = watch.Elapsed.TotalSeconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-45} {seconds,8:0.00} s  {placements / 1e6,8:0.0} M placements  {placements / seconds / 1e6,6:0.0} M/s  {Process.GetCurrentProcess().WorkingSet64 / 1e6:0} MB"));
    }

    private static BacktestJobSet[] Together(BacktestSeries series) =>
    [
        .. Lengths.SelectMany(length => Slacks.Select(slack => BacktestJobSet.EverySlot.AsPublished(series, TimeSpan.FromHours(length), TimeSpan.FromHours(slack)))),
    ];

    /// <summary>The same jobs as a list, so that nothing is shared between windows that overlap: what a loop over starts costs.</summary>
    private static BacktestJobSet[] OneByOne(BacktestSeries series) =>
    [
        .. Lengths.SelectMany(length => Slacks.Select(slack => new BacktestJobSet.Listed(
            "", [.. Enumerable.Range(0, series.Count - length).Select(r => new BacktestJob(length, r, Math.Min(series.Count, r + length + slack), r))]))),
    ];

    /// <summary>Bound: one value read for each placement, which is the least that its emissions take.</summary>
    private static void TimeReading(TextWriter output, BacktestSeries zone)
    {
        var values = zone.Values.ToArray();
        var (passes, sum, watch) = (3 * Lengths.Length * Slacks.Length, 0.0, Stopwatch.StartNew());
        for (var pass = 0; pass < passes; pass++)
        {
            foreach (var value in values)
            {
                sum += value;
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"bound: 1 zone, one value per placement",-45} {watch.Elapsed.TotalSeconds,8:0.0000} s  (mean {sum / passes / values.Length:0})"));
    }

    private static BacktestSeries[] Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var names = lines[0].Split(',')[1..];
        var rows = Array.ConvertAll(lines[1..], line => line.Split(','));
        var start = DateTimeOffset.Parse(rows[0][0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return [.. names.Select((name, column) => Series(name, start, Array.ConvertAll(rows, row => double.Parse(row[column + 1], CultureInfo.InvariantCulture))))];
    }

    private static BacktestSeries Repeated(BacktestSeries zone, int slots) => Series(
        zone.Measured.Basis.Zone.Value, zone.Start, [.. Enumerable.Range(0, slots).Select(i => zone.Values[i % zone.Count] + (i / zone.Count * 1e-3))]);

    private static BacktestSeries Series(string zone, DateTimeOffset start, double[] values)
    {
        var hour = TimeSpan.FromHours(1);
        var signal = CarbonSignal.FromRegular(
            SignalBasis.AverageLifecycle(ZoneId.Parse(zone)), start, hour, values, new SignalProvenance("bench", SignalStatus.Measured, start));
        return BacktestSeries.Cut(signal, start, start + (values.Length * hour), hour);
    }
}
