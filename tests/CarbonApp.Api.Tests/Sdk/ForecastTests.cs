using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CarbonApp.Api.Tests.Sdk;

public sealed class ForecastTests
{
    private const string Path = "/emissions/forecasts/current";
    private static readonly DateTimeOffset Now = Fakes.Signals.Now;

    [Fact]
    public async Task Current_NoWindow_GivesTheSlotsAsTheSdkWritesThem()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", 100, 80.5, 90));

        var answer = await api.GetAsync($"{Path}?location=uksouth");

        Assert.Equal(
            """
            [{"generatedAt":"2026-03-14T23:50:00+00:00","requestedAt":"2026-03-15T00:00:00.0000000+00:00","location":"uksouth","dataStartAt":"2026-03-15T00:00:00+00:00","dataEndAt":"2026-03-15T03:00:00+00:00","windowSize":60,"optimalDataPoints":[{"location":"uksouth","timestamp":"2026-03-15T01:00:00+00:00","duration":60,"value":80.5}],"forecastData":[{"location":"uksouth","timestamp":"2026-03-15T00:00:00+00:00","duration":60,"value":100},{"location":"uksouth","timestamp":"2026-03-15T01:00:00+00:00","duration":60,"value":80.5},{"location":"uksouth","timestamp":"2026-03-15T02:00:00+00:00","duration":60,"value":90}]}]
            """.Trim(),
            answer.Text);
        Assert.Equal("application/json", answer.ContentType);
    }

    /// <summary>The three examples by which the SDK explains its rolling average.</summary>
    [Theory]
    [InlineData(new double[] { 10, 20, 30, 40, 5 }, new[] { 15, 25, 35, 22.5 }, new[] { 0 })]
    [InlineData(new double[] { 5, 55, 10, 10, 10 }, new[] { 30, 32.5, 10, 10 }, new[] { 2, 3 })]
    [InlineData(new double[] { 12, 11, 10, 12, 13 }, new[] { 11.5, 10.5, 11, 12.5 }, new[] { 1 })]
    public async Task Current_TenMinutesOverFiveMinuteSlots_AveragesAsDocumented(double[] slots, double[] means, int[] best)
    {
        await using var api = new TestApi(FiveMinutes("GB", slots));

        var forecast = await Only(api, "location=GB&windowSize=10");

        Assert.Equal(means, forecast.ForecastData.Select(p => p.Value));
        Assert.Equal(best.Select(b => Now.AddMinutes(5 * b)), forecast.OptimalDataPoints.Select(p => p.Timestamp));
        Assert.Equal((10, 10), (forecast.WindowSize, forecast.ForecastData[0].Duration));
    }

    [Fact]
    public async Task Current_864PointsWithADayWindow_EqualsAveragingMinuteByMinute()
    {
        var random = new Random(864);
        double[] slots = [.. Enumerable.Range(0, 864).Select(_ => 50 + (400 * random.NextDouble()))];
        await using var api = new TestApi(FiveMinutes("GB", slots));

        var forecast = await Only(api, "location=GB&windowSize=1440");

        double[] expected = [.. Enumerable.Range(0, 577).Select(i => slots.Skip(i).Take(288).Average())];
        Assert.Equal(expected.Length, forecast.ForecastData.Length);
        Assert.All(expected.Zip(forecast.ForecastData), pair => Assert.Equal(pair.First, pair.Second.Value, 1e-8));
        Assert.Equal(Array.IndexOf(expected, expected.Min()) * 5, (forecast.OptimalDataPoints.Single().Timestamp - Now).TotalMinutes);
        Assert.Equal(Now.AddHours(72), forecast.DataEndAt);
    }

    [Theory]
    [InlineData(35)]
    [InlineData(90)]
    [InlineData(600)]
    public async Task Current_UnevenSlotsWithGapsOffTheGrid_EqualsAveragingMinuteByMinute(int window)
    {
        var (signal, minutes) = Uneven(new Random(window), 40 * 60);
        await using var api = new TestApi(signal);

        var forecast = await Only(api, $"location=GB&windowSize={window}&dataStartAt=2026-03-15T00:07:00Z&dataEndAt=2026-03-16T09:41:00Z");

        var step = (int)(forecast.ForecastData[1].Timestamp - forecast.ForecastData[0].Timestamp).TotalMinutes;
        Assert.Contains(step, new[] { 5, 15, 60 });
        var expected = Enumerable.Range(0, int.MaxValue).Select(i => 7 + (i * step)).TakeWhile(start => start + window <= (33 * 60) + 41)
            .Select(start => (Start: start, Mean: minutes[start..(start + window)].Average())).Where(w => !double.IsNaN(w.Mean)).ToArray();
        Assert.Equal(expected.Select(e => Now.AddMinutes(e.Start)), forecast.ForecastData.Select(p => p.Timestamp));
        Assert.All(expected.Zip(forecast.ForecastData), pair => Assert.Equal(pair.First.Mean, pair.Second.Value, 1e-8));
    }

    [Theory]
    [InlineData("location=GB&windowSize=181", "windowSize")]
    [InlineData("location=GB&windowSize=2000000000", "windowSize")]
    [InlineData("location=GB&windowSize=121&dataEndAt=2026-03-15T02:00:00Z", "windowSize")]
    [InlineData("location=GB&windowSize=-5", "windowSize")]
    [InlineData("location=GB&windowSize=1.5", "windowSize")]
    [InlineData("location=GB&dataStartAt=1999-01-01T00:00:00Z&dataEndAt=1999-01-02T00:00:00Z", "dataStartAt")]
    [InlineData("location=GB&dataStartAt=2026-03-15T02:00:00Z&dataEndAt=2026-03-15T02:00:00Z", "dataStartAt")]
    [InlineData("location=GB&dataEndAt=2026-03-16T02:00:00Z", "dataEndAt")]
    [InlineData("location=GB&dataEndAt=2026-03-14T02:00:00Z", "dataEndAt")]
    [InlineData("location=GB&dataStartAt=2026-03-15T03:00:00Z", "dataEndAt")]
    [InlineData("location=", "location")]
    public async Task Current_BeyondWhatIsKnownOrMalformed_IsAProblemNamingTheField(string query, string field)
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", 100, 80, 90));

        var answer = await api.GetAsync($"{Path}?{query}");

        Assert.True(answer.Status == 400, answer.Text);
        Assert.NotEmpty(answer.At("errors", field).EnumerateArray());
    }

    [Fact]
    public async Task Current_NothingKnown_Is404()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", 100, 80, 90));

        var answer = await api.GetAsync($"{Path}?location=uksouth&location=francecentral");

        Assert.Equal((404, "NO_SIGNAL"), (answer.Status, answer.String("code")));
    }

    [Fact]
    public async Task Current_CleanestSlotIsRunning_OptimumIsNotInThePast()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", 1, 80, 90, 70));
        api.Clock.Advance(TimeSpan.FromMinutes(20));

        var forecast = await Only(api, "location=GB");

        Assert.Equal(Now.AddHours(1), forecast.DataStartAt);
        Assert.Equal([Now.AddHours(3)], forecast.OptimalDataPoints.Select(p => p.Timestamp));
    }

    [Fact]
    public async Task Current_StartJustPassed_BeginsNow()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", 10, 80, 90, 70));
        api.Clock.Advance(TimeSpan.FromMinutes(20));

        var forecast = await Only(api, "location=GB&dataStartAt=2026-03-15T00:19:59Z&windowSize=60");

        Assert.Equal([20, 80, 140], forecast.ForecastData.Select(p => (int)(p.Timestamp - Now).TotalMinutes));
        Assert.Equal(((40 * 10) + (20 * 80)) / 60.0, forecast.ForecastData[0].Value, 1e-8);
    }

    [Fact]
    public async Task Current_EndInsideASlot_IsTheEnd()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", 100, 80, 90));

        var slots = await Only(api, "location=GB&dataEndAt=2026-03-15T01:30:00Z");
        var windows = await Only(api, "location=GB&dataEndAt=2026-03-15T01:30:00Z&windowSize=60");

        Assert.Equal(Now.AddMinutes(90), slots.DataEndAt);
        Assert.Equal([60, 30], slots.ForecastData.Select(p => p.Duration));
        Assert.Equal([Now], windows.ForecastData.Select(p => p.Timestamp));
    }

    [Fact]
    public async Task Current_Gap_LeavesOutTheWindowsThatTouchIt()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", 100, double.NaN, 90, 70, 60));

        var forecast = await Only(api, "location=GB&windowSize=120");

        Assert.Equal([(2, 80.0), (3, 65.0)], forecast.ForecastData.Select(p => ((int)(p.Timestamp - Now).TotalHours, p.Value)));
    }

    [Fact]
    public async Task Current_FlatSignal_AllWindowsAreOptimal()
    {
        await using var api = new TestApi(Fakes.Signals.Flat("GB", 0.1, 30));

        var forecast = await Only(api, "location=GB&windowSize=90");

        Assert.Equal(forecast.ForecastData.Length, forecast.OptimalDataPoints.Length);
        Assert.All(forecast.ForecastData, p => Assert.Equal(0.1, p.Value));
    }

    [Fact]
    public async Task Current_SeveralLocations_GivesOneEachAndNamesTheEstimated()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", 100, 80), Fakes.Signals.Flat("FR", 30, 24, SignalStatus.Estimated));

        var answer = await api.GetAsync($"{Path}?location=francecentral&location=uksouth");

        var forecasts = SdkClient.Read<SdkClient.Forecast[]>(answer.Text);
        Assert.Equal(["francecentral", "uksouth"], forecasts.Select(f => f.Location));
        Assert.Equal("francecentral;share=1", answer.Response.Headers.GetValues("Carbon-Estimated").Single());
    }

    [Fact]
    public async Task Current_SameSignalLater_ChangesOnlyWhatTimeChanges()
    {
        var reader = new ConstantReader(Fakes.Signals.Hourly("GB", 100, 80, 90, 70));
        await using var root = new TestApi();
        await using var api = root.WithWebHostBuilder(host => host.ConfigureTestServices(s => s.Replace(ServiceDescriptor.Singleton<ISignalReader>(reader))));
        using var client = api.CreateClient();

        var first = await client.GetStringAsync($"{Path}?location=GB");
        root.Clock.Advance(TimeSpan.FromMinutes(30));
        var half = await client.GetStringAsync($"{Path}?location=GB");
        root.Clock.Advance(TimeSpan.FromMinutes(15));
        var later = await client.GetStringAsync($"{Path}?location=GB");
        root.Clock.Advance(TimeSpan.FromMinutes(30));
        var next = SdkClient.Read<SdkClient.Forecast[]>(await client.GetStringAsync($"{Path}?location=GB")).Single();

        Assert.Equal(4, SdkClient.Read<SdkClient.Forecast[]>(first).Single().ForecastData.Length);
        Assert.Equal(half.Replace("T00:30:00.0000000", "T00:45:00.0000000", StringComparison.Ordinal), later);
        Assert.Equal(Now.AddHours(1), SdkClient.Read<SdkClient.Forecast[]>(half).Single().ForecastData[0].Timestamp);
        Assert.Equal((Now.AddHours(2), Now.AddMinutes(75)), (next.ForecastData[0].Timestamp, next.RequestedAt));
    }

    private static async Task<SdkClient.Forecast> Only(TestApi api, string query)
    {
        var answer = await api.GetAsync($"{Path}?{query}");
        Assert.True(answer.Status == 200, answer.Text);
        return SdkClient.Read<SdkClient.Forecast[]>(answer.Text).Single();
    }

    private static CarbonSignal FiveMinutes(string zone, double[] values) => CarbonSignal.FromRegular(
        SignalBasis.AverageLifecycle(ZoneId.Parse(zone)), Now, TimeSpan.FromMinutes(5), values, new SignalProvenance("fixed", SignalStatus.Forecast, Now));

    /// <summary>Slots of 5, 15 and 60 min in random order, one in ten a gap; and the same minute by minute.</summary>
    private static (CarbonSignal Signal, double[] Minutes) Uneven(Random random, int length)
    {
        var slots = new List<SignalSlot>();
        var minutes = new List<double>();
        var origin = new SignalProvenance("fixed", SignalStatus.Forecast, Now);
        while (minutes.Count < length)
        {
            var size = random.GetItems([5, 15, 60], 1)[0];
            var value = minutes.Count > 60 && random.Next(40) == 0 ? double.NaN : 500 * random.NextDouble();
            slots.Add(new SignalSlot(Now.AddMinutes(minutes.Count), Now.AddMinutes(minutes.Count + size), value, double.IsNaN(value) ? null : origin));
            minutes.AddRange(Enumerable.Repeat(value, size));
        }

        return (CarbonSignal.FromSlots(SignalBasis.AverageLifecycle(ZoneId.Parse("GB")), slots), [.. minutes]);
    }

    /// <summary>Gives the very same signal each time, as the chain's memory does.</summary>
    private sealed class ConstantReader(CarbonSignal signal) : ISignalReader
    {
        public Task<SignalReading> ReadAsync(SignalQuery query, CancellationToken cancellationToken) =>
            Task.FromResult(new SignalReading(signal, [], Stale: false));
    }
}
