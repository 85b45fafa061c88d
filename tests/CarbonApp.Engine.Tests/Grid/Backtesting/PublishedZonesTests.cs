using System.Globalization;
using CarbonApp.Engine.Grid.Backtesting;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Grid.Backtesting;

/// <summary>Forty zones of 2022 in Sukprasert et al. (EuroSys 2024): means within 0.01 g per kWh, sums of single starts within 0.02.</summary>
public class PublishedZonesTests
{
    [Fact]
    public void Run_EverySlotOf40Zones_GivesThePublishedMeans()
    {
        var rows = Rows("expected_means.csv");
        var wrong = Zones(rows).AsParallel().SelectMany(zone => Differences(zone.Value, [.. rows.Where(r => r[0] == zone.Key)])).ToArray();

        Assert.Equal(1400, rows.Count);
        Assert.Empty(wrong);
    }

    [Fact]
    public void Run_SampledStarts_GivesThePublishedOptima()
    {
        var rows = Rows("published_optima_sample.csv");
        var wrong = Zones(rows).AsParallel().SelectMany(zone => rows.Where(r => r[0] == zone.Key).Select(row => Difference(zone.Value, row))).OfType<string>().ToArray();

        Assert.True(rows.Count > 9000);
        Assert.Empty(wrong);
    }

    private static IEnumerable<string> Differences(CarbonSignal signal, List<string[]> rows)
    {
        var series = Series(signal);
        BacktestJobSet[] sets = [.. rows.Select(row => BacktestJobSet.EverySlot.AsPublished(series, TimeSpan.FromHours(Number(row[1])), TimeSpan.FromHours(Number(row[2]))))];
        var results = Backtest.Run(series, sets, [BacktestPolicy.RunNow, BacktestPolicy.Contiguous, BacktestPolicy.Interruptible], new BacktestKnowledge.Perfect());
        foreach (var (row, i) in rows.Select((row, i) => (row, i)))
        {
            for (var policy = 0; policy < 3; policy++)
            {
                var result = results[(3 * i) + policy];
                if (result.Jobs != Number(row[3]) || Math.Abs(Value(row[4 + policy]) - result.MeanIntensity) > 0.01)
                {
                    yield return $"{string.Join(' ', row)}: {result.Policy} {result.Jobs} {result.MeanIntensity}";
                }
            }
        }
    }

    /// <summary>Sums over the hours of the job, g per kW.</summary>
    private static string? Difference(CarbonSignal signal, string[] row)
    {
        var (length, slack, start) = (Number(row[1]), Number(row[2]), Number(row[3]));
        var series = Series(signal);
        var job = new BacktestJob(length, start, Math.Min(series.Count, start + length + slack), start);
        var results = Backtest.Run(
            series, [new BacktestJobSet.Listed("one", [job])], [BacktestPolicy.RunNow, BacktestPolicy.Contiguous, BacktestPolicy.Interruptible], new BacktestKnowledge.Perfect());
        return results.Select((r, i) => Math.Abs(r.Emissions.Grams - Value(row[4 + i]))).Max() <= 0.02
            ? null
            : $"{string.Join(' ', row)}: {string.Join(' ', results.Select(r => r.Emissions.Grams))}";
    }

    private static BacktestSeries Series(CarbonSignal signal) => BacktestSeries.Cut(signal, signal.Start, signal.End, TimeSpan.FromHours(1));

    private static Dictionary<string, CarbonSignal> Zones(List<string[]> rows)
    {
        var path = SharedData.File("grid/zones-2022/intensity_lifecycle.csv");
        var columns = File.ReadLines(path).First().Split(',');
        return rows.Select(r => r[0]).Distinct().ToDictionary(zone => zone, zone => TestSignals.FromCsv(path, Array.IndexOf(columns, zone), TimeSpan.FromHours(1)));
    }

    private static List<string[]> Rows(string file) => [.. File.ReadLines(SharedData.File("grid/zones-2022/" + file)).Skip(1).Select(line => line.Split(','))];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Value(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
