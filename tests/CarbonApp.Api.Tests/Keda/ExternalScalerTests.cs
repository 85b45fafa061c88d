using CarbonApp.Api.Grid.Keda;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Tests.Shared.Servers;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonApp.Api.Tests.Keda;

public sealed class ExternalScalerTests
{
    /// <summary>Clean from 02:00 to 04:00, else 300.</summary>
    private static readonly double[] CleanNight = [300, 300, 50, 60, .. Enumerable.Repeat(300.0, 44)];

    [Theory]
    [InlineData("100", true)]
    [InlineData("99.9", false)]
    public async Task IsActive_FixedLimit_IsWhetherTheGridIsAtMostThatDirty(string limit, bool active)
    {
        await using var api = KedaClient.Api(Fakes.Signals.Hourly("GB", [100, .. Enumerable.Repeat(300.0, 30)]));
        using var keda = Connect(api);

        Assert.Equal(active, await keda.IsActiveAsync(("zone", "GB"), ("maxIntensityGPerKwh", limit)));
    }

    [Fact]
    public async Task IsActive_Percentile_FollowsTheComing24Hours()
    {
        await using var api = KedaClient.Api(Fakes.Signals.Hourly("GB", CleanNight));
        using var keda = Connect(api);
        (string, string)[] cleanTwelfth = [("region", "aws/eu-west-2"), ("percentile", "8")];

        var atMidnight = await keda.IsActiveAsync(cleanTwelfth);
        api.Clock.Advance(TimeSpan.FromHours(2.5));
        var atNight = await keda.IsActiveAsync(cleanTwelfth);
        api.Clock.Advance(TimeSpan.FromHours(1));
        var atThree = await keda.IsActiveAsync(cleanTwelfth);

        Assert.Equal((false, true, true), (atMidnight, atNight, atThree));
    }

    [Fact]
    public async Task GetMetrics_BetweenLimitAndCleanest_ScalesTheReplicas()
    {
        await using var api = KedaClient.Api(Fakes.Signals.Hourly("GB", [150, 100, .. Enumerable.Repeat(300.0, 30)]));
        using var keda = Connect(api);
        (string, string)[] wish = [("zone", "GB"), ("maxIntensityGPerKwh", "200"), ("minReplicas", "1"), ("maxReplicas", "10")];

        Assert.Equal(6, await keda.ReplicasAsync(wish));
        Assert.Equal(10, await keda.ReplicasAsync([.. wish, ("fullBelowGPerKwh", "150")]));
        api.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(0, await keda.ReplicasAsync(wish));
    }

    [Fact]
    public async Task GetMetricSpec_AnyRule_IsOneReplicaPerReplica()
    {
        await using var api = KedaClient.Api();
        using var keda = Connect(api);

        var spec = await keda.SpecAsync(("zone", "GB"), ("duration", "PT2H"));

        Assert.Equal(("carbon-replicas", 1L, 1.0), (spec.MetricName, spec.TargetSize, spec.TargetSizeFloat));
    }

    [Fact]
    public async Task IsActive_DailyPlan_RunsInItsSegmentsAndKeepsThePlanWhenTheForecastChanges()
    {
        await using var api = KedaClient.Api(Fakes.Signals.Hourly("GB", CleanNight));
        using var keda = Connect(api);
        (string, string)[] wish = [("zone", "GB"), ("duration", "PT2H"), ("windowStart", "00:00"), ("windowLength", "PT12H"), ("maxReplicas", "4")];

        var active = new List<bool> { await keda.IsActiveAsync(wish) };
        api.Reader.With(Fakes.Signals.Hourly("GB", [.. Enumerable.Repeat(300.0, 6), 1, 1, .. Enumerable.Repeat(300.0, 40)]));
        for (var hour = 1; hour < 12; hour++)
        {
            api.Clock.Advance(TimeSpan.FromHours(1));
            active.Add(await keda.IsActiveAsync(wish));
        }

        Assert.Equal([2, 3], active.Index().Where(a => a.Item).Select(a => a.Index));
    }

    [Fact]
    public async Task IsActive_WindowClosed_RestsAndTheNextDayIsPlannedAnew()
    {
        await using var api = KedaClient.Api(Fakes.Signals.Hourly("GB", CleanNight));
        using var keda = Connect(api);
        (string, string)[] wish = [("zone", "GB"), ("duration", "PT2H"), ("windowLength", "PT4H")];

        api.Clock.Advance(TimeSpan.FromHours(5));
        var closed = await keda.IsActiveAsync(wish);
        api.Clock.Advance(TimeSpan.FromHours(19));
        var nextDay = await keda.IsActiveAsync(wish);

        Assert.Equal((false, true), (closed, nextDay));
    }

