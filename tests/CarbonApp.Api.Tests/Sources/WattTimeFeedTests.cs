using CarbonApp.Api.Problems;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http;

namespace CarbonApp.Api.Tests.Sources;

public sealed class WattTimeFeedTests : FeedContract
{
    private static readonly DateTimeOffset Day = new(2025, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private protected override FeedScript Script => FeedScript.WattTime;

    [Fact]
    public Task Get_PoundsPerMegawattHour_AreConverted() => WithAsync(Script.WithData(UpstreamStandIn.Json(Script.SeriesOf([(Day, 1000)]))), async (_, host) =>
    {
        var signal = await host.Source("watttime").GetAsync(new(Script.Basis, Day, Day.AddHours(1)), CancellationToken.None);

        Assert.Equal(453.59237, signal[0].GramsPerKilowattHour, 9);
    });

    [Fact]
    public Task Get_OtherUnit_IsABadPayload() =>
        WithAsync(Script.WithData(UpstreamStandIn.Json("""{"data":[{"point_time":"2025-10-01T00:00:00+00:00","value":1}],"meta":{"units":"lbs_pm25_per_mwh"}}""")), async (_, host) =>
        {
            var failure = await Assert.ThrowsAsync<UpstreamException>(
                () => host.Source("watttime").GetAsync(new(Script.Basis, Day, Day.AddHours(1)), CancellationToken.None));

            Assert.Contains("lbs_pm25_per_mwh", failure.Message, StringComparison.Ordinal);
        });

    [Fact]
    public Task Get_Twice_LogsInOnceAndFindsTheRegionOnce() => WithAsync(Script.Recorded, async (upstream, host) =>
    {
        await host.Source("watttime").GetAsync(new(Script.Basis, FeedScript.Now, FeedScript.Now.AddHours(1)), CancellationToken.None);
        await host.Source("watttime").GetAsync(new(Script.Basis, FeedScript.Now.AddDays(-9), FeedScript.Now.AddDays(-8)), CancellationToken.None);

        Assert.Equal(1, upstream.CountOf("/login"));
        Assert.StartsWith("/v3/region-from-loc?latitude=", Assert.Single(upstream.Requests, r => r.Contains("region-from-loc", StringComparison.Ordinal)), StringComparison.Ordinal);
    });

    [Fact]
    public Task Get_TokenExpired_LogsInAgain() => WithAsync(Script.Recorded, async (upstream, host) =>
    {
        await host.Source("watttime").GetAsync(new(Script.Basis, FeedScript.Now, FeedScript.Now.AddHours(1)), CancellationToken.None);
        host.Clock.Advance(TimeSpan.FromMinutes(31));
        await host.Source("watttime").GetAsync(new(Script.Basis, FeedScript.Now.AddDays(-9), FeedScript.Now.AddDays(-8)), CancellationToken.None);

        Assert.Equal(2, upstream.CountOf("/login"));
    });

    [Fact]
    public async Task Get_TokenRejectedBeforeItsTime_LogsInAgainAndAnswers()
    {
        var logins = 0;
        Task Answer(HttpContext context)
        {
            if (context.Request.Path == "/login")
            {
                return UpstreamStandIn.Json($"{{\"token\":\"token-{++logins}\"}}")(context);
            }

            return context.Request.Headers.Authorization == "Bearer token-2" ? Script.Recorded(context) : UpstreamStandIn.Status(401)(context);
        }

        await WithAsync(Answer, async (_, host) =>
        {
            var signal = await host.Source("watttime").GetAsync(new(Script.Basis, FeedScript.Now, FeedScript.Now.AddHours(1)), CancellationToken.None);

            Assert.NotEqual(0, signal.Count);
            Assert.Equal(2, logins);
        });
    }

    [Fact]
    public Task ReadMany_PasswordWrong_TriesItOnceForAllZones() => WithAsync(UpstreamStandIn.Status(401), async (upstream, host) =>
    {
        var queries = new[] { "GB", "US-MIDA-PJM" }.Select(z => new Api.Grid.Sources.SignalQuery(Script.Basis with { Zone = ZoneId.Parse(z) }, FeedScript.Now, FeedScript.Now.AddHours(1)));

        await host.Reader.ReadManyAsync([.. queries], CancellationToken.None);

        Assert.Equal("/login", Assert.Single(upstream.Requests));
    });

    [Fact]
    public Task Read_LifecycleAsked_IsAMarkedStandIn() => WithAsync(Script.Recorded, async (_, host) =>
    {
        var reading = await host.Reader.ReadAsync(new(Script.Basis with { Factor = EmissionFactor.Lifecycle }, FeedScript.Now, FeedScript.Now.AddHours(1)), CancellationToken.None);

        var provenance = Assert.Single(reading.Signal.Provenances);
        Assert.Equal(("watttime (direct factors)", SignalStatus.Estimated), (provenance.Source, provenance.Status));
    });
}
