using System.Text;
using System.Text.Json;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Schedules;

/// <summary>The plan of a schedule in the ledger: one, under the id of the first, as it stands.</summary>
public sealed class ScheduleLedgerTests(PostgresServer server)
{
    [Fact]
    public async Task Replan_ForecastTurns_LeavesOnePlanThatStandsAgainstWhatWasToldAtFirst()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var posted = await host.CreateAsync();
        var (id, planId) = (posted.GetProperty("id").GetString()!, PlanIdOf(posted));
        var first = await PlanAsync(host, planId);
        Assert.Equal(200, first.Status);
        Assert.Equal((300, 100), (first.Number("plan", "baselines", "runNow", "emissionsG"), first.Number("plan", "totals", "emissionsG")));

        host.Clock.Advance(TimeSpan.FromMinutes(70));
        host.SetForecast(Signals.Hourly("GB", 300, 280, 260, 250, 240, 90));
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        var moved = await host.UntilAsync(id, s => s.GetProperty("start").GetString() == "2026-03-15T05:00:00Z");
        var stands = await UntilAsync(host, planId, plan => plan.String("plan", "segments", "0", "start") == "2026-03-15T05:00:00Z");

        Assert.Equal(planId, PlanIdOf(moved));
        Assert.Equal((90, 90, 300), (stands.Number("plan", "totals", "emissionsG"), stands.Number("outcome", "promised", "emissionsG"), stands.Number("outcome", "promised", "runNowG")));
        Assert.Equal(70, stands.Number("plan", "baselines", "runNow", "savingPct"), 9);
        Assert.Equal((first.String("asOf"), first.String("plan", "earliest"), first.String("plan", "deadline")), (stands.String("asOf"), stands.String("plan", "earliest"), stands.String("plan", "deadline")));
        Assert.Equal(1, await CountAsync(host));
    }

    [Fact]
    public async Task Delivered_RunReported_StaysAndIsNotReplaced()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var posted = await host.CreateAsync();
        var (id, planId) = (posted.GetProperty("id").GetString()!, PlanIdOf(posted));
        host.Clock.Advance(TimeSpan.FromHours(3));
        await host.UntilStateAsync(id, "delivered");

        Assert.Contains($"\"planId\":\"{planId}\"", Assert.Single(host.Receiver.Calls).Body, StringComparison.Ordinal);
        host.Clock.Advance(TimeSpan.FromMinutes(31));
        var reported = await Answer.Of(await host.Api.Client.PostAsync(
            new Uri($"/api/v2/plans/{planId}/actuals", UriKind.Relative),
            new StringContent("""{"start":"2026-03-15T03:00:00Z","end":"2026-03-15T03:30:00Z"}""", Encoding.UTF8, "application/json")));
        Assert.True(reported.Status is 200 or 202, reported.Text);
        await host.CancelAsync(id);

        Assert.Equal("2026-03-15T03:30:00Z", (await PlanAsync(host, planId)).String("actuals", "segments", "0", "end"));
        Assert.Equal(1, await CountAsync(host));
    }

    [Fact]
    public async Task Cancelled_IsNoPromise()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var posted = await host.CreateAsync();

        Assert.Equal(200, (await host.CancelAsync(posted.GetProperty("id").GetString()!)).Status);

        Assert.Equal(404, (await PlanAsync(host, PlanIdOf(posted))).Status);
        Assert.Equal(0, await CountAsync(host));
    }

    [Fact]
    public async Task Failed_IsNoPromise()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        host.Receiver.Answer = (_, context) =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        };
        var posted = await host.CreateAsync();
        host.Clock.Advance(TimeSpan.FromHours(3));
        await host.UntilStateAsync(posted.GetProperty("id").GetString()!, "failed");

        await UntilAsync(host, PlanIdOf(posted), plan => plan.Status == 404);
    }

    [Fact]
    public async Task PostedTwiceAtOnce_IsOnePlan()
    {
        await using var host = await ScheduleHost.StartAsync(server);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.PostAsync(host.Body(), "nightly")));

        var planId = Assert.Single(answers.Select(a => PlanIdOf(a.Json)).Distinct());
        Assert.Equal(200, (await PlanAsync(host, planId)).Status);
        Assert.Equal(1, await CountAsync(host));
    }

    [Fact]
    public async Task NothingKnownAtFirst_IsInTheLedgerOnceItIsPlanned()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        host.SetForecast(Engine.Grid.Signals.CarbonSignal.Unknown(Engine.Grid.Signals.SignalBasis.AverageLifecycle(Engine.Grid.Signals.ZoneId.Parse("GB"))));
        var forced = await host.CreateAsync();
        Assert.Equal(JsonValueKind.Null, forced.GetProperty("plan").GetProperty("planId").ValueKind);
        Assert.Equal(0, await CountAsync(host));

        host.SetForecast(Signals.Hourly("GB", 300, 280, 260, 100, 240, 220));
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        var planned = await host.UntilAsync(forced.GetProperty("id").GetString()!, s => s.GetProperty("start").GetString() == "2026-03-15T03:00:00Z");

        await UntilAsync(host, PlanIdOf(planned), plan => plan.Status == 200);
    }

    [Fact]
    public async Task PlansNotToBeStored_AreNot()
    {
        await using var host = await ScheduleHost.StartAsync(server);

        var posted = await host.CreateAsync(host.Body().Replace("\"sites\"", """ "options": { "store": false }, "sites" """, StringComparison.Ordinal));

        Assert.Equal(404, (await PlanAsync(host, PlanIdOf(posted))).Status);
    }

    private static string PlanIdOf(JsonElement schedule) => schedule.GetProperty("plan").GetProperty("planId").GetString()!;

    private static async Task<Answer> PlanAsync(ScheduleHost host, string id) => await Answer.Of(await host.Api.Client.GetAsync(new Uri($"/api/v2/plans/{id}", UriKind.Relative)));

    /// <summary>Plans the ledger counts.</summary>
    private static async Task<long> CountAsync(ScheduleHost host)
    {
        var ledger = await Answer.Of(await host.Api.Client.GetAsync(new Uri("/api/v2/ledger?from=2026-03-14T00:00Z&to=2026-03-16T00:00Z", UriKind.Relative)));
        Assert.True(ledger.Status == 200, ledger.Text);
        return ledger.At("rows").EnumerateArray().Sum(r => r.GetProperty("plans").GetInt64());
    }

    private static async Task<Answer> UntilAsync(ScheduleHost host, string planId, Func<Answer, bool> expected)
    {
        for (var i = 0; ; i++)
        {
            var plan = await PlanAsync(host, planId);
            if (expected(plan))
            {
                return plan;
            }

            Assert.True(i < 500, plan.Text);
            await Task.Delay(20);
        }
    }
}
