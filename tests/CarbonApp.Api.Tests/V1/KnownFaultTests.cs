using System.Text.Json;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.V1;

/// <summary>The thirteen faults of the first Carbon Optimizer that its clients must no longer meet, one test or more each.</summary>
public sealed class KnownFaultTests
{
    [Theory]
    [InlineData("us-east-1", "US-MIDA-PJM")]
    [InlineData("us-east-2", "US-MIDA-PJM")]
    [InlineData("ap-southeast-2", "AU-NSW")]
    [InlineData("ap-southeast-4", "AU-VIC")]
    [InlineData("ap-southeast-3", "ID")]
    [InlineData("me-south-1", "BH")]
    [InlineData("me-central-1", "AE")]
    [InlineData("eu-north-1", "SE-SE3")]
    public async Task Fault01_Region_NamesTheZoneThatFeedsIt(string region, string zone)
    {
        await using var api = new TestApi(Signals.Flat(zone, 100, 25));

        var answer = await api.GetAsync($"/api/v1/regions/{region}");

        Assert.Equal(zone, answer.String("region_details", "zone"));
    }

    [Theory]
    [InlineData("t4g.micro", 4.9)]
    [InlineData("p3dn.24xlarge", 2721.3)]
    public async Task Fault02_Calculate_UsesThePowerOfTheSize(string type, double watts)
    {
        await using var api = new TestApi(Signals.Flat("GB", 100, 25));

        var answer = await api.PostAsync("/api/v1/calculate", $$"""{"region":"eu-west-2","instance_type":"{{type}}","duration_hours":10}""");

        Assert.Equal(watts, answer.Number("calculation", "power_watts"), 0.05);
        Assert.Equal(watts * 1.135 / 100, answer.Number("calculation", "power_consumption_kwh"), 0.001 * watts / 100);
        Assert.Equal(answer.Number("calculation", "power_consumption_kwh") * 100, answer.Number("calculation", "co2_emissions_g"), 1e-9);
    }

    [Fact]
    public async Task Fault03_Optimize_EmissionsUseTheIntensityOfTheChosenWindow()
    {
        await using var api = new TestApi(Signals.Hourly("GB", [.. Enumerable.Repeat(300.0, 10), 50, 50, .. Enumerable.Repeat(300.0, 13)]));

        var answer = await api.PostAsync("/api/v1/optimize", """{"region":"eu-west-2","duration_hours":2}""");

        var item = answer.At("recommendation", "recommendations", "0");
        Assert.Equal("2026-03-15T10:00:00Z", item.GetProperty("optimal_time_window").GetProperty("start_time").GetString());
        Assert.Equal(50, item.GetProperty("optimal_time_window").GetProperty("avg_carbon_intensity").GetDouble(), 9);
        Assert.Equal(
            item.GetProperty("power_consumption_kwh").GetDouble() * 50, item.GetProperty("estimated_co2_emissions_g").GetDouble(), 9);
        Assert.Equal(300, item.GetProperty("carbon_intensity_gco2_kwh").GetDouble(), 9);
    }

    [Fact]
    public async Task Fault04_RenewablePercentage_ComesFromThePowerMix()
    {
        await using var api = new TestApi(Signals.Flat("GB", 100, 25)) { Mix = new FixedPowerMix("GB", 0.423, 0.587) };

        var list = await api.GetAsync("/api/v1/regions");
        var one = await api.GetAsync("/api/v1/regions/eu-west-2");
        var optimized = await api.PostAsync("/api/v1/optimize", """{"region":"eu-west-2"}""");

        Assert.Equal(42.3, list.At("regions").EnumerateArray().Single(r => r.GetProperty("region").GetString() == "eu-west-2").GetProperty("renewable_percentage").GetDouble(), 9);
        Assert.Equal(42.3, one.Number("region_details", "renewable_percentage"), 9);
        Assert.Equal(58.7, one.Number("region_details", "fossil_free_percentage"), 9);
        Assert.Equal(42.3, optimized.Number("recommendation", "recommendations", "0", "renewable_percentage"), 9);
    }

    [Theory]
    [InlineData("0.5", "2026-03-15T00:30:00Z")]
    [InlineData("1.75", "2026-03-15T01:45:00Z")]
    [InlineData("0.0125", "2026-03-15T00:00:45Z")]
    public async Task Fault05_FractionalHours_AreExact(string hours, string end)
    {
        await using var api = new TestApi(Signals.Flat("GB", 100, 25));

        var answer = await api.PostAsync("/api/v1/schedule", $$"""{"region":"eu-west-2","duration_hours":{{hours}}}""");

        Assert.Equal(end, answer.String("optimal_window", "end_time"));
        Assert.Equal(hours, answer.At("optimal_window", "duration_hours").GetRawText());
    }

