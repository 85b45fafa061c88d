using System.Globalization;
using System.Text.Json;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.Plans;

/// <summary>Random requests over HTTP against trying everything, on grids small enough for that.</summary>
public sealed class PlanPropertyTests
{
    private const int Hours = 14;
    private static readonly string[] Zones = ["GB", "FR", "DE"];

    [Fact]
    public async Task Post_ContiguousAtSeveralSites_IsNeverWorseThanTryingEveryMinute()
    {
        var random = new Random(31);
        for (var round = 0; round < 12; round++)
        {
            var grid = Grid(random);
            await using var api = new TestApi(grid.Select(g => Signals.Hourly(g.Zone, g.Values)));
            for (var job = 0; job < 12; job++)
            {
                var (minutes, earliest, slack) = (random.Next(1, 240), random.Next(0, 200), random.Next(0, 300));
                var (data, pues) = (random.Next(3) == 0 ? 0 : random.Next(1, 3000), Zones.Select(_ => 1 + random.NextDouble()).ToArray());
                var (from, to) = (Signals.Now.AddMinutes(earliest), Signals.Now.AddMinutes(earliest + minutes + slack));
                var answer = await api.PostAsync("/api/v2/plan", string.Create(CultureInfo.InvariantCulture, $$"""
                    {"job":{"duration":"PT{{minutes}}M","earliest":"{{from:O}}","deadline":"{{to:O}}","resources":{"watts":1000},"dataGb":{{data}},"origin":{"zone":"GB"} },
                     "sites":[{{string.Join(',', Zones.Select((z, i) => string.Create(CultureInfo.InvariantCulture, $$"""{"zone":"{{z}}","pue":{{pues[i]:R}} }""")))}}]}
                    """));

                var lowest = Enumerable.Range(0, Zones.Length).SelectMany(site => Enumerable.Range(0, slack + 1).Select(wait =>
                    (Sum(grid[site].Values, earliest + wait, minutes) / 60 * pues[site]) + Transfer(grid, site, data, earliest, earliest + minutes + slack))).Min();
                if (double.IsNaN(lowest) || double.IsPositiveInfinity(lowest))
                {
                    Assert.Equal(422, answer.Status);
                    continue;
                }

                AssertInvariants(answer, from, to, TimeSpan.FromMinutes(minutes));
                Assert.Equal(lowest, answer.Number("totals", "emissionsWithTransferG"), Math.Max(1e-6, 1e-9 * lowest));
                Assert.Equal("optimal", answer.String("status"));
                Assert.Equal(answer.Number("bestBoundG"), answer.Number("totals", "emissionsWithTransferG"), 1e-9 * lowest);
            }
        }
    }

    [Fact]
    public async Task Post_InterruptibleAtSeveralSites_IsTheCleanestMinutes()
    {
        var random = new Random(32);
        for (var round = 0; round < 10; round++)
        {
            var grid = Grid(random);
            await using var api = new TestApi(grid.Select(g => Signals.Hourly(g.Zone, g.Values)));
            for (var job = 0; job < 10; job++)
            {
                var (minutes, earliest, slack) = (random.Next(1, 240), random.Next(0, 200), random.Next(0, 300));
                var (from, to) = (Signals.Now.AddMinutes(earliest), Signals.Now.AddMinutes(earliest + minutes + slack));
                var answer = await api.PostAsync("/api/v2/plan", string.Create(CultureInfo.InvariantCulture, $$"""
                    {"job":{"mode":"interruptible","duration":"PT{{minutes}}M","earliest":"{{from:O}}","deadline":"{{to:O}}","resources":{"watts":1000} },
                     "sites":[{"zone":"GB"},{"zone":"FR"},{"zone":"DE"}],"objective":{"tieBreak":"{{(random.Next(2) == 0 ? "earliest" : "latest")}}"} }
                    """));

                double[] sums = [.. grid.Select(g => Enumerable.Range(earliest, minutes + slack).Select(m => g.Values[m / 60]).Where(v => !double.IsNaN(v)).Order().Take(minutes).ToArray())
                    .Where(cleanest => cleanest.Length == minutes).Select(cleanest => cleanest.Sum() / 60)];
                if (sums.Length == 0)
                {
                    Assert.Equal(422, answer.Status);
                    continue;
                }

                AssertInvariants(answer, from, to, TimeSpan.FromMinutes(minutes));
                Assert.Equal(sums.Min(), answer.Number("totals", "emissionsG"), 1e-6);
            }
        }
    }

