using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Schedules;

/// <summary>Planning again as forecasts change.</summary>
public sealed class ScheduleReplanTests(PostgresServer server)
{
    [Fact]
    public async Task Replan_ForecastTurns_MovesTheCallAndSaysWhy()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var id = (await host.CreateAsync()).GetProperty("id").GetString()!;

        host.SetForecast(Signals.Hourly("GB", 300, 280, 260, 250, 240, 90));
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        var later = await host.UntilAsync(id, s => s.GetProperty("start").GetString() == "2026-03-15T05:00:00Z");
        host.SetForecast(Signals.Hourly("GB", 300, 280, 80, 250, 240, 90));
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        var sooner = await host.UntilAsync(id, s => s.GetProperty("start").GetString() == "2026-03-15T02:00:00Z");

        Assert.Equal(["CREATED", "FORECAST_CHANGED", "FORECAST_CHANGED"], sooner.GetProperty("history").EnumerateArray().Select(h => h.GetProperty("reason").GetString()));
        Assert.Equal("2026-03-15T05:00:00Z", later.GetProperty("nextAttempt").GetString());
        // Against running when it was posted, at 300, whenever it is asked.
        Assert.Equal(100 * 220 / 300.0, sooner.GetProperty("plan").GetProperty("savingPct").GetDouble(), 9);
        host.Clock.Advance(TimeSpan.FromHours(2));
        await host.UntilStateAsync(id, "delivered");
        Assert.Contains("\"start\":\"2026-03-15T02:00:00Z\"", Assert.Single(host.Receiver.Calls).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replan_BestHourHasPassed_StartsNoEarlierThanNowAndByTheDeadline()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var id = (await host.CreateAsync()).GetProperty("id").GetString()!;
        host.Clock.Advance(TimeSpan.FromMinutes(90));
        await host.UntilAsync(id, s => s.GetProperty("checkedAt").GetDateTimeOffset() > Signals.Now.AddMinutes(89));

        // The cleanest hour turns out to have been the first; of those left, the end of the second and the begin of the third.
        host.SetForecast(Signals.Hourly("GB", 10, 20, 30, 400, 500, 600));
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        var replanned = await host.UntilAsync(id, s => s.GetProperty("history").GetArrayLength() == 2);

        var change = replanned.GetProperty("history")[1];
        var (at, start) = (change.GetProperty("at").GetDateTimeOffset(), change.GetProperty("start").GetDateTimeOffset());
        Assert.InRange(start, at, at.AddSeconds(1));
        await host.UntilStateAsync(id, "delivered");
    }

    [Fact]
    public async Task Replan_SignalGone_KeepsThePlanAndNotesItOnce()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var id = (await host.CreateAsync()).GetProperty("id").GetString()!;

        host.SetForecast(CarbonSignal.Unknown(SignalBasis.AverageLifecycle(ZoneId.Parse("GB"))));
        for (var i = 1; i <= 3; i++)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(16));
            await host.UntilAsync(id, s => s.GetProperty("checkedAt").GetDateTimeOffset() > Signals.Now.AddMinutes(i * 16 - 1));
        }

        var kept = await host.GetAsync(id);
        Assert.Equal(["CREATED", "NO_SIGNAL"], kept.GetProperty("history").EnumerateArray().Select(h => h.GetProperty("reason").GetString()));
        Assert.Equal("2026-03-15T03:00:00Z", kept.GetProperty("start").GetString());
        host.Clock.Advance(TimeSpan.FromHours(3));
        await host.UntilStateAsync(id, "delivered");
    }

    [Fact]
    public async Task Post_NothingKnownOfTheGrid_IsForcedByTheDeadlineAndPlannedWhenItIsKnown()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        host.SetForecast(CarbonSignal.Unknown(SignalBasis.AverageLifecycle(ZoneId.Parse("GB"))));

        var forced = await host.CreateAsync();
        var other = (await host.CreateAsync()).GetProperty("id").GetString()!;
        host.SetForecast(Signals.Hourly("GB", 300, 280, 260, 100, 240, 220));
        var id = forced.GetProperty("id").GetString()!;
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        var planned = await host.UntilAsync(id, s => s.GetProperty("start").GetString() == "2026-03-15T03:00:00Z");

        Assert.Equal("2026-03-15T05:00:00Z", forced.GetProperty("start").GetString());
        Assert.Equal("FORCED_START", Assert.Single(forced.GetProperty("plan").GetProperty("warnings").EnumerateArray()).GetString());
        Assert.Equal("GB", forced.GetProperty("plan").GetProperty("site").GetProperty("zone").GetString());
        Assert.Equal(["NO_SIGNAL", "FORECAST_CHANGED"], planned.GetProperty("history").EnumerateArray().Select(h => h.GetProperty("reason").GetString()));
        await host.UntilAsync(other, s => s.GetProperty("history").GetArrayLength() == 2);
    }

    [Fact]
    public async Task Replan_StartAtHand_IsLeftAlone()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var posted = await host.CreateAsync(host.Body(job: ""","earliest":"2026-03-15T00:00:40Z" """).Replace("06:00:00Z", "01:00:40Z", StringComparison.Ordinal));

        Assert.Equal("2026-03-15T00:00:40Z", posted.GetProperty("start").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, posted.GetProperty("nextCheck").ValueKind);
    }
}