    [Theory]
    [InlineData("""{"region":"eu-west-2","duration_hours":NaN}""")]
    [InlineData("""{"region":"eu-west-2","duration_hours":"NaN"}""")]
    [InlineData("""{"region":"eu-west-2","duration_hours":-1}""")]
    [InlineData("""{"region":"eu-west-2","duration_hours":0}""")]
    [InlineData("""{"region":"eu-west-2","duration_hours":8760.001}""")]
    [InlineData("""{"region":"eu-west-2","duration_hours":1e400}""")]
    [InlineData("""{"region":"eu-west-2","duration_hours":null}""")]
    [InlineData("null")]
    public async Task Fault05_DurationThatIsNone_IsRefused(string body)
    {
        await using var api = new TestApi(Signals.Flat("GB", 100, 25));

        V1Error.Assert(await api.PostAsync("/api/v1/schedule", body), 400, "validation_error");
    }

    [Theory]
    [InlineData("optimize")]
    [InlineData("calculate")]
    [InlineData("compare")]
    [InlineData("schedule")]
    public async Task Fault06_MissingOrMalformedJson_Answers400(string call)
    {
        await using var api = new TestApi(Signals.Flat("GB", 100, 25));

        foreach (var body in new[] { "", "{", "[]", "null", "{\"duration_hours\":}", "\"text\"" })
        {
            V1Error.Assert(await api.PostAsync($"/api/v1/{call}", body), 400, "validation_error");
        }
    }

    [Fact]
    public async Task Fault07_UnknownIntensity_BreaksNoCaller()
    {
        var gapNow = Signals.Hourly("GB", [double.NaN, .. Enumerable.Repeat(100.0, 24)]);
        await using var api = new TestApi(gapNow, Signals.Flat("FR", 60, 25));

        var list = await api.GetAsync("/api/v1/regions");
        var one = await api.GetAsync("/api/v1/regions/eu-west-2");
        var optimized = await api.PostAsync("/api/v1/optimize", "{}");

        Assert.Equal("eu-west-3", list.String("regions", "0", "region"));
        Assert.Equal(JsonValueKind.Null, list.At("regions").EnumerateArray().Single(r => r.GetProperty("region").GetString() == "eu-west-2").GetProperty("carbon_intensity").ValueKind);
        V1Error.Assert(one, 404, "not_found");
        Assert.All(optimized.At("recommendation", "recommendations").EnumerateArray(), r => Assert.Equal("eu-west-3", r.GetProperty("region").GetString()));
    }