    [Fact]
    public async Task Post_CostLimit_IsNeverWorseThanTryingEveryMinuteThatKeepsIt()
    {
        var random = new Random(33);
        for (var round = 0; round < 8; round++)
        {
            var grid = Grid(random, gaps: false);
            var prices = grid.Select(_ => Enumerable.Range(0, Hours).Select(_ => (double)random.Next(-50, 400)).ToArray()).ToArray();
            await using var api = new TestApi(grid.Select(g => Signals.Hourly(g.Zone, g.Values)));
            for (var job = 0; job < 10; job++)
            {
                var (minutes, slack, price) = (random.Next(1, 240), random.Next(0, 400), random.Next(2) * random.Next(1, 500));
                var most = random.Next(-20, 250) / 1000.0 * minutes / 60;
                var answer = await api.PostAsync("/api/v2/plan", string.Create(CultureInfo.InvariantCulture, $$"""
                    {"job":{"duration":"PT{{minutes}}M","deadline":"{{Signals.Now.AddMinutes(minutes + slack):O}}","resources":{"watts":1000} },
                     "sites":[{{string.Join(',', Zones.Select((z, i) => $$"""{"zone":"{{z}}","prices":{{PricesOf(prices[i])}} }"""))}}],
                     "constraints":{"maxCostEur":{{most:R}} },"objective":{"carbonPriceEurPerT":{{price}} } }
                    """));

                var weight = price > 0 ? 1e6 / price : 0;
                double[] values = [.. Enumerable.Range(0, Zones.Length).SelectMany(site => Enumerable.Range(0, slack + 1).Select(wait =>
                    (Grams: Sum(grid[site].Values, wait, minutes) / 60, Euros: Sum(prices[site], wait, minutes) / 60_000)))
                    .Where(r => r.Euros <= most).Select(r => r.Grams + (weight * r.Euros))];
                if (values.Length == 0)
                {
                    // A second between two minutes may still keep it.
                    Assert.True(answer.Status is 422 or 200, answer.Text);
                    continue;
                }

                Assert.True(answer.Status == 200, answer.Text);
                Assert.True(answer.Number("totals", "costEur") <= most + 1e-9, answer.Text);
                var value = answer.Number("totals", "emissionsG") + (weight * answer.Number("totals", "costEur"));
                Assert.True(value <= values.Min() + (1e-6 * Math.Abs(values.Min())) + 1e-6, $"{value} > {values.Min()}: {answer.Text}");
            }
        }
    }

    [Fact]
    public async Task Post_AnyMode_SameInputSamePlanAndNeverWorseThanRunningNow()
    {
        var random = new Random(34);
        string[] jobs =
        [
            "\"duration\":\"PT{0}M\"", "\"mode\":\"interruptible\",\"duration\":\"PT{0}M\"",
            "\"mode\":\"interruptible\",\"duration\":\"PT{0}M\",\"startup\":{{\"kwh\":0.1,\"duration\":\"PT5M\"}},\"minRun\":\"PT20M\"",
            "\"mode\":\"elastic\",\"work\":{0},\"scaleProfile\":[{{\"replicas\":1,\"throughput\":60,\"watts\":100}},{{\"replicas\":2,\"throughput\":100,\"watts\":210}}]",
            "\"mode\":\"elastic\",\"integral\":true,\"work\":{0},\"scaleProfile\":[{{\"replicas\":1,\"throughput\":60,\"watts\":100}},{{\"replicas\":2,\"throughput\":100,\"watts\":210}}]",
        ];
        for (var round = 0; round < 40; round++)
        {
            var grid = Grid(random, gaps: false);
            await using var api = new TestApi(grid.Select(g => Signals.Hourly(g.Zone, g.Values)));
            foreach (var job in jobs)
            {
                var minutes = random.Next(1, 300);
                var to = Signals.Now.AddMinutes(minutes + 5 + random.Next(0, 400));
                var body = $$"""{"job":{ {{string.Format(CultureInfo.InvariantCulture, job, minutes)}},"deadline":"{{to:O}}"},"sites":[{"zone":"DE"},{"zone":"GB"},{"zone":"FR","pue":1.1}],"options":{"includeForecast":true} }""";

                var (first, second) = (await PlanSitesTests.PlanAsync(api, body), await PlanSitesTests.PlanAsync(api, body));

                Assert.Equal(Without(first, "planId"), Without(second, "planId"));
                AssertInvariants(first, Signals.Now, to, null);
                Assert.All(first.At("segments").EnumerateArray().Zip(first.At("segments").EnumerateArray().Skip(1)), pair =>
                    Assert.True(pair.First.GetProperty("end").GetDateTimeOffset() <= pair.Second.GetProperty("start").GetDateTimeOffset()));
            }
        }
    }

