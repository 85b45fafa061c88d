using System.Globalization;
using System.Text;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Api.Tests.Jobs;
using CarbonApp.Api.Tests.Schedules;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Faults;

/// <summary>Two processes of the Api on one database, each with a wall clock that can be set, and a receiver of calls whose clock is right.</summary>
public sealed class TwoClocks(PostgresServer server) : IAsyncLifetime
{
    private LentDatabase? _database;

    internal SteppedClock FirstClock { get; } = new();

    internal SteppedClock SecondClock { get; } = new();

    internal ApiProcess First { get; private set; } = null!;

    internal ApiProcess Second { get; private set; } = null!;

    internal Receiver Receiver { get; private set; } = null!;

    internal string ConnectionString => _database!.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        _database = await LentDatabase.LendAsync(server);
        Receiver = await Receiver.StartAsync();
        string[] settings =
        [
            "Outbound__AllowLoopback=true", "Grid__Store__RememberSeconds=0", "Grid__Schedules__ReplanEverySeconds=1", "Grid__Schedules__ReplanStopsSeconds=0",
            "Jobs__LeaseSeconds=10", "Jobs__PollSeconds=0.2", "RateLimits__Enabled=true", "RateLimits__PerHour=10000",
        ];
        var processes = await Task.WhenAll(((SteppedClock[])[FirstClock, SecondClock]).Select(c => ApiProcess.StartAsync(ConnectionString, settings.Concat(c.Environment))));
        (First, Second) = (processes[0], processes[1]);

        // A first plan compiles its way for a second or more on a busy machine, in which a signal may not be known in time.
        await Task.WhenAll(processes.Select(api => api.PostAsync("/api/v2/plan", Calls.Plan)));
    }

    public async ValueTask DisposeAsync()
    {
        await (First?.DisposeAsync() ?? default);
        await (Second?.DisposeAsync() ?? default);
        await (Receiver?.DisposeAsync() ?? default);
        await (_database?.DisposeAsync() ?? default);
        FirstClock.Dispose();
        SecondClock.Dispose();
    }

    /// <summary>Sets both clocks; says how far the first is ahead, and the second.</summary>
    internal void Step(double firstHours, double secondHours)
    {
        FirstClock.Step(TimeSpan.FromHours(firstHours));
        SecondClock.Step(TimeSpan.FromHours(secondHours));
    }
}

/// <summary>Wall clocks that are set forward by hours and back again while work is under way: nothing early, nothing twice, nothing lost.</summary>
public sealed class ClockStepTests(TwoClocks clocks) : IClassFixture<TwoClocks>
{
    /// <summary>Work of a second or so: models are fitted for every hour of the day.</summary>
    private const string Backtest = """
        {"zones":["FR"],"from":"2024-01-20T00:00:00Z","to":"2024-02-10T00:00:00Z","policies":["contiguous","interruptible"],
         "jobs":{"preset":"eurosys24","jobHours":[3],"slackHours":[24]},"forecast":{"kind":"own"}}
        """;

