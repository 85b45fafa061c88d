using System.Text.Json;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Regions;

namespace CarbonApp.Api.Tests.V1;

/// <summary>Field names and types that v1's clients read.</summary>
public sealed class ShapeTests
{
    [Fact]
    public async Task Health_WithAndWithoutKey_SaysWhetherOneIsSet()
    {
        await using var without = new TestApi();
        await using var with = new TestApi().Set("ElectricityMaps:ApiKey", "any");
        await using var seed = new TestApi().Set("EL_MAPS_API_KEY", "any");

        var answer = await without.GetAsync("/health");

        Assert.Equal("healthy", answer.String("status"));
        Assert.Equal("carbon-optimizer", answer.String("service"));
        Assert.False(answer.At("api_configured").GetBoolean());
        Assert.True((await with.GetAsync("/health")).At("api_configured").GetBoolean());
        Assert.True((await seed.GetAsync("/health")).At("api_configured").GetBoolean());
    }

    [Fact]
    public async Task Optimize_EmptyObject_UsesAllDefaults()
    {
        await using var api = new TestApi(Signals.Flat("GB", 200, 25), Signals.Flat("FR", 60, 25));

        var answer = await api.PostAsync("/api/v1/optimize", "{}");

        AssertFields(answer.Json, "status:String", "request_id:String", "recommendation:Object");
        Assert.Matches("^carbon_req_[0-9A-HJKMNP-TV-Z]{26}$", answer.String("request_id"));
        var recommendation = answer.At("recommendation");
        AssertFields(recommendation, "workload_type:String", "priority:String", "recommendations:Array", "carbon_savings:Object", "service_optimizations:Array", "metadata:Object");
        Assert.Equal("general", recommendation.GetProperty("workload_type").GetString());
        Assert.Equal("carbon", recommendation.GetProperty("priority").GetString());
        AssertFields(recommendation.GetProperty("metadata"), "total_regions_analyzed:Number", "duration_hours:Number", "api_data_freshness:String");
        Assert.Equal(2, recommendation.GetProperty("metadata").GetProperty("total_regions_analyzed").GetInt32());
        AssertFields(recommendation.GetProperty("carbon_savings"), "potential_savings_kg:Number", "potential_savings_percentage:Number", "comparison:String");
        var items = recommendation.GetProperty("recommendations").EnumerateArray().ToArray();
        Assert.Equal(10, items.Length);
        Assert.All(items, item => AssertFields(
            item, "region:String", "zone:String", "instance_type:String", "carbon_intensity_gco2_kwh:Number", "renewable_percentage:Number",
            "estimated_co2_emissions_kg:Number", "estimated_co2_emissions_g:Number", "power_consumption_kwh:Number", "duration_hours:Number",
            "optimal_time_window:Object", "is_carbon_estimate:False"));
        AssertFields(items[0].GetProperty("optimal_time_window"), "start_time:String", "end_time:String", "avg_carbon_intensity:Number", "duration_hours:Number");
        Assert.Equal(1, items[0].GetProperty("duration_hours").GetDouble());
    }

    [Theory]
    [InlineData("training")]
    [InlineData("inference")]
    [InlineData("general")]
    [InlineData("database")]
    [InlineData("containers")]
    [InlineData("serverless")]
    public async Task Optimize_EveryWorkload_RecommendsSomething(string workload)
    {
        await using var api = new TestApi(Signals.Flat("GB", 200, 8761));

        var answer = await api.PostAsync("/api/v1/optimize", $$"""{"workload":"{{workload}}","duration_hours":8760}""");

        Assert.True(answer.Status == 200, answer.Text);
        Assert.NotEmpty(answer.At("recommendation", "recommendations").EnumerateArray());
        Assert.NotEmpty(answer.At("recommendation", "service_optimizations").EnumerateArray());
    }

    [Theory]
    [InlineData("", CloudProvider.Aws)]
    [InlineData("?provider=gcp", CloudProvider.Gcp)]
    public async Task Regions_List_IsAscendingAndOfOneProvider(string query, CloudProvider provider)
    {
        await using var api = new TestApi(Signals.Flat("GB", 200, 25), Signals.Flat("FR", 60, 25), Signals.Flat("US-MIDA-PJM", 400, 25));

        var answer = await api.GetAsync("/api/v1/regions" + query);

        AssertFields(answer.Json, "status:String", "request_id:String", "timestamp:String", "total_regions:Number", "regions:Array");
        var regions = answer.At("regions").EnumerateArray().ToArray();
        Assert.Equal(CloudRegionTable.All.Count(r => r.Provider == provider), regions.Length);
        Assert.Equal(regions.Length, answer.At("total_regions").GetInt32());
        AssertFields(regions[0], "region:String", "zone:String", "carbon_intensity:Number", "renewable_percentage:Number", "is_estimate:False");
        var known = regions.Select(r => r.GetProperty("carbon_intensity")).TakeWhile(v => v.ValueKind == JsonValueKind.Number).Select(v => v.GetDouble()).ToArray();
        Assert.True(known.Length >= 3);
        Assert.Equal(known.Order(), known);
    }