    private static void AssertInvariants(Answer answer, DateTimeOffset from, DateTimeOffset to, TimeSpan? duration)
    {
        Assert.True(answer.Status == 200, answer.Text);
        var segments = answer.At("segments").EnumerateArray().Select(s => (
            Start: s.GetProperty("start").GetDateTimeOffset(), End: s.GetProperty("end").GetDateTimeOffset(), Grams: s.GetProperty("emissionsG").GetDouble())).ToArray();
        Assert.All(segments, s => Assert.True(s.Start >= from && s.Start < s.End && s.End <= to, answer.Text));
        if (duration is not null)
        {
            Assert.Equal(duration.Value.Ticks, segments.Sum(s => (s.End - s.Start).Ticks));
        }

        var total = answer.Number("totals", "emissionsG");
        Assert.Equal(total, segments.Sum(s => s.Grams), 1e-9 * total);
        Assert.Equal(total + answer.Number("totals", "transferG"), answer.Number("totals", "emissionsWithTransferG"), 1e-9 * total);
        Assert.True(answer.Number("bestBoundG") <= answer.Number("totals", "emissionsWithTransferG") * (1 + 1e-9), answer.Text);
        if (answer.At("baselines", "runNow").ValueKind != JsonValueKind.Null)
        {
            Assert.True(answer.Number("baselines", "runNow", "savingPct") >= 0, answer.Text);
        }
    }

    private static (string Zone, double[] Values)[] Grid(Random random, bool gaps = true) => [.. Zones.Select(z => (
        z, Enumerable.Range(0, Hours).Select(_ => gaps && random.Next(12) == 0 ? double.NaN : random.Next(20, 500)).ToArray()))];

    /// <summary>Sum over the minutes of a run; NaN-free: a gap makes it infinite, as it may not be run through.</summary>
    private static double Sum(double[] values, int start, int minutes)
    {
        var sum = 0.0;
        for (var minute = start; minute < start + minutes; minute++)
        {
            sum += double.IsNaN(values[minute / 60]) ? double.PositiveInfinity : values[minute / 60];
        }

        return sum;
    }

    private static double Transfer((string Zone, double[] Values)[] grid, int site, double data, int from, int to) =>
        data == 0 || site == 0 ? 0 : data * 0.001 * (KnownMean(grid[0].Values, from, to) + KnownMean(grid[site].Values, from, to)) / 2 is var grams && double.IsNaN(grams) ? double.PositiveInfinity : grams;

    private static double KnownMean(double[] values, int from, int to) =>
        Enumerable.Range(from, to - from).Select(m => values[m / 60]).Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average();

    private static string PricesOf(double[] prices) => "[" + string.Join(',', prices.Select((p, h) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"start":"{{Signals.Now.AddHours(h):O}}","end":"{{Signals.Now.AddHours(h + 1):O}}","eurPerMwh":{{p}} }"""))) + "]";

    private static string Without(Answer answer, string member) =>
        string.Join('\n', answer.Json.EnumerateObject().Where(m => m.Name != member).Select(m => m.Name + m.Value.GetRawText()));
}
