using System.Globalization;
using System.Text;
using System.Text.Json;
using CarbonApp.Api.Grid.Forecasts;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Api.Tests.Imports;
using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonApp.Api.Tests.Plans;

/// <summary>History goes in through the import; the plan rests on our own forecast of it and says how sure it is. A real database between.</summary>
public sealed class PlanRiskTests(PostgresServer server) : IAsyncLifetime
{
    private const int Days = 120;

    private ApiOnPostgres _api = null!;

    public async ValueTask InitializeAsync()
    {
        // Sources are given time: what is tested is what they say, not how fast a busy machine lets them.
        _api = await ApiOnPostgres.StartAsync(
            server, new() { ["Sources:Offline"] = "true", ["Sources:TimeBudgetMilliseconds"] = "30000" });
        await _api.ImportAsync("?zone=GB", History(seed: 1, low: 200, noise: 120));
        await _api.ImportAsync("?zone=FR", History(seed: 2, low: 150, noise: 250));
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Post_OwnForecast_SaysHowThePlanMayTurnOut()
    {
        var plan = await PlanAsync("""{"job":{"duration":"PT3H","resources":{"watts":2000} },"sites":[{"zone":"GB","pue":1.2}],"options":{"includeForecast":true} }""");

        var (scenarios, job) = await ScenariosOfAsync("GB", plan);
        var start = plan.Time("segments", "0", "start");
        double[] grams = [.. scenarios.Select(s => 7.2 * s.Mean(start, start.AddHours(3))!.Value.GramsPerKilowattHour)];
        double[] now = [.. scenarios.Select(s => 7.2 * s.Mean(job.Earliest, job.Earliest.AddHours(3))!.Value.GramsPerKilowattHour)];
        double[] best = [.. scenarios.Select(s => 7.2 * ((WindowOutcome.Planned)ContiguousOptimum.Find(s, job)).MeanIntensity.GramsPerKilowattHour)];
        Assert.Contains("forecaster", plan.At("provenance").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(scenarios.Count, plan.At("confidence", "scenarios").GetInt32());
        Assert.Equal(Quantile(grams, 0.1), plan.Number("totals", "emissionsG_p10"), 1e-6);
        Assert.Equal(Quantile(grams, 0.9), plan.Number("totals", "emissionsG_p90"), 1e-6);
        Assert.Equal(grams.Zip(best, (g, b) => g - b).Average(), plan.Number("confidence", "expectedRegretG"), 1e-6);
        if (start > job.Earliest)
        {
            Assert.Equal(grams.Zip(now).Count(p => p.First < p.Second) / (double)grams.Length, plan.Number("confidence", "pBetterThanRunNow"), 1e-9);
        }

        Assert.DoesNotContain("NO_UNCERTAINTY", plan.At("warnings").GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p90")]
    [InlineData("minimaxRegret")]
    public async Task Post_Risk_IsTheBestOfBothSitesByThatMeasure(string risk)
    {
        var plan = await PlanAsync($$"""{"job":{"duration":"PT4H","resources":{"watts":1000} },"sites":[{"zone":"GB"},{"zone":"FR"}],"objective":{"risk":"{{risk}}"},"options":{"includeForecast":true} }""");

        var (gb, job) = await ScenariosOfAsync("GB", plan);
        var (fr, _) = await ScenariosOfAsync("FR", plan);
        var count = Math.Min(gb.Count, fr.Count);
        CarbonSignal[][] sites = [[.. gb.TakeLast(count)], [.. fr.TakeLast(count)]];
        double[] least = [.. Enumerable.Range(0, count).Select(s => sites.Min(site => ((WindowOutcome.Planned)ContiguousOptimum.Find(site[s], job)).MeanIntensity.GramsPerKilowattHour))];
        double Measure(CarbonSignal[] site, DateTimeOffset start)
        {
            double[] means = [.. site.Select(s => s.Mean(start, start.AddHours(4))!.Value.GramsPerKilowattHour)];
            return risk == "p90" ? Quantile(means, 0.9) : means.Zip(least, (m, l) => m - l).Max();
        }

        // Every slot edge, and the ends of the window, at both sites.
        var starts = Enumerable.Range(0, 22).Select(h => Hour(job.Earliest).AddHours(h)).Append(job.Earliest).Where(s => s >= job.Earliest && s.AddHours(4) <= job.Deadline).ToArray();
        var lowest = sites.Min(site => starts.Min(start => Measure(site, start)));
        var chosen = plan.String("segments", "0", "site", "zone") == "GB" ? sites[0] : sites[1];
        Assert.True(Measure(chosen, plan.Time("segments", "0", "start")) <= lowest * (1 + 1e-9), plan.Text);
    }

    [Fact]
    public async Task Post_RiskWhereNothingTells_PlansByTheMeanAndSaysSo()
    {
        var plan = await PlanAsync("""{"job":{"duration":"PT1H"},"sites":[{"zone":"DE"}],"objective":{"risk":"p90"} }""");

        Assert.Contains("NO_UNCERTAINTY", plan.At("warnings").GetRawText(), StringComparison.Ordinal);
        Assert.Contains("Planned by the mean, as the risk is not known.", plan.String("explanation"), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, plan.At("confidence").ValueKind);
    }

    [Fact]
    public async Task Post_RiskWhereOneSiteTells_LeavesOutTheOther()
    {
        var plan = await PlanAsync("""{"job":{"mode":"interruptible","duration":"PT2H"},"sites":[{"zone":"DE"},{"zone":"GB"}],"objective":{"risk":"minimaxRegret"} }""");

        Assert.Equal("GB", plan.String("segments", "0", "site", "zone"));
        Assert.Equal("NO_UNCERTAINTY", plan.String("sites", "1", "reason"));
    }

    [Fact]
    public async Task Post_MeasuredPast_IsCertain()
    {
        var asOf = Hour(DateTimeOffset.Parse(_start, CultureInfo.InvariantCulture)).AddDays(50);

        var plan = await PlanAsync($$"""{"job":{"duration":"PT2H"},"sites":[{"zone":"GB"}],"asOf":"{{asOf:O}}"}""");

        Assert.Equal(JsonValueKind.Null, plan.At("confidence").ValueKind);
        Assert.DoesNotContain("NO_UNCERTAINTY", plan.At("warnings").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_JobsOfOtherKinds_KnowTheirBandToo()
    {
        var elastic = await PlanAsync("""{"job":{"mode":"elastic","work":5,"scaleProfile":[{"replicas":1,"throughput":1,"watts":100},{"replicas":4,"throughput":3,"watts":500}]},"sites":[{"zone":"GB"}]}""");
        var paused = await PlanAsync("""{"job":{"mode":"interruptible","duration":"PT5H","startup":{"kwh":0.2},"maxStarts":3},"sites":[{"zone":"GB"}]}""");

        Assert.All([elastic, paused], plan =>
        {
            Assert.InRange(plan.Number("totals", "emissionsG"), plan.Number("totals", "emissionsG_p10") * 0.5, plan.Number("totals", "emissionsG_p90") * 1.5);
            Assert.True(plan.Number("totals", "emissionsG_p10") < plan.Number("totals", "emissionsG_p90"));
            Assert.Equal(JsonValueKind.Null, plan.At("confidence", "expectedRegretG").ValueKind);
        });
    }

    private string _start = "";

    private async Task<(IReadOnlyList<CarbonSignal> Scenarios, MovableJob Job)> ScenariosOfAsync(string zone, Answer plan)
    {
        var basis = SignalBasis.AverageLifecycle(ZoneId.Parse(zone));
        var job = new MovableJob(plan.Time("segments", "0", "end") - plan.Time("segments", "0", "start"), plan.Time("earliest"), plan.Time("deadline"));
        var own = await _api.Services.GetRequiredService<OwnForecasts>().IssueAsync(basis, plan.Time("asOf"), TestContext.Current.CancellationToken);
        var forecast = Assert.IsType<ForecastOutcome.Issued>(own.Outcome).Forecast;
        Assert.NotEmpty(forecast.Scenarios);
        return (forecast.ScenariosOf(forecast.Mean), job);
    }

    private async Task<Answer> PlanAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await Answer.Of(await _api.Client.PostAsync(new Uri("/api/v2/plan", UriKind.Relative), content, TestContext.Current.CancellationToken));
        Assert.True(answer.Status == 200, answer.Text);
        return answer;
    }

    /// <summary>Measured hours up to the one that is running, cleanest at six in the evening, each day off by an amount of its own.</summary>
    private string History(int seed, double low, double noise)
    {
        var random = new Random(seed);
        var start = Hour(TimeProvider.System.GetUtcNow()).AddDays(-Days);
        _start = start.ToString("O", CultureInfo.InvariantCulture);
        var text = new StringBuilder("time,value\n");
        var offset = 0.0;
        for (var h = 0; h < Days * 24; h++)
        {
            offset = h % 24 == 0 ? noise * random.NextDouble() : offset;
            var value = low + offset + 100 + (100 * Math.Sin((h + start.Hour) * Math.PI / 12)) + (40 * random.NextDouble());
            text.Append(CultureInfo.InvariantCulture, $"{start.AddHours(h):yyyy-MM-dd HH:mm},{value:R}\n");
        }

        return text.ToString();
    }

    private static DateTimeOffset Hour(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private static double Quantile(double[] values, double level) => Quantiles.OfSorted([.. values.Order()], level);
}
