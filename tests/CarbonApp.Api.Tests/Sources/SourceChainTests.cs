using System.Diagnostics;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonApp.Api.Tests.Sources;

public sealed class SourceChainTests
{
    private static readonly DateTimeOffset Now = FeedScript.Now;
    private static readonly DateTimeOffset Slot = new(2025, 10, 25, 22, 30, 0, TimeSpan.Zero);
    private static readonly SignalBasis GreatBritain = SignalBasis.AverageLifecycle(ZoneId.Parse("GB"));

    [Fact]
    public async Task Read_NoKeyAndFeedAnswers_ShowsLiveGreatBritainAsDirectStandIn()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        using var host = HostFor(FeedScript.Neso.Settings(upstream.Address));

        var reading = await host.Reader.ReadAsync(new SignalQuery(GreatBritain, Now, Now.AddHours(24)), CancellationToken.None);

        Assert.Equal("neso (direct factors)", Assert.Single(reading.Signal.Provenances).Source);
        Assert.Equal(SignalStatus.Estimated, reading.Signal.Provenances[0].Status);
        Assert.Equal(TimeSpan.FromHours(24), reading.Signal.KnownTime(Now, Now.AddHours(24)));
        Assert.Equal(GreatBritain, reading.Signal.Basis);
        Assert.Contains(new SourceAttempt("neso", "answered"), reading.Attempts);
    }

    [Fact]
    public async Task Read_DirectFactor_IsNesosOwnForecast()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        using var host = HostFor(FeedScript.Neso.Settings(upstream.Address));

        var reading = await host.Reader.ReadAsync(new SignalQuery(FeedScript.Neso.Basis, Now, Now.AddHours(24)), CancellationToken.None);

        var provenance = Assert.Single(reading.Signal.Provenances);
        Assert.Equal(("neso", SignalStatus.Forecast), (provenance.Source, provenance.Status));
    }

    [Fact]
    public async Task Read_BeyondTheForecast_IsFilledWithTheAnnualMean()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        using var host = HostFor(FeedScript.Neso.Settings(upstream.Address));

        var reading = await host.Reader.ReadAsync(new SignalQuery(GreatBritain, Now, Now.AddHours(72)), CancellationToken.None);

        Assert.Equal(TimeSpan.FromHours(72), reading.Signal.KnownTime(Now, Now.AddHours(72)));
        Assert.Equal(["neso (direct factors)", "annual-mean"], reading.Signal.Provenances.Select(p => p.Source));
        Assert.Equal("annual-mean", reading.Signal.SlotAt(Slot.AddHours(48))!.Value.Provenance!.Source);
    }

    [Fact]
    public async Task Read_SourcesOverlap_EarlierOneStandsAndLaterOneFills()
    {
        var first = new FixedSource("stored", q => Task.FromResult(FixedSource.Flat(q.Basis, Now.AddHours(1), Now.AddHours(2), 11, "first")));
        using var host = HostFor(new() { ["Sources:Offline"] = "true" }, first);

        var reading = await host.Reader.ReadAsync(new SignalQuery(GreatBritain, Now, Now.AddHours(3)), CancellationToken.None);

        Assert.Equal(11, reading.Signal.SlotAt(Now.AddMinutes(90))!.Value.GramsPerKilowattHour);
        Assert.Equal("annual-mean", reading.Signal.SlotAt(Now)!.Value.Provenance!.Source);
        Assert.Equal("annual-mean", reading.Signal.SlotAt(Now.AddMinutes(150))!.Value.Provenance!.Source);
        Assert.Equal([Now, Now.AddHours(3)], [reading.Signal.Start, reading.Signal.End]);
    }

    [Fact]
    public async Task Read_StoredKnowsAll_AsksNobodyElse()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        var stored = new FixedSource("stored", q => Task.FromResult(FixedSource.Flat(q.Basis, q.From, q.To, 11, "imported")));
        using var host = HostFor(FeedScript.Neso.Settings(upstream.Address), stored);

        var reading = await host.Reader.ReadAsync(new SignalQuery(GreatBritain, Now, Now.AddHours(3)), CancellationToken.None);

        Assert.Empty(upstream.Requests);
        Assert.Contains(new SourceAttempt("neso", "skipped: nothing left to fill"), reading.Attempts);
    }

    [Fact]
    public async Task Read_SourceThrows_IsAnAttemptNotAnException()
    {
        var stored = new FixedSource("stored", _ => throw new InvalidOperationException("the database is on fire"));
        using var host = HostFor(new() { ["Sources:Offline"] = "true" }, stored);

        var reading = await host.Reader.ReadAsync(new SignalQuery(GreatBritain, Now, Now.AddHours(1)), CancellationToken.None);

        Assert.Equal("failed: stored: the database is on fire", reading.Attempts[0].Outcome);
        Assert.Equal("annual-mean", Assert.Single(reading.Signal.Provenances).Source);
    }

    [Fact]
    public async Task Read_LocalSourceFailed_IsLeftAloneForAMomentThenAskedAgain()
    {
        var healthy = false;
        var stored = new FixedSource("stored", q => healthy
            ? Task.FromResult(FixedSource.Flat(q.Basis, q.From, q.To, 11, "imported"))
            : throw new InvalidOperationException("away"));
        using var host = HostFor(new() { ["Sources:Offline"] = "true" }, stored);
        var query = new SignalQuery(GreatBritain, Now, Now.AddHours(1));
        await host.Reader.ReadAsync(query, CancellationToken.None);
        await host.Reader.ReadAsync(query, CancellationToken.None);
        Assert.Equal(1, stored.Asked);

        healthy = true;
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        var reading = await host.Reader.ReadAsync(query, CancellationToken.None);

        Assert.Equal(11, reading.Signal.SlotAt(Now)!.Value.GramsPerKilowattHour);
    }

    [Fact]
    public async Task ReadMany_LocalSourceHangs_StillAnswersEveryZoneInTime()
    {
        var stored = new FixedSource("stored", _ => new TaskCompletionSource<CarbonSignal>().Task);
        using var host = HostFor(new() { ["Sources:Offline"] = "true", ["Sources:TimeBudgetMilliseconds"] = "200" }, stored);
        var watch = Stopwatch.StartNew();

        var readings = await host.Reader.ReadManyAsync([.. Enumerable.Repeat(new SignalQuery(GreatBritain, Now, Now.AddHours(24)), 150)], CancellationToken.None);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"took {watch.Elapsed}");
        Assert.All(readings, r => Assert.Equal("annual-mean", r.Signal.SlotAt(Now)!.Value.Provenance!.Source));
    }

    [Fact]
    public async Task Read_UpstreamHangs_AnswersWithinTheBudgetAndAtOnceThereafter()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(UpstreamStandIn.Hang);
        using var host = HostFor(With(FeedScript.Neso.Settings(upstream.Address), "Sources:TimeBudgetMilliseconds", "1000"));
        var query = new SignalQuery(GreatBritain, Now, Now.AddHours(24));
        var watch = Stopwatch.StartNew();

        var first = await host.Reader.ReadAsync(query, CancellationToken.None);
        var firstTook = watch.Elapsed;
        watch.Restart();
        await host.Reader.ReadAsync(query, CancellationToken.None);

        Assert.InRange(firstTook, TimeSpan.FromMilliseconds(900), TimeSpan.FromMilliseconds(2_000));
        Assert.True(watch.Elapsed < TimeSpan.FromMilliseconds(700), $"the second took {watch.Elapsed}");
        Assert.Equal("annual-mean", Assert.Single(first.Signal.Provenances).Source);
        Assert.StartsWith("failed: neso: no answer within 1000 ms", first.Attempts.Single(a => a.Source == "neso").Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_UpstreamSlowerThanTheBudget_WarmsTheCacheForTheNext()
    {
        var release = new TaskCompletionSource();
        await using var upstream = await UpstreamStandIn.StartAsync(async context =>
        {
            await release.Task;
            await FeedScript.Neso.Recorded(context);
        });
        using var host = HostFor(With(FeedScript.Neso.Settings(upstream.Address), "Sources:TimeBudgetMilliseconds", "100"));
        var query = new SignalQuery(GreatBritain, Now, Now.AddHours(24));
        await host.Reader.ReadAsync(query, CancellationToken.None);

        release.SetResult();
        var reading = await Eventually(() => host.Reader.ReadAsync(query, CancellationToken.None), r => r.Signal.Provenances.Any(p => p.Source.StartsWith("neso", StringComparison.Ordinal)));

        Assert.Equal(2, upstream.Requests.Count);
        Assert.False(reading.Stale);
    }

    [Fact]
    public async Task ReadMany_DeadNetwork_AnswersEveryZoneInOneBudgetForOneRequestPerHost()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(UpstreamStandIn.Hang);
        using var host = HostFor(With(FeedScript.ElectricityMaps.Settings(upstream.Address), "Sources:TimeBudgetMilliseconds", "800"));
        // As many zones as the world has, whatever the table holds.
        var zones = GridZoneTable.All.Select(z => z.Zone).Concat(Enumerable.Range(0, 150).Select(i => ZoneId.Parse($"ZZ-{i}"))).Take(150).ToArray();
        var queries = zones.Select(z => new SignalQuery(SignalBasis.AverageLifecycle(z), Now, Now.AddHours(24))).ToArray();
        var watch = Stopwatch.StartNew();

        await host.Reader.ReadManyAsync(queries, CancellationToken.None);
        var firstTook = watch.Elapsed;
        watch.Restart();
        await host.Reader.ReadManyAsync(queries, CancellationToken.None);

        Assert.True(firstTook < TimeSpan.FromSeconds(2), $"took {firstTook}");
        Assert.True(watch.Elapsed < TimeSpan.FromMilliseconds(700), $"the second took {watch.Elapsed}");
        Assert.Single(upstream.Requests);
    }

    [Fact]
    public async Task Read_ForecastHourGoneBy_IsAnEstimate()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        using var host = HostFor(FeedScript.Neso.Settings(upstream.Address));
        var query = new SignalQuery(FeedScript.Neso.Basis, Slot, Slot.AddHours(6));
        await host.Reader.ReadAsync(query, CancellationToken.None);
        upstream.Answer = UpstreamStandIn.Status(500);
        host.Clock.Advance(TimeSpan.FromHours(2));

        var reading = await host.Reader.ReadAsync(query, CancellationToken.None);

        Assert.Equal(SignalStatus.Estimated, reading.Signal.SlotAt(Slot)!.Value.Provenance!.Status);
        Assert.Equal(SignalStatus.Forecast, reading.Signal.SlotAt(Slot.AddHours(3))!.Value.Provenance!.Status);
        Assert.True(reading.Stale);
    }

    [Fact]
    public async Task Read_ForecastRefusedByThePlan_StillHasTheLatestValue()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(context =>
            context.Request.Path.Value!.EndsWith("/forecast", StringComparison.Ordinal) ? UpstreamStandIn.Status(403)(context) : FeedScript.ElectricityMaps.Recorded(context));
        using var host = HostFor(FeedScript.ElectricityMaps.Settings(upstream.Address));

        var reading = await host.Reader.ReadAsync(new SignalQuery(FeedScript.ElectricityMaps.Basis, Now, Now.AddHours(24)), CancellationToken.None);

        Assert.Equal("electricity-maps", reading.Signal.SlotAt(Now)!.Value.Provenance!.Source);
        Assert.Equal("answered in part; electricity-maps: answered 403 Forbidden", reading.Attempts.Single(a => a.Source == "electricity-maps").Outcome);
    }

    [Fact]
    public async Task Read_PastDay_AsksNeitherLatestNorForecast()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.ElectricityMaps.Recorded);
        using var host = HostFor(FeedScript.ElectricityMaps.Settings(upstream.Address));

        await host.Reader.ReadAsync(new SignalQuery(FeedScript.ElectricityMaps.Basis, Now.AddDays(-5), Now.AddDays(-4)), CancellationToken.None);

        Assert.Equal(upstream.Requests.Count, upstream.CountOf("/past-range"));
        Assert.NotEmpty(upstream.Requests);
    }

    [Fact]
    public async Task Read_LongHistory_IsAskedInPagesTheFeedAllows()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        using var host = HostFor(FeedScript.Neso.Settings(upstream.Address));

        await host.Reader.ReadAsync(new SignalQuery(FeedScript.Neso.Basis, Now.AddDays(-40), Now.AddDays(-10)), CancellationToken.None);

        var pages = upstream.Requests.Select(r => r.Split('/')).Select(p => DateTimeOffset.Parse(p[3], null) - DateTimeOffset.Parse(p[2], null)).ToArray();
        Assert.InRange(pages.Length, 5, 6);
        Assert.All(pages, p => Assert.True(p <= TimeSpan.FromDays(14)));
    }

    [Fact]
    public async Task Read_RangeOfManyYears_IsRefusedNotAskedForHundredsOfPages()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        using var host = HostFor(FeedScript.Neso.Settings(upstream.Address));

        var reading = await host.Reader.ReadAsync(new SignalQuery(FeedScript.Neso.Basis, Now.AddYears(-5), Now), CancellationToken.None);

        Assert.Empty(upstream.Requests);
        Assert.Contains("import the history instead", reading.Attempts.Single(a => a.Source == "neso").Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_PriorityOfTheZoneNamesOne_AsksThatOneOnly()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        using var host = HostFor(With(FeedScript.Neso.Settings(upstream.Address), "Sources:Priorities:GB:average", "annual-mean"));

        var reading = await host.Reader.ReadAsync(new SignalQuery(GreatBritain, Now, Now.AddHours(1)), CancellationToken.None);

        Assert.Equal([new SourceAttempt("annual-mean", "answered")], reading.Attempts);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Read_Offline_AsksNoFeed()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        using var host = HostFor(With(FeedScript.Neso.Settings(upstream.Address), "Sources:Offline", "true"));

        await host.Reader.ReadAsync(new SignalQuery(GreatBritain, Now, Now.AddHours(1)), CancellationToken.None);

        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Read_MarginalWithoutAccount_IsEmptyAndSaysWhoWasAsked()
    {
        using var host = HostFor([]);

        var reading = await host.Reader.ReadAsync(new SignalQuery(GreatBritain with { Kind = SignalKind.Marginal }, Now, Now.AddHours(1)), CancellationToken.None);

        Assert.Equal(0, reading.Signal.Count);
        Assert.DoesNotContain(reading.Attempts, a => a.Source == "annual-mean");
    }

    private static SourcesHost HostFor(Dictionary<string, string?> settings, params ICarbonIntensitySource[] sources) =>
        new(new FakeClock(Now), settings, services =>
        {
            foreach (var source in sources)
            {
                services.AddSingleton(source);
            }
        });

    private static Dictionary<string, string?> With(Dictionary<string, string?> settings, string key, string value) => new(settings) { [key] = value };

    /// <summary>Reads until the background has done its work; real time, at most ten seconds.</summary>
    private static async Task<SignalReading> Eventually(Func<Task<SignalReading>> read, Func<SignalReading, bool> done)
    {
        for (var i = 0; ; i++)
        {
            var reading = await read();
            if (done(reading))
            {
                return reading;
            }

            Assert.True(i < 500, "it never happened");
            await Task.Delay(20);
        }
    }
}
