using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonApp.Api.Tests.Sources;

public sealed class FeedCacheTests
{
    private static readonly DateTimeOffset Now = FeedScript.Now;
    private static readonly SignalQuery ThisMinute = new(FeedScript.Neso.Basis, Now, Now.AddMinutes(1));
    private static readonly SignalQuery NextDay = new(FeedScript.Neso.Basis, Now, Now.AddHours(24));

    [Fact]
    public async Task Read_TwoHundredCallersAtOnce_IsOneUpstreamCallPerAnswer()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(async context =>
        {
            await Task.Delay(100);
            await FeedScript.Neso.Recorded(context);
        });
        using var host = HostFor(upstream);

        var readings = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => host.Reader.ReadAsync(NextDay, CancellationToken.None))));

        Assert.All(readings, r => Assert.Equal("neso", Assert.Single(r.Signal.Provenances).Source));
        Assert.Equal(["/intensity", "/intensity/2025-10-25T22:30Z/fw48h"], upstream.Requests.Order());
    }

    [Fact]
    public async Task Read_TwoHundredCallersWhenItIsStale_IsOneUpstreamCall()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        using var host = HostFor(upstream);
        await host.Reader.ReadAsync(ThisMinute, CancellationToken.None);
        host.Clock.Advance(TimeSpan.FromSeconds(301));

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => host.Reader.ReadAsync(ThisMinute, CancellationToken.None))));
        await Eventually(() => upstream.Requests.Count >= 2);

        Assert.Equal(2, upstream.Requests.Count);
    }

    [Fact]
    public async Task Read_WithinItsTime_AsksOnce_AfterItAgain()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        using var host = HostFor(upstream);
        await host.Reader.ReadAsync(NextDay, CancellationToken.None);

        host.Clock.Advance(TimeSpan.FromSeconds(299));
        Assert.False((await host.Reader.ReadAsync(NextDay, CancellationToken.None)).Stale);
        Assert.Equal(2, upstream.Requests.Count);

        host.Clock.Advance(TimeSpan.FromSeconds(2));
        await host.Reader.ReadAsync(NextDay, CancellationToken.None);
        await Eventually(() => upstream.Requests.Count == 3);
        Assert.Equal(1, upstream.CountOf("fw48h"));

        host.Clock.Advance(TimeSpan.FromSeconds(1_500));
        await host.Reader.ReadAsync(NextDay, CancellationToken.None);
        await Eventually(() => upstream.CountOf("fw48h") == 2);
    }

    [Fact]
    public async Task Read_PastItsTime_ServesTheOldAtOnceAndTheNewOnceItIsThere()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(Value(100));
        using var host = HostFor(upstream);
        await host.Reader.ReadAsync(ThisMinute, CancellationToken.None);
        var release = new TaskCompletionSource();
        upstream.Answer = async context =>
        {
            await release.Task;
            await Value(200)(context);
        };
        host.Clock.Advance(TimeSpan.FromSeconds(301));

        var whileRenewing = await host.Reader.ReadAsync(ThisMinute, CancellationToken.None);
        Assert.True(whileRenewing.Stale);
        Assert.Equal(100, whileRenewing.Signal.SlotAt(Now)!.Value.GramsPerKilowattHour);

        release.SetResult();
        await Eventually(async () => !(await host.Reader.ReadAsync(ThisMinute, CancellationToken.None)).Stale);
        Assert.Equal(200, (await host.Reader.ReadAsync(ThisMinute, CancellationToken.None)).Signal.SlotAt(Now)!.Value.GramsPerKilowattHour);
    }

    [Fact]
    public async Task Read_RenewalFails_ServesTheOldUntilItIsTooOld()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        using var host = HostFor(upstream);
        await host.Reader.ReadAsync(NextDay, CancellationToken.None);
        upstream.Answer = UpstreamStandIn.Status(500);

        host.Clock.Advance(TimeSpan.FromHours(6));
        var old = await host.Reader.ReadAsync(NextDay with { From = Now.AddHours(6) }, CancellationToken.None);
        Assert.True(old.Stale);
        Assert.Equal(TimeSpan.FromHours(18), old.Signal.KnownTime(Now.AddHours(6), Now.AddHours(24)));

        host.Clock.Advance(TimeSpan.FromHours(1));
        var tooOld = await host.Reader.ReadAsync(NextDay with { From = Now.AddHours(7) }, CancellationToken.None);
        Assert.Equal(0, tooOld.Signal.Count);
        Assert.False(tooOld.Stale);
    }

    [Fact]
    public async Task Read_KeyRefused_IsAskedOncePerQuarterHourWithOneLineForAllZones()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(UpstreamStandIn.Status(401));
        using var host = new SourcesHost(new FakeClock(Now), FeedScript.ElectricityMaps.Settings(upstream.Address));
        var zones = new[] { "DE", "FR", "PL" }.Select(z => new SignalQuery(FeedScript.ElectricityMaps.Basis with { Zone = ZoneId.Parse(z) }, Now, Now.AddHours(12))).ToArray();

        await host.Reader.ReadManyAsync(zones, CancellationToken.None);
        var asked = upstream.CountOf("electricity") + upstream.CountOf("/v3/");
        host.Clock.Advance(TimeSpan.FromMinutes(14));
        await host.Reader.ReadManyAsync(zones, CancellationToken.None);

        Assert.Equal(6, asked);
        Assert.Equal(6, upstream.Requests.Count);
        Assert.Single(host.Log.All, line => line.Contains("401", StringComparison.Ordinal) && line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_MoreThanTheMemoryAllows_ForgetsAndGoesOn()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.WattTime.Recorded);
        using var host = new SourcesHost(new FakeClock(Now), new Dictionary<string, string?>(FeedScript.WattTime.Settings(upstream.Address)) { ["Sources:Cache:MaxBytes"] = "100000" });
        for (var week = 1; week <= 20; week++)
        {
            var query = new SignalQuery(FeedScript.WattTime.Basis, Now.AddDays(-7 * week), Now.AddDays(-7 * week).AddHours(1));
            await host.Reader.ReadAsync(query, CancellationToken.None);
        }

        Assert.InRange(host.Get<CarbonApp.Api.Grid.Sources.Caching.FeedCache>().KeptBytes, 1, 100_000);
        Assert.True(upstream.CountOf("/historical") >= 20);
    }

    [Fact]
    public async Task Read_Measured_IsHandedToTheSinksAsDirectFactor()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        var sink = new Sink();
        using var host = new SourcesHost(new FakeClock(Now), FeedScript.Neso.Settings(upstream.Address), services => services.AddSingleton<IObservedSignalSink>(sink));
        await host.StartAsync();

        var lifecycle = FeedScript.Neso.Basis with { Factor = EmissionFactor.Lifecycle };
        await host.Reader.ReadAsync(new SignalQuery(lifecycle, Now.AddHours(-6), Now.AddHours(6)), CancellationToken.None);
        var kept = await sink.First.Task.WaitAsync(TimeSpan.FromSeconds(5));
        await host.StopAsync();

        Assert.Equal(EmissionFactor.Direct, kept.Basis.Factor);
        Assert.All(kept.Slots.Where(s => !s.IsGap), s => Assert.Equal(new SignalProvenance("neso", SignalStatus.Measured, Now), s.Provenance));
        Assert.True(kept.KnownTime(Now.AddHours(-6), Now) > TimeSpan.FromHours(5));
    }

    [Fact]
    public async Task Read_SinkFails_DoesNotMatter()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        var sink = new Sink { Fails = true };
        using var host = new SourcesHost(new FakeClock(Now), FeedScript.Neso.Settings(upstream.Address), services => services.AddSingleton<IObservedSignalSink>(sink));
        await host.StartAsync();

        var reading = await host.Reader.ReadAsync(new SignalQuery(FeedScript.Neso.Basis, Now.AddHours(-6), Now), CancellationToken.None);
        await sink.First.Task.WaitAsync(TimeSpan.FromSeconds(5));
        await Eventually(() => host.Log.All.Any(l => l.Contains("were not kept: the disk is full", StringComparison.Ordinal)));
        await host.StopAsync();

        Assert.NotEqual(0, reading.Signal.Count);
    }

    private static Microsoft.AspNetCore.Http.RequestDelegate Value(double grams) =>
        UpstreamStandIn.Json(FeedScript.Neso.SeriesOf([(new DateTimeOffset(2025, 10, 25, 22, 30, 0, TimeSpan.Zero), grams)]));

    private static SourcesHost HostFor(UpstreamStandIn upstream) => new(new FakeClock(Now), FeedScript.Neso.Settings(upstream.Address));

    private static Task Eventually(Func<bool> done) => Eventually(() => Task.FromResult(done()));

    private static async Task Eventually(Func<Task<bool>> done)
    {
        for (var i = 0; !await done(); i++)
        {
            Assert.True(i < 500, "it never happened");
            await Task.Delay(20);
        }
    }

    private sealed class Sink : IObservedSignalSink
    {
        public TaskCompletionSource<CarbonSignal> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Fails { get; init; }

        public Task KeepAsync(CarbonSignal measured, CancellationToken cancellationToken)
        {
            First.TrySetResult(measured);
            return Fails ? throw new IOException("the disk is full") : Task.CompletedTask;
        }
    }
}