    [Fact]
    public async Task Schedule_BothClocksWrong_IsCalledOnceAtItsTrueTimeAndSignedWithIt()
    {
        clocks.Step(0, 0);
        var start = TimeProvider.System.GetUtcNow().AddSeconds(12);
        start = new DateTimeOffset(start.UtcTicks - (start.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        (await clocks.First.ImportAsync(BySecond("ZZ-A", start), "by-second")).Answered(200);
        var id = (await clocks.Second.PostAsync("/api/v2/schedules", Schedule(start), "one")).Answered(201).String("id")!;
        // At once as a rule; where the forecast was not there in time, it is planned again a second later.
        await clocks.Second.UntilAsync(() => clocks.Second.GetAsync($"/api/v2/schedules/{id}"), s => s.Time("start") == start);

        clocks.Step(5, -3);
        // While they are wrong they work no more than they would, and say that they are.
        await Task.WhenAll(RestsAsync(clocks.First, start), RestsAsync(clocks.Second, start));
        Assert.Equal((200, "degraded"), await clocks.First.ReadyAsync("clock") is var (status, check, _) ? (status, check) : default);
        Assert.Contains("behind", (await clocks.Second.ReadyAsync("clock")).Description, StringComparison.Ordinal);
        await clocks.First.UntilAsync(() => clocks.First.GetAsync($"/api/v2/schedules/{id}"), s => s.String("state") == "delivered");
        clocks.Step(0, 0);

        var call = Assert.Single(clocks.Receiver.Calls);
        Assert.InRange((call.At - start).TotalSeconds, 0, 5);
        var signed = DateTimeOffset.FromUnixTimeSeconds(long.Parse(call.Headers["webhook-timestamp"], CultureInfo.InvariantCulture));
        Assert.InRange((call.At - signed).TotalSeconds, -1, 5);
        Assert.Equal("healthy", (await clocks.First.ReadyAsync("clock")).Check);
    }

    [Fact]
    public async Task Jobs_ClocksSetForwardAndBack_EachEndsInItsFirstAttempt()
    {
        clocks.Step(0, 0);
        (await clocks.First.PostAsync("/api/v2/imports", Csv(JobCalls.Month("FR", 60)), "history", "text/csv")).Answered(200);
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            clocks.Step(i % 2 == 0 ? 5 : -3, i % 2 == 0 ? -3 : 5);
            ids.Add((await (i % 2 == 0 ? clocks.First : clocks.Second).PostAsync("/api/v2/backtest", Backtest, $"job-{i}")).Answered(202).String("id")!);
            await Task.Delay(300, TestContext.Current.CancellationToken);
        }

        var ended = await Task.WhenAll(ids.Select(clocks.First.EndedAsync));
        clocks.Step(0, 0);

        Assert.All(ended, job => Assert.Equal(("completed", 1), (job.GetProperty("status").GetString(), job.GetProperty("attempts").GetInt32())));
        // Posted again after the clocks were put right: the same.
        for (var i = 0; i < ids.Count; i++)
        {
            Assert.Equal(ids[i], (await clocks.Second.PostAsync("/api/v2/backtest", Backtest, $"job-{i}")).Answered(202).String("id"));
        }
    }

    [Fact]
    public async Task RateLimit_ClocksSetForwardAndBack_AdmitsItsNumberInTheTrueMinute()
    {
        clocks.Step(0, 0);
        var admitted = await AdmittedAsync(calls: 8);
        clocks.Step(5, -3);
        admitted += await AdmittedAsync(calls: 20);
        clocks.Step(-3, 5);
        var more = await AdmittedAsync(calls: 6);
        clocks.Step(0, 0);
        more += await AdmittedAsync(calls: 6);

        Assert.Equal((20, 0), (admitted, more));
    }

    [Fact]
    public async Task Import_AfterOneWhoseClockWasAhead_TakesItsPlaceAllTheSame()
    {
        clocks.Step(5, -3);
        (await clocks.First.ImportAsync(Calls.Forecast(minutes: 600, best: 8), "ahead")).Answered(200);
        (await clocks.Second.ImportAsync(Calls.Forecast(minutes: 600, best: 6), "behind")).Answered(200);
        clocks.Step(0, 0);

        var plan = (await clocks.First.PostAsync("/api/v2/plan", Calls.Plan)).Answered(200);

        Assert.Equal(Calls.Hour().AddHours(6), plan.Time("segments", "0", "start"));
        Assert.DoesNotContain("NOT_STORED", plan.Text, StringComparison.Ordinal);
    }

    private string Schedule(DateTimeOffset start) => $$"""
        { "plan": { "job": { "duration": "PT1S", "deadline": "{{start.AddSeconds(40).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}}" }, "sites": [{ "zone": "ZZ-A" }] },
          "webhook": { "url": "{{clocks.Receiver.Address}}/start" } }
        """;

    /// <summary>Hardly any processor time in one of the moments until a time: a process that spins takes all it can get in each. One that has just been
    /// called compiles for seconds where others want the processors too.</summary>
    private static async Task RestsAsync(ApiProcess api, DateTimeOffset until)
    {
        var (moment, most) = (TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(40));
        var taken = TimeSpan.MaxValue;
        while (taken > most && TimeProvider.System.GetUtcNow() + moment < until)
        {
            var before = api.ProcessorTime();
            await Task.Delay(moment, TestContext.Current.CancellationToken);
            taken = api.ProcessorTime() - before;
        }

        Assert.True(taken <= most, $"it took {taken.TotalMilliseconds} ms of {moment.TotalMilliseconds} ms");
    }

    /// <summary>Plans of one visitor, at both in turn; how many passed.</summary>
    private async Task<int> AdmittedAsync(int calls)
    {
        var admitted = 0;
        for (var i = 0; i < calls; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/plan") { Content = new StringContent(Calls.Plan, Encoding.UTF8, "application/json") };
            request.Headers.Add("X-Forwarded-For", "203.0.113.20");
            var answer = await Answer.Of(await (i % 2 == 0 ? clocks.First : clocks.Second).Client.SendAsync(request));
            Assert.True(answer.Status is 200 or 429, answer.Text);
            admitted += answer.Status == 200 ? 1 : 0;
        }

        return admitted;
    }

    /// <summary>A forecast by the second, cleanest in one of them.</summary>
    private static string BySecond(string zone, DateTimeOffset best)
    {
        var text = new StringBuilder("datetime,").Append(zone).Append('\n');
        for (var second = -20; second < 60; second++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{best.AddSeconds(second):yyyy-MM-dd'T'HH:mm:ss'Z'},{(second == 0 ? 50 : 500)}\n");
        }

        return text.ToString();
    }

    private static string Csv(CarbonSignal signal)
    {
        var text = new StringBuilder("datetime,").Append(signal.Basis.Zone.Value).Append('\n');
        for (var slot = 0; slot < signal.Count; slot++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{signal.Start.AddHours(slot):yyyy-MM-dd'T'HH:mm:ss'Z'},{signal.GramsPerKilowattHour[slot]}\n");
        }

        return text.ToString();
    }
}
