using System.Diagnostics;
using System.Runtime.InteropServices;
using CarbonApp.Cli.Tests.Fakes;

namespace CarbonApp.Cli.Tests;

public sealed class WaitCommandTests
{
    private const string Route = "POST /api/v2/plan";

    [Fact]
    public async Task Wait_PlannedStart_SleepsUntilItThenEnds0()
    {
        var start = TimeProvider.System.GetUtcNow().AddSeconds(3);
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan(start));

        var run = await CarbonRun.RunAsync(api, "wait", "--zone", "GB", "--duration", "3h");

        Assert.InRange((TimeProvider.System.GetUtcNow() - start).TotalSeconds, 0, 5);
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.Contains("100.00 gCO2eq/kWh, 50.0 % less than running now (200.00 gCO2eq/kWh)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_RunCommand_HandsItItsArgumentsAndReturnsItsExitCode()
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan());

        var run = await CarbonRun.RunAsync(api, "wait", "--zone", "GB", "--duration", "3h", "--run", "--", "sh", "-c", "echo \"$1 $2\"; exit 7", "sh", "--zone", "a b");

        Assert.Equal((7, "--zone a b\n"), (run.ExitCode, run.Output));
    }

    [Theory]
    [InlineData(422, """{"code":"NO_SIGNAL","detail":"Nothing is known."}""")]
    [InlineData(422, """{"code":"DEADLINE_TOO_TIGHT","detail":"Too late."}""")]
    [InlineData(429, """{"title":"Too many requests."}""")]
    [InlineData(500, """{"title":"An error occurred."}""")]
    [InlineData(503, "down")]
    public async Task Wait_NoPlan_RunsAtOnceWithAWarning(int status, string body)
    {
        await using var api = (await ApiStandIn.StartAsync()).OnProblem(Route, status, body);

        var run = await CarbonRun.RunAsync(api, "wait", "--zone", "GB", "--duration", "3h", "--run", "--", "echo", "ran");

        Assert.Equal((0, "ran\n"), (run.ExitCode, run.Output));
        Assert.Contains("warning: Starting now", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_ApiUnreachable_RunsAtOnceWithAWarning()
    {
        var run = await CarbonRun.RunAsync("wait", "--api", "http://127.0.0.1:1", "--zone", "GB", "--duration", "3h", "--run", "--", "echo", "ran");

        Assert.Equal((0, "ran\n"), (run.ExitCode, run.Output));
        Assert.Contains("cannot be reached", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_ApiUnreachableBeforeTheEarliestStart_StillWaitsForThat()
    {
        var watch = Stopwatch.StartNew();

        var run = await CarbonRun.RunAsync("wait", "--api", "http://127.0.0.1:1", "--zone", "GB", "--duration", "3h", "--earliest", "+3s");

        Assert.Equal(0, run.ExitCode);
        Assert.InRange(watch.Elapsed.TotalSeconds, 3, 20);
        Assert.Contains("Starting at the earliest time allowed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_CallersMistake_DoesNotRunTheCommand()
    {
        await using var api = (await ApiStandIn.StartAsync()).OnProblem(Route, 422, """{"code":"UNKNOWN_REGION","detail":"Did you mean eu-west-2?"}""");

        var run = await CarbonRun.RunAsync(api, "wait", "--region", "eu-wets-2", "--duration", "3h", "--run", "--", "echo", "ran");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
    }

    [Theory]
    [InlineData("cannot pause and resume", "--mode", "interruptible")]
    [InlineData("--run needs the command", "--run")]
    [InlineData("--as-of", "--as-of", "2020-03-15")]
    public async Task Wait_WhatItCannotDo_Ends2WithTheRemedy(string expected, params string[] options)
    {
        var run = await CarbonRun.RunAsync(["wait", "--zone", "GB", "--duration", "3h", .. options]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_MaxWait_IsADeadlineForTheWholeJob()
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan());
        var before = TimeProvider.System.GetUtcNow();

        await CarbonRun.RunAsync(api, "wait", "--zone", "GB", "--duration", "3h", "--max-wait", "30m", "--deadline", "+24h");

        var deadline = Assert.Single(api.Requests).Json.GetProperty("job").GetProperty("deadline").GetDateTimeOffset();
        Assert.InRange(deadline - before, TimeSpan.FromHours(3.5), TimeSpan.FromHours(3.5) + TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("no-such-program-anywhere", 127)]
    [InlineData("/etc/hostname", 126)]
    public async Task Wait_CommandThatCannotRun_EndsAsAShellWould(string command, int exitCode)
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan());

        var run = await CarbonRun.RunAsync(api, "wait", "--zone", "GB", "--duration", "3h", "--run", "--", command);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(command, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    public async Task Wait_SignalWhileWaiting_EndsCleanlyWithoutRunning(PosixSignal signal, int exitCode)
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan(TimeProvider.System.GetUtcNow().AddHours(1)));
        var running = CarbonRun.Start(["wait", "--api", api.Address, "--zone", "GB", "--duration", "3h", "--run", "--", "echo", "ran"]);
        await UntilAsync(() => !api.Requests.IsEmpty);

        // Once asked, the answer is on its way; cancelling the call and cancelling the sleep end alike.
        running.Signal(signal);
        var run = await running.EndAsync();

        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.Contains("Cancelled.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_SignalWhileTheCommandRuns_ReachesItAndItsExitCodeCounts()
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan());
        using var folder = new TemporaryFolder();
        var started = Path.Combine(folder.Path, "started");
        var script = $"trap 'echo stopping; exit 9' TERM; touch '{started}'; while :; do sleep 0.05; done";
        var running = CarbonRun.Start(["wait", "--api", api.Address, "--zone", "GB", "--duration", "3h", "--run", "--", "sh", "-c", script]);
        await UntilAsync(() => File.Exists(started));

        running.Signal(PosixSignal.SIGTERM);
        var run = await running.EndAsync();

        Assert.Equal((9, "stopping\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task Wait_OnATerminal_CountsDown()
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan(TimeProvider.System.GetUtcNow().AddSeconds(4)));

        var run = await CarbonRun.RunOnTerminalAsync(120, "", api, "wait", "--zone", "GB", "--duration", "3h");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Ctrl+C gives up", run.Output, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "did not happen within 30 s");
            await Task.Delay(20);
        }
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("carbonapp-cli-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