    [Fact]
    public async Task Region_Details_GiveTheComing24Hours()
    {
        var values = Enumerable.Range(0, 25).Select(hour => hour is >= 4 and < 12 ? 50.0 : 100 + hour).ToArray();
        await using var api = new TestApi(Signals.Hourly("GB", values));

        var details = (await api.GetAsync("/api/v1/regions/eu-west-2")).At("region_details");

        AssertFields(details, "region:String", "zone:String", "current_carbon_intensity:Number", "renewable_percentage:Number", "fossil_free_percentage:Number", "forecast_24h:Object", "optimal_hours_utc:Array", "timestamp:String");
        Assert.Equal(100, details.GetProperty("current_carbon_intensity").GetDouble());
        Assert.Equal(values.Take(24).Average(), details.GetProperty("forecast_24h").GetProperty("average").GetDouble(), 9);
        Assert.Equal(50, details.GetProperty("forecast_24h").GetProperty("minimum").GetDouble());
        Assert.Equal(123, details.GetProperty("forecast_24h").GetProperty("maximum").GetDouble());
        Assert.Equal([4, 5, 6, 7, 8, 9, 10, 11], details.GetProperty("optimal_hours_utc").EnumerateArray().Select(h => h.GetInt32()));
    }

    [Fact]
    public async Task Calculate_Instance_GivesEnergyAndEmissions()
    {
        await using var api = new TestApi(Signals.Flat("US-MIDA-PJM", 400, 25));

        var calculation = (await api.PostAsync("/api/v1/calculate", """{"region":"us-east-1","instance_type":"p4d.24xlarge","duration_hours":24,"note":"ignored"}""")).At("calculation");

        AssertFields(calculation, "instance_type:String", "power_consumption_kwh:Number", "co2_emissions_g:Number", "co2_emissions_kg:Number", "duration_hours:Number", "carbon_intensity_used:Number", "region:String", "zone:String", "carbon_intensity_gco2_kwh:Number");
        Assert.Equal(3.7818 * 24 * 1.135, calculation.GetProperty("power_consumption_kwh").GetDouble(), 0.01);
        Assert.Equal(calculation.GetProperty("power_consumption_kwh").GetDouble() * 0.4, calculation.GetProperty("co2_emissions_kg").GetDouble(), 9);
    }

    [Fact]
    public async Task Compare_Options_AreInOrderWithTheDifference()
    {
        await using var api = new TestApi(Signals.Flat("US-MIDA-PJM", 400, 25), Signals.Flat("GB", 100, 25));

        var answer = await api.PostAsync("/api/v1/compare", """{"options":[{"region":"us-east-1","instance_type":"m6i.large"},{"region":"eu-west-2","instance_type":"m6i.large"}]}""");

        Assert.Equal("eu-west-2", answer.String("comparisons", "0", "region"));
        AssertFields(answer.At("comparisons", "0"), "region:String", "zone:String", "instance_type:String", "carbon_intensity_gco2_kwh:Number", "co2_emissions_kg:Number", "co2_emissions_g:Number", "power_consumption_kwh:Number", "renewable_percentage:Number");
        AssertFields(answer.At("analysis"), "best_option:Object", "worst_option:Object", "difference_kg:Number", "difference_percentage:Number", "total_options_compared:Number");
        Assert.Equal(75, answer.Number("analysis", "difference_percentage"), 9);
        Assert.Equal("us-east-1", answer.String("analysis", "worst_option", "region"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    public async Task Compare_TooFewOrManyOptions_Answers400(int count)
    {
        await using var api = new TestApi(Signals.Flat("GB", 100, 25));
        var options = string.Join(',', Enumerable.Repeat("""{"region":"eu-west-2","instance_type":"m6i.large"}""", count));

        V1Error.Assert(await api.PostAsync("/api/v1/compare", $$"""{"options":[{{options}}]}"""), 400, "validation_error");
    }

    [Fact]
    public async Task Schedule_DefaultDuration_IsFourHours()
    {
        await using var api = new TestApi(Signals.Hourly("GB", [300, 300, 100, 100, 100, 100, .. Enumerable.Repeat(200.0, 19)]));

        var answer = await api.PostAsync("/api/v1/schedule", """{"region":"eu-west-2"}""");

        AssertFields(answer.Json, "region:String", "zone:String", "optimal_window:Object", "current_intensity:Number", "savings_potential:Object");
        Assert.Equal("2026-03-15T02:00:00Z", answer.String("optimal_window", "start_time"));
        Assert.Equal("2026-03-15T06:00:00Z", answer.String("optimal_window", "end_time"));
        Assert.Equal(200, answer.Number("savings_potential", "current_vs_optimal_gco2_kwh"), 9);
        Assert.Equal(100, answer.Number("savings_potential", "run_now_vs_optimal_gco2_kwh"), 9);
    }

    private static void AssertFields(JsonElement element, params string[] fields)
    {
        foreach (var field in fields)
        {
            var (name, kind) = (field[..field.IndexOf(':', StringComparison.Ordinal)], field[(field.IndexOf(':', StringComparison.Ordinal) + 1)..]);
            Assert.True(element.TryGetProperty(name, out var value), $"{name} is missing from {element.GetRawText()}");
            Assert.Equal(kind, value.ValueKind.ToString());
        }
    }
}