    [Fact]
    public async Task IsActive_SingleWindow_RestsBeforeAndAfter()
    {
        await using var api = KedaClient.Api(Fakes.Signals.Flat("GB", 200, 48));
        using var keda = Connect(api);
        (string, string)[] wish = [("zone", "GB"), ("duration", "PT1H"), ("earliest", "2026-03-15T01:00:00Z"), ("deadline", "2026-03-15T02:00:00Z")];

        var before = await keda.IsActiveAsync(wish);
        api.Clock.Advance(TimeSpan.FromHours(1));
        var within = await keda.IsActiveAsync(wish);
        api.Clock.Advance(TimeSpan.FromHours(1));
        var after = await keda.IsActiveAsync(wish);

        Assert.Equal((false, true, false), (before, within, after));
    }

    [Fact]
    public async Task IsActive_FirstAskedInMidWindow_PlansWhatIsLeftAndRunsThroughWhereItNoLongerFits()
    {
        await using var api = KedaClient.Api(Fakes.Signals.Hourly("GB", [.. CleanNight[..10], 40, .. CleanNight[11..]]));
        using var keda = Connect(api);

        api.Clock.Advance(TimeSpan.FromHours(9));
        var fits = await keda.IsActiveAsync(("zone", "GB"), ("duration", "PT1H"), ("windowLength", "PT12H"));
        var tooLate = await keda.IsActiveAsync(("zone", "GB"), ("duration", "PT4H"), ("windowLength", "PT12H"));
        api.Clock.Advance(TimeSpan.FromHours(1));
        var atTen = await keda.IsActiveAsync(("zone", "GB"), ("duration", "PT1H"), ("windowLength", "PT12H"));

        Assert.Equal((false, true, true), (fits, tooLate, atTen));
    }

    [Fact]
    public async Task Replicas_NothingKnown_AreAllSoThatWorkIsNotStarved()
    {
        await using var api = KedaClient.Api();
        using var keda = Connect(api);

        Assert.True(await keda.IsActiveAsync(("zone", "GB"), ("maxIntensityGPerKwh", "1")));
        Assert.Equal(7, await keda.ReplicasAsync(("zone", "GB"), ("percentile", "10"), ("maxReplicas", "7")));
        Assert.Equal(7, await keda.ReplicasAsync(("zone", "GB"), ("duration", "PT2H"), ("maxReplicas", "7")));
    }

    [Fact]
    public async Task Replicas_PlanOfWhichTheDatabaseDoesNotTell_AreAll()
    {
        await using var api = KedaClient.Api();
        using var keda = Connect(api);

        Assert.Equal(3, await keda.ReplicasAsync(("planId", "01H"), ("maxReplicas", "3")));
    }

