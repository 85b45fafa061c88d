using CarbonApp.Api.Grid.Schedules;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Tests.Shared.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonApp.Api.Tests.Schedules;

/// <summary>What several replicas do to one row. The clock stands before the start, so that the host's own worker keeps out of it.</summary>
public sealed class ScheduleLeaseTests(PostgresServer server)
{
    private static readonly DateTimeOffset Due = Signals.Now.AddHours(3);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Over = TimeSpan.Zero;
    private static readonly ScheduleDelivery Delivery = new() { Attempt = 1, At = Due };

    [Fact]
    public async Task Take_ManyAtOnce_EachRowGoesToOne()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        for (var i = 0; i < 40; i++)
        {
            await host.CreateAsync();
        }

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store(host).TakeCallsAsync(Due, 10, Long, default)));

        Assert.Equal(40, taken.Sum(t => t.Count));
        Assert.Equal(40, taken.SelectMany(t => t).Select(r => r.Id).Distinct().Count());
        Assert.Equal(40, taken.SelectMany(t => t).Select(r => r.Lease).Distinct().Count());
    }

    [Fact]
    public async Task Take_BeforeTheStart_GivesNothing()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        await host.CreateAsync();

        Assert.Empty(await Store(host).TakeCallsAsync(Due.AddTicks(-10), 10, Long, default));
        Assert.Single(await Store(host).TakeCallsAsync(Due, 10, Long, default));
    }

    [Fact]
    public async Task Call_TakerDied_IsMadeByAnotherWhenTheLeaseIsOver()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var id = (await host.CreateAsync()).GetProperty("id").GetString()!;
        Assert.Single(await Store(host).TakeCallsAsync(Due, 10, TimeSpan.FromSeconds(2), default));

        host.Clock.Advance(TimeSpan.FromHours(3));
        await Task.Delay(1000);
        Assert.Empty(host.Receiver.Calls);
        var delivered = await host.UntilStateAsync(id, "delivered");

        Assert.Equal(2, Assert.Single(delivered.GetProperty("deliveries").EnumerateArray()).GetProperty("attempt").GetInt32());
    }

    [Fact]
    public async Task Settle_AfterAnotherTookOver_CountsOnlyASuccess()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        await host.CreateAsync();
        var slow = Assert.Single(await Store(host).TakeCallsAsync(Due, 10, Over, default));
        var quick = Assert.Single(await Store(host).TakeCallsAsync(Due, 10, Long, default));

        Assert.False(await Store(host).TrySettleAsync(slow, "failed", null, Delivery, Due, default));
        Assert.Equal("calling", (await Store(host).FindAsync(slow.Id, default))!.State);
        Assert.True(await Store(host).TrySettleAsync(slow, "delivered", null, Delivery, Due, default));
        Assert.False(await Store(host).TrySettleAsync(quick, "failed", null, Delivery, Due, default));
        Assert.Equal("delivered", (await Store(host).FindAsync(slow.Id, default))!.State);
        Assert.Empty(await Store(host).TakeCallsAsync(Due.AddHours(9), 10, Long, default));
    }

    [Fact]
    public async Task Taken_ByACaller_IsNeitherCancelledNorPlannedAgain()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var id = (await host.CreateAsync()).GetProperty("id").GetString()!;
        var row = Assert.Single(await Store(host).TakeCallsAsync(Due, 10, Long, default));

        var cancel = await host.CancelAsync(id);

        Assert.Equal((409, "SCHEDULE_BEGUN"), (cancel.Status, cancel.String("code")));
        Assert.Contains("attempt 1", cancel.Text, StringComparison.Ordinal);
        Assert.Empty(await Store(host).TakeReplansAsync(Signals.Now.AddHours(2), 10, default));
        Assert.False(await Store(host).TryReplanAsync(id, row.ReadPlan() with { Start = Due.AddHours(1) }, null, null, Signals.Now.AddHours(2), default));
    }

    [Fact]
    public async Task Replan_150Changes_KeepsTheFirstAndTheLast()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        var id = (await host.CreateAsync()).GetProperty("id").GetString()!;
        var plan = (await Store(host).FindAsync(id, default))!.ReadPlan();
        for (var i = 1; i <= 150; i++)
        {
            var at = Signals.Now.AddSeconds(i);
            Assert.True(await Store(host).TryReplanAsync(id, plan, new ScheduleChange { At = at, Reason = $"{i}", Start = plan.Start }, null, at, default));
        }

        var history = (await Store(host).FindAsync(id, default))!.ReadHistory();

        Assert.Equal(["CREATED", .. Enumerable.Range(52, 99).Select(i => $"{i}")], history.Select(h => h.Reason));
    }

    [Fact]
    public async Task Delete_LongEnded_IsDroppedAndWaitingStays()
    {
        await using var host = await ScheduleHost.StartAsync(server);
        await host.CancelAsync((await host.CreateAsync()).GetProperty("id").GetString()!);
        var waiting = (await host.CreateAsync()).GetProperty("id").GetString()!;

        Assert.Equal(0, await Store(host).DeleteEndedAsync(Signals.Now, default));
        Assert.Equal(1, await Store(host).DeleteEndedAsync(Signals.Now.AddDays(30), default));
        Assert.Equal([waiting], (await Store(host).ListAsync(null, null, 10, default)).Select(r => r.Id));
    }

    private static ScheduleStore Store(ScheduleHost host) => host.Api.Services.GetRequiredService<ScheduleStore>();
}
