using System.Runtime.InteropServices;
using System.Text.Json;
using CarbonApp.Api.Grid.Backtests;
using CarbonApp.Api.Jobs;
using CarbonApp.Cli.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace CarbonApp.Cli.Tests;

public sealed class BacktestCommandTests : IDisposable
{
    private const string Id = "01M8CXBJSHASQ82V745T74XFKQ";
    private static readonly string[] Period = ["--zone", "GB", "--from", "2020-01-01", "--to", "2021-01-10"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("carbon-backtest-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Backtest_Done_WritesTheTableAndTheProgressBeside()
    {
        await using var api = await StartAsync();

        var run = await CarbonRun.RunAsync(api, ["backtest", .. Period, "--preset", "lets-wait-awhile-nightly", "--mode", "published", "--forecast", "noise"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("GB .*±8 h .*contiguous .*365 .*169.47 gCO2eq/kWh .*7.945 % ± 0.100 .*3.210 %", run.Output);
        Assert.Contains("published; forecast: noise of 5 %", run.Output, StringComparison.Ordinal);
        Assert.Contains("50.0 %, 1 of 2 zones done", run.Error, StringComparison.Ordinal);
        var asked = api.Requests.First(r => r.Method == "POST").Json;
        Assert.Equal("published", asked.GetProperty("jobs").GetProperty("mode").GetString());
        Assert.Equal("2021-01-10T00:00:00+00:00", asked.GetProperty("to").GetString());
        Assert.False(asked.TryGetProperty("policies", out _));
    }

    [Fact]
    public async Task Backtest_AllOptions_ReachTheApi()
    {
        await using var api = await StartAsync();
        var jobs = Path.Combine(_folder.FullName, "jobs.csv");
        await File.WriteAllTextAsync(jobs, "job_id,arrival_minute_of_2020,duration_minutes\n0,570,3180\n1,630,90\n");

        var run = await CarbonRun.RunAsync(api, [
            "backtest", .. Period, "--zone", "FR,DE", "--preset", "trace", "--jobs", jobs, "--slack-hours", "6", "12", "--policy", "threshold", "carbon-time",
            "--forecast", "own", "--slot", "30m", "--factor", "direct", "--key", "mine", "-o", "csv"]);

        Assert.Equal("zone,job_set\nGB,x\n", run.Output);
        var posted = api.Requests.First(r => r.Method == "POST");
        var asked = posted.Json;
        Assert.Equal("mine", posted.Key);
        Assert.Equal(["GB", "FR", "DE"], asked.GetProperty("zones").EnumerateArray().Select(z => z.GetString()));
        Assert.Equal("PT30M", asked.GetProperty("slot").GetString());
        Assert.Equal("direct", asked.GetProperty("factor").GetString());
        Assert.Equal(2, asked.GetProperty("policies").GetArrayLength());
        Assert.Equal(2, asked.GetProperty("jobs").GetProperty("slackHours").GetArrayLength());
        Assert.Equal((34_200.0, 190_800.0), (
            asked.GetProperty("jobs").GetProperty("trace")[0].GetProperty("arrivalSeconds").GetDouble(), asked.GetProperty("jobs").GetProperty("trace")[0].GetProperty("lengthSeconds").GetDouble()));
    }

    [Fact]
    public async Task Backtest_CtrlC_CancelsTheJob()
    {
        var polled = new TaskCompletionSource();
        await using var api = await StartAsync();
        api.On($"GET /api/v2/jobs/{Id}", (context, _) =>
        {
            polled.TrySetResult();
            return context.Response.WriteAsync(JsonSerializer.Serialize(Job("running", 0.1), ApiStandIn.Json));
        });
        api.On($"DELETE /api/v2/jobs/{Id}", Job("cancelled", 0.1));

        var run = CarbonRun.Start(["backtest", .. Period, "--api", api.Address]);
        await polled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        run.Signal(PosixSignal.SIGINT);
        var result = await run.EndAsync();

        Assert.Equal((130, ""), (result.ExitCode, result.Output));
        Assert.Contains($"Job {Id} is cancelled", result.Error, StringComparison.Ordinal);
        Assert.Contains(api.Requests, r => r.Method == "DELETE");
    }

    [Fact]
    public async Task Backtest_JobFails_SaysWhyAndEnds3()
    {
        await using var api = await StartAsync();
        var problem = JsonElement.Parse("""{"status":422,"code":"NO_SIGNAL","detail":"Nothing measured is stored of GB."}""");
        api.On($"GET /api/v2/jobs/{Id}", Job("failed", 0.5) with { Problem = problem, ResultUrl = null });

        var run = await CarbonRun.RunAsync(api, ["backtest", .. Period]);

        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.Contains("Nothing measured is stored of GB", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arrival_time,length,cpus\n0,x,1\n", ":2: 'x' is not a number")]
    [InlineData("a,b\n1,2\n", "column of arrivals")]
    public async Task Backtest_FileThatIsNoTrace_Ends1NamingTheLine(string text, string message)
    {
        await using var api = await StartAsync();
        var jobs = Path.Combine(_folder.FullName, "jobs.csv");
        await File.WriteAllTextAsync(jobs, text);

        var run = await CarbonRun.RunAsync(api, ["backtest", .. Period, "--preset", "trace", "--jobs", jobs]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Empty(api.Requests);
    }

    [Theory]
    [InlineData("--preset", "trace")]
    [InlineData("--jobs", "x.csv")]
    [InlineData("--policy", "sooner")]
    [InlineData("--forecast", "none")]
    public async Task Backtest_WrongUsage_Ends2(params string[] options)
    {
        await using var api = await StartAsync();

        var run = await CarbonRun.RunAsync(api, ["backtest", .. Period, .. options]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Empty(api.Requests);
    }

    private static async Task<ApiStandIn> StartAsync()
    {
        var polls = 0;
        return (await ApiStandIn.StartAsync())
            .On("POST /api/v2/backtest", Job("queued", 0))
            .On($"GET /api/v2/jobs/{Id}", (context, _) => context.Response.WriteAsync(JsonSerializer.Serialize(
                ++polls < 2 ? Job("running", 0.5) with { Stage = "1 of 2 zones done" } : Job("completed", 1), ApiStandIn.Json)))
            .On($"GET /api/v2/backtest/{Id}", (context, asked) => context.Response.WriteAsync(
                asked.Query.Contains("csv", StringComparison.Ordinal) ? "zone,job_set\r\nGB,x\r\n".ReplaceLineEndings("\n") : JsonSerializer.Serialize(Table(), ApiStandIn.Json)));
    }

    private static JobResponse Job(string status, double progress) => new()
    {
        Id = Id, Kind = "backtest", Status = status, Progress = progress, Attempts = 1, CreatedAt = Answers.Midnight,
        EndedAt = status is "queued" or "running" ? null : Answers.Midnight,
        ResultUrl = status == "completed" ? $"/api/v2/backtest/{Id}" : null,
    };

    private static BacktestResponse Table() => new()
    {
        JobId = Id, From = Answers.Midnight, To = Answers.Midnight.AddDays(366), Signal = "average", Factor = "lifecycle", Preset = "lets-wait-awhile-nightly",
        Mode = "published", Forecast = "noise", ErrorPercent = 5, Seconds = 0.25,
        Rows =
        [
            new BacktestRow
            {
                Zone = "GB", JobSet = "±8 h", Policy = "contiguous", Jobs = 365, MeanIntensity = 169.4693, EmissionsG = 1, RunNowG = 2, OracleG = 1,
                SavingPct = 7.9451, RegretPct = 3.21, SavingPctDeviation = 0.1,
            },
        ],
        Zones = [new BacktestZone { Zone = "GB", SlotMinutes = 30, Slots = 18_000, KnownSlots = 18_000, JobsLeftOut = 0 }],
    };
}
