using System.Diagnostics;
using CarbonApp.AppHost.Standalone.Running;
using CarbonApp.AppHost.Tests.Standalone;

namespace CarbonApp.AppHost.Tests.Acceptance;

/// <summary>kill -9 of a server while a load runs: no wrong answer, no crash, recovery without restart.</summary>
[Collection(OnQuietMachine.Name)]
public class ServersKilledTests(GreatBritainSystem system, ITestOutputHelper output) : IClassFixture<GreatBritainSystem>
{
    private const int Stop = 19;
    private const int Continue = 18;

    /// <summary>From the return of a server to the last answer that still missed it.</summary>
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(15);

    // Longer than Api remembers what it read (5 s), so that it must notice.
    private static readonly TimeSpan Absence = TimeSpan.FromSeconds(7);

    [Theory]
    [InlineData("cache", "degraded", 200)]
    [InlineData("postgres", "unhealthy", 503)]
    public async Task Kill_UnderLoad_NothingWrongIsAnsweredAndAllComesBack(string server, string health, int status)
    {
        var run = await system.FilledAsync();
        var (api, web) = (run.ProcessOf("api"), run.ProcessOf("web"));
        await using var load = await SystemLoad.StartAsync(run);
        await load.ExactAgainAsync(Stopwatch.GetTimestamp(), RecoveryLimit);

        // Once as it happens: the host starts the server again at once.
        var seen = run.Output.Length;
        PosixSignals.Send(run.ProcessOf(server), PosixSignals.Kill);
        await run.SeesAsync($"{server} is up again", seen);
        await load.ExactAgainAsync(Stopwatch.GetTimestamp(), RecoveryLimit);

        // Once for longer: a host that is stopped cannot start anything.
        var killed = Stopwatch.GetTimestamp();
        PosixSignals.Send(run.Id, Stop);
        try
        {
            PosixSignals.Send(run.ProcessOf(server), PosixSignals.Kill);
            await ReadinessAsync(run, health, status);
            await Task.Delay(Absence);
            await ReadinessAsync(run, health, status);
        }
        finally
        {
            PosixSignals.Send(run.Id, Continue);
        }

        await run.SeesAsync($"{server} is up again", run.Output.Length);
        var back = Stopwatch.GetTimestamp();
        var missed = await load.ExactAgainAsync(back, RecoveryLimit);
        await ReadinessAsync(run, "healthy", 200);

        await load.StopAsync();
        output.WriteLine($"exact again {missed:0.0} s after the server's return\n{load.Describe()}");
        var verdicts = load.Verdicts;
        Assert.True(verdicts.All(verdict => verdict.Answer != SystemLoad.Answer.Wrong), load.Describe());
        Assert.True(server == "postgres" || verdicts.All(verdict => verdict.Answer == SystemLoad.Answer.Exact), load.Describe());
        Assert.True(server == "cache" || Missed(verdicts, killed, back) > 0, $"Postgres was not missed:\n{load.Describe()}");
        Assert.Equal((api, web), (run.ProcessOf("api"), run.ProcessOf("web")));
    }

    /// <summary>Plans made from estimates while a server was away.</summary>
    private static int Missed(IEnumerable<SystemLoad.Verdict> verdicts, long killed, long back) => verdicts.Count(
        verdict => verdict.Kind == "plan" && verdict.Answer == SystemLoad.Answer.SaidToBeEstimated && verdict.Began > killed && verdict.Ended < back);

    /// <summary>What <c>/health/ready</c> says, soon; the process itself stays alive all the time.</summary>
    private static async Task ReadinessAsync(HostRun run, string health, int status)
    {
        using var client = WholeSystem.ClientOf(run);
        var patience = Stopwatch.GetTimestamp();
        JsonCall ready;
        do
        {
            ready = await JsonCall.GetAsync(client, "/health/ready");
            Assert.True(Stopwatch.GetElapsedTime(patience) < RecoveryLimit, $"should be {health}: {ready}");
        }
        while (ready.Json.GetProperty("status").GetString() != health);

        ready.Answered(status);
        (await JsonCall.GetAsync(client, "/health/live")).Answered();
    }
}