    [Theory]
    [InlineData("""{"region":"eu-west-2"}""", "options[1].instance_type")]
    [InlineData("""{"region":"nowhere-1","instance_type":"m6i.large"}""", "options[1].region")]
    [InlineData("""{"region":"eu-west-2","instance_type":"m6i.gigantic"}""", "options[1].instance_type")]
    [InlineData("null", "options[1].region")]
    public async Task Fault08_BadOption_RefusesTheComparisonNamingIt(string option, string field)
    {
        await using var api = new TestApi(Signals.Flat("GB", 100, 25));

        var answer = await api.PostAsync("/api/v1/compare", $$"""{"options":[{"region":"eu-west-2","instance_type":"m6i.large"},{{option}}]}""");

        V1Error.Assert(answer, 400, "validation_error");
        Assert.Contains(field, answer.String("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault09_Priorities_ReallyDiffer()
    {
        await using var api = new TestApi(Signals.Flat("GB", 200, 25), Signals.Flat("FR", 60, 25), Signals.Flat("IE", 300, 25));

        var carbon = await TypesAsync(api, "carbon");
        var performance = await TypesAsync(api, "performance");
        var balanced = await TypesAsync(api, "balanced");

        Assert.Equal("eu-west-3", carbon[0].Region);
        Assert.NotEqual(performance[0].Type, carbon[0].Type);
        Assert.Contains(performance[0].Type, new[] { "m7g.xlarge", "m6i.xlarge" });
        Assert.Equal("eu-west-3", performance[0].Region);
        Assert.Contains(performance, p => p.Region == "eu-west-2");
        Assert.NotEqual(carbon, performance);
        Assert.NotEqual(carbon, balanced);
        Assert.NotEqual(performance, balanced);

        static async Task<List<(string Type, string Region)>> TypesAsync(TestApi api, string priority)
        {
            var answer = await api.PostAsync("/api/v1/optimize", $$"""{"workload":"general","priority":"{{priority}}"}""");
            return [.. answer.At("recommendation", "recommendations").EnumerateArray().Select(r => (r.GetProperty("instance_type").GetString()!, r.GetProperty("region").GetString()!))];
        }
    }

    [Fact]
    public async Task Fault10_Savings_AreMeasuredAgainstRunningNow()
    {
        await using var api = new TestApi(Signals.Hourly("GB", [200, 200, 150, 150, .. Enumerable.Repeat(400.0, 21)]), Signals.Flat("IN-WE", 700, 25));

        var answer = await api.PostAsync("/api/v1/optimize", """{"duration_hours":2}""");

        var best = answer.Number("recommendation", "recommendations", "0", "estimated_co2_emissions_kg");
        Assert.Equal(25, answer.Number("recommendation", "carbon_savings", "potential_savings_percentage"), 9);
        Assert.Equal(best / 3, answer.Number("recommendation", "carbon_savings", "potential_savings_kg"), 12);
    }

    [Fact]
    public async Task Fault11_ColdCall_ReadsItsZonesSideBySideAndEachOnce()
    {
        await using var api = new TestApi(Signals.Flat("US-MIDA-PJM", 400, 25), Signals.Flat("GB", 200, 25));
        api.Reader.Delay = TimeSpan.FromMilliseconds(50);

        var answer = await api.GetAsync("/api/v1/regions");

        Assert.Equal(200, answer.Status);
        Assert.Equal(api.Reader.Queries.Count, api.Reader.MostInFlight);
        Assert.Equal(api.Reader.Queries.Count, api.Reader.Queries.Select(q => q.Basis.Zone).Distinct().Count());
        Assert.True(api.Reader.Queries.Count > 20, "all AWS zones are read");
    }

    [Fact]
    public async Task Fault12_Window_EndsAtStartPlusDurationAndNeverBeginsInThePast()
    {
        await using var api = new TestApi(Signals.Hourly("GB", [10, .. Enumerable.Repeat(100.0, 24), 100, 100]));
        api.Clock.Advance(TimeSpan.FromMilliseconds((50 * 60 * 1000) + 250));

        var answer = await api.PostAsync("/api/v1/schedule", """{"region":"eu-west-2","duration_hours":1.5}""");

        // The clean hour has ten minutes left: the window takes them, from the next whole second on.
        Assert.Equal("2026-03-15T00:50:01Z", answer.String("optimal_window", "start_time"));
        Assert.Equal("2026-03-15T02:20:01Z", answer.String("optimal_window", "end_time"));
        Assert.Equal(((599 * 10) + (4801 * 100.0)) / 5400, answer.Number("optimal_window", "avg_carbon_intensity"), 9);
    }

    [Fact]
    public async Task Fault12_Timestamps_AreUtcAndSaySo()
    {
        await using var api = new TestApi(Signals.Flat("GB", 100, 25));

        foreach (var answer in new[]
        {
            (await api.GetAsync("/health")).String("timestamp"),
            (await api.GetAsync("/api/v1/regions")).String("timestamp"),
            (await api.GetAsync("/api/v1/regions/eu-west-2")).String("region_details", "timestamp"),
            (await api.GetAsync("/api/v1/nothing")).String("timestamp"),
            (await api.PostAsync("/api/v1/schedule", """{"region":"eu-west-2"}""")).String("optimal_window", "start_time"),
        })
        {
            Assert.EndsWith("Z", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Fault13_WithoutForecast_AnswersFromTheEstimateAndSaysSo()
    {
        await using var api = new TestApi(Signals.Flat("GB", 230, 25, SignalStatus.Estimated));

        var scheduled = await api.PostAsync("/api/v1/schedule", """{"region":"eu-west-2"}""");
        var details = await api.GetAsync("/api/v1/regions/eu-west-2");
        var optimized = await api.PostAsync("/api/v1/optimize", """{"region":"eu-west-2"}""");

        Assert.Equal(200, scheduled.Status);
        Assert.True(scheduled.At("is_estimate").GetBoolean());
        Assert.True(details.At("region_details", "is_estimate").GetBoolean());
        Assert.True(optimized.At("recommendation", "recommendations", "0", "is_carbon_estimate").GetBoolean());
        Assert.True(optimized.At("recommendation", "metadata", "is_estimate").GetBoolean());
    }

    private sealed class FixedPowerMix(string zone, double renewable, double fossilFree) : IPowerMixReader
    {
        public Task<IReadOnlyDictionary<ZoneId, PowerMix>> ReadAsync(IReadOnlyCollection<ZoneId> zones, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<ZoneId, PowerMix>>(
                new Dictionary<ZoneId, PowerMix> { [ZoneId.Parse(zone)] = new(renewable, fossilFree, "fixed", IsEstimate: false, Hour: null) });
    }
}