    [Theory]
    [InlineData("zone=GB", "maxIntensityGPerKwh: give either")]
    [InlineData("percentile=30", "zone: give either")]
    [InlineData("zone=GB;region=aws/eu-west-2;percentile=30", "zone: give either")]
    [InlineData("zone=!;percentile=30", "zone: '!' is no zone")]
    [InlineData("zone=ZZ-99;percentile=30", "zone: 'ZZ-99' is no zone")]
    [InlineData("region=aws/eu-west-9;percentile=30", "did you mean eu-west-1")]
    [InlineData("region=ibm/eu-west-2;percentile=30", "expected aws, azure or gcp")]
    [InlineData("zone=GB;percentile=130", "percentile: '130' is not a number from 0 to 100")]
    [InlineData("zone=GB;percentile=NaN", "percentile: 'NaN'")]
    [InlineData("zone=GB;percentil=30", "percentil: is not known")]
    [InlineData("zone=GB;mode=plan", "duration: is missing")]
    [InlineData("zone=GB;duration=4h", "such as PT4H")]
    [InlineData("zone=GB;duration=PT5H;windowLength=PT4H", "5 h do not fit")]
    [InlineData("zone=GB;duration=PT1H;windowStart=25:00", "windowStart")]
    [InlineData("zone=GB;duration=PT1H;earliest=2026-03-15T00:00:00Z", "deadline: give both")]
    [InlineData("zone=GB;percentile=30;minReplicas=3;maxReplicas=2", "maxReplicas: '2' is not a whole number from 3")]
    [InlineData("zone=GB;percentile=30;signal=mean", "average, marginal")]
    [InlineData("planId=01H;zone=GB", "zone: says what the plan of planId says")]
    public async Task GetMetricSpec_MetadataThatMakesNoSense_IsAnInvalidArgumentThatNamesIt(string metadata, string expected)
    {
        await using var api = KedaClient.Api();
        using var keda = Connect(api);
        var pairs = metadata.Split(';').Select(p => p.Split('=')).Select(p => (p[0], p[1])).ToArray();

        var error = await Assert.ThrowsAsync<RpcException>(() => keda.SpecAsync(pairs));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains(expected, error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StreamIsActive_StateChanges_TellsItOnceEachTimeAndEndsWhenCancelled()
    {
        await using var api = KedaClient.Api(Fakes.Signals.Hourly("GB", [100, 300, 100, .. Enumerable.Repeat(300.0, 30)])).Set("Grid:Keda:StreamSeconds", "60");
        using var keda = Connect(api);
        var scaler = api.Services.GetRequiredService<ExternalScaler>();
        var told = new List<bool>();

        using (var stream = keda.Stream(("zone", "GB"), ("maxIntensityGPerKwh", "200")))
        {
            while (told.Count < 4 && await stream.ResponseStream.MoveNext(default).WaitAsync(TimeSpan.FromSeconds(20)))
            {
                told.Add(stream.ResponseStream.Current.Result);
                Assert.Equal(1, scaler.Streams);
                await Eventually(() => api.Clock.PendingTimers > 0);
                for (var minute = 0; minute < 30 && told.Count < 4; minute++)
                {
                    api.Clock.Advance(TimeSpan.FromMinutes(2));
                    await Task.Yield();
                }
            }
        }

        Assert.Equal([true, false, true, false], told);
        await Eventually(() => scaler.Streams == 0);
    }

    [Fact]
    public async Task StreamIsActive_MoreThanMayBeOpen_AreRefused()
    {
        await using var api = KedaClient.Api(Fakes.Signals.Flat("GB", 100, 48)).Set("Grid:Keda:MostStreams", "1");
        using var keda = Connect(api);
        using var first = keda.Stream(("zone", "GB"), ("percentile", "50"));
        Assert.True(await first.ResponseStream.MoveNext(default));

        using var second = keda.Stream(("zone", "GB"), ("percentile", "50"));
        var error = await Assert.ThrowsAsync<RpcException>(() => second.ResponseStream.MoveNext(default));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
        Assert.Equal(1, api.Services.GetRequiredService<ExternalScaler>().Streams);
    }

    [Fact]
    public async Task StreamIsActive_ApiStops_EndsWithUnavailableSoThatAnotherReplicaIsAsked()
    {
        var api = KedaClient.Api(Fakes.Signals.Flat("GB", 100, 48));
        using var keda = Connect(api);
        using var stream = keda.Stream(("zone", "GB"), ("percentile", "50"));
        Assert.True(await stream.ResponseStream.MoveNext(default));

        await api.DisposeAsync();
        var error = await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(default));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }

    [Fact]
    public async Task IsActive_SecondReplicaAskedLater_KeepsToThePlanOfTheFirst()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var first = KedaClient.Api(Fakes.Signals.Hourly("GB", CleanNight)).Set("ConnectionStrings:cache", redis.ConnectionString);
        await using var second = KedaClient.Api(Fakes.Signals.Hourly("GB", CleanNight)).Set("ConnectionStrings:cache", redis.ConnectionString);
        using var asksFirst = Connect(first);
        using var asksSecond = Connect(second);
        (string, string)[] wish = [("zone", "GB"), ("duration", "PT2H"), ("windowLength", "PT12H")];
        await Task.WhenAll(new[] { first, second }.Select(a => a.Services.GetRequiredService<Grid.Sources.Caching.RedisFeedStore>().ConnectAsync()));

        var atMidnight = await asksFirst.IsActiveAsync(wish);
        second.Clock.Advance(TimeSpan.FromHours(4));
        var after = await asksSecond.IsActiveAsync(wish);
        second.Clock.Advance(TimeSpan.FromHours(7));
        var late = await asksSecond.IsActiveAsync(wish);

        // On its own the second would plan two of the hours from 04:00 on, the first of them or, at the latest, those before noon.
        Assert.Equal((false, false, false), (atMidnight, after, late));
    }

    [Fact]
    public async Task Scaler_NoPortSet_IsOff()
    {
        await using var api = new TestApi();

        Assert.Null(api.Services.GetRequiredService<KedaServer>().Port);
    }

    [Fact]
    public async Task Scaler_PortThatIsTaken_StopsStartUpNamingTheSetting()
    {
        await using var first = KedaClient.Api();
        var taken = first.Services.GetRequiredService<KedaServer>().Port!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await using var second = new TestApi().Set("Grid:Keda:Port", taken);

        var error = Assert.Throws<InvalidOperationException>(() => second.Services);

        Assert.Contains($"Grid:Keda:Port is {taken}, where nothing can listen", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_Defaults_AreOffAndEveryQuarterOfAMinute()
    {
        var options = new KedaOptions();

        Assert.Equal((null, 15, 1_000), (options.Port, options.StreamSeconds, options.MostStreams));
    }

    private static KedaClient Connect(TestApi api) => new(api);

    private static async Task Eventually(Func<bool> holds)
    {
        for (var i = 0; i < 500 && !holds(); i++)
        {
            await Task.Delay(10);
        }

        Assert.True(holds());
    }
}
