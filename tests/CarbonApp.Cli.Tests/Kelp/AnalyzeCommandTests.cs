using System.Runtime.InteropServices;
using System.Text.Json;
using CarbonApp.Api.Jobs;
using CarbonApp.Cli.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace CarbonApp.Cli.Tests.Kelp;

public sealed class AnalyzeCommandTests : IDisposable
{
    private const string Analyses = "/api/v2/analyses";
    private static readonly string[] Circle = ["--lat", "36.6", "--lon", "-122", "--radius-km", "2"];
    private static readonly string[] Summer = ["--from", "2024-06-01", "--to", "2024-10-01"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("carbon-kelp-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Analyze_Done_WritesFourLinesOfCarbonAndTheRestBeside()
    {
        await using var api = await StartAsync();

        var run = await CarbonRun.RunAsync(api, ["kelp", "analyze", .. Circle, .. Summer]);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"STOCK +1\.79 \(0\.81–3\.80\) t C +carbon in the tissue now, 6\.5 \(3\.0–13\.9\) t CO2e", run.Output);
        Assert.Matches(@"PRODUCTION +5\.0 \(2\.1–11\.8\) t C/y", run.Output);
        Assert.Matches(@"EXPORT +0\.70 \(0\.13–3\.20\) t C/y", run.Output);
        Assert.Matches(@"SEQUESTRATION +0\.250 \(0\.061–0\.830\) t C/y .*; 0 t C/y if kelp beds are no net sink", run.Output);
        Assert.Matches(@"Canopy +1\.00 \(0\.72–1\.39\) ha +at the reference level", run.Output);
        Assert.Matches(@"S2A_10SEF_20240708 .*2\.0 % .*97\.0 % .*-1000 \(raster:bands\) .*0\.31 m above MLLW, Monterey 10 km .*0\.90 ha", run.Output);
        Assert.Matches("S2B_10SEF_20240713 .*80 % of the area is under cloud", run.Output);
        Assert.Matches(@"2024 Q2 +no data +no data", run.Output);
        Assert.Contains("DEMO", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("credit", run.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("50.0 %, scene 3 of 12", run.Error, StringComparison.Ordinal);
        Assert.Contains("warning: Only one date was used. (FEW_SCENES)", run.Error, StringComparison.Ordinal);
        Assert.Contains("warning: S2A_10SEF_20240708: Bright water. (GLINT)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Analyze_AllOptions_ReachTheApi()
    {
        await using var api = await StartAsync();

        var run = await CarbonRun.RunAsync(api, [
            "kelp", "analyze", .. Circle, .. Summer, "--months", "11-2,6", "--species", "macrocystis", "--detector", "strict", "--no-tide", "--reference-level", "-0.5",
            "--max-cloud", "0.2", "--scenes-per-quarter", "6", "--catalog", "local", "--name", "my bay", "--refresh", "--no-wait"]);

        Assert.Equal((0, KelpAnswers.Id), (run.ExitCode, run.Output.Trim()));
        Assert.Contains($"carbon kelp show {KelpAnswers.Id} --wait --api http://127.0.0.1", run.Error, StringComparison.Ordinal);
        var asked = Assert.Single(api.Requests).Json;
        Assert.Equal((36.6, -122.0, 2.0), (
            asked.GetProperty("aoi").GetProperty("point").GetProperty("lat").GetDouble(), asked.GetProperty("aoi").GetProperty("point").GetProperty("lon").GetDouble(),
            asked.GetProperty("aoi").GetProperty("radiusKm").GetDouble()));
        Assert.Equal("2024-10-01T00:00:00+00:00", asked.GetProperty("to").GetString());
        Assert.Equal([1, 2, 6, 11, 12], asked.GetProperty("months").EnumerateArray().Select(m => m.GetInt32()));
        Assert.Equal(("macrocystis", "strict", "local", "my bay"), (
            asked.GetProperty("species").GetString(), asked.GetProperty("detector").GetString(), asked.GetProperty("catalog").GetString(), asked.GetProperty("name").GetString()));
        Assert.Equal((-0.5, 0.2, 6), (asked.GetProperty("referenceLevelM").GetDouble(), asked.GetProperty("maxCloudShare").GetDouble(), asked.GetProperty("scenesPerQuarter").GetInt32()));
        Assert.Equal((false, true), (asked.GetProperty("tideCorrection").GetBoolean(), asked.GetProperty("refresh").GetBoolean()));
    }

    [Fact]
    public async Task Analyze_BoxOrFile_IsSentAsItIs()
    {
        await using var api = await StartAsync();
        var file = Path.Combine(_folder.FullName, "bay.geojson");
        await File.WriteAllTextAsync(file, """{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}""");

        await CarbonRun.RunAsync(api, ["kelp", "analyze", "--bbox", "-122.1,36.5,-121.9,36.7", .. Summer, "--no-wait"]);
        await CarbonRun.RunAsync(api, ["kelp", "analyze", "--geojson", file, "--land", file, "--too-deep", file, .. Summer, "--no-wait"]);

        Assert.Equal([-122.1, 36.5, -121.9, 36.7], api.Requests.First().Json.GetProperty("aoi").GetProperty("bbox").EnumerateArray().Select(v => v.GetDouble()));
        var sent = api.Requests.Last().Json;
        Assert.All([sent.GetProperty("aoi").GetProperty("geometry"), sent.GetProperty("land"), sent.GetProperty("tooDeep")], g => Assert.Equal("Polygon", g.GetProperty("type").GetString()));
    }

    [Theory]
    [InlineData("Say where in one way", "--lat", "36.6", "--lon", "-122")]
    [InlineData("Say where in one way", "--lat", "36.6", "--lon", "-122", "--radius-km", "2", "--bbox", "1,2,3,4")]
    [InlineData("Say where in one way")]
    [InlineData("is not four numbers", "--bbox", "1,2,3")]
    [InlineData("'NaN' is not a number", "--lat", "NaN", "--lon", "0", "--radius-km", "1")]
    [InlineData("'13' is neither a month", "--bbox", "1,2,3,4", "--months", "13")]
    [InlineData("--save needs the result", "--bbox", "1,2,3,4", "--no-wait", "--save", "x")]
    public async Task Analyze_WrongUsage_Ends2WithTheRemedy(string expected, params string[] options)
    {
        var run = await CarbonRun.RunAsync(["kelp", "analyze", .. Summer, .. options]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Analyze_FileThatIsNoJson_Ends1NamingThePlace()
    {
        var file = Path.Combine(_folder.FullName, "bay.geojson");
        await File.WriteAllTextAsync(file, "{\n\"type\":");

        var run = await CarbonRun.RunAsync(["kelp", "analyze", "--geojson", file, .. Summer]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no JSON (line 2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Analyze_CtrlC_LeavesItRunningAndSaysHowToFollow()
    {
        await using var api = await StartAsync();
        var asked = new TaskCompletionSource();
        api.On($"GET /api/v2/jobs/{KelpAnswers.Id}", (context, _) =>
        {
            asked.TrySetResult();
            return context.Response.WriteAsync(JsonSerializer.Serialize(Job("running", 0.1), ApiStandIn.Json));
        });

        var run = CarbonRun.Start(["kelp", "analyze", .. Circle, .. Summer, "--api", api.Address]);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        run.Signal(PosixSignal.SIGINT);
        var result = await run.EndAsync();

        Assert.Equal((130, ""), (result.ExitCode, result.Output));
        Assert.Contains("goes on in the Api", result.Error, StringComparison.Ordinal);
        Assert.Contains($"carbon kelp cancel {KelpAnswers.Id} --api {api.Address}", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(api.Requests, r => r.Method == "DELETE" || r.Path.EndsWith("/cancel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Analyze_OnATerminal_ShowsABarAndThenTheResult()
    {
        await using var api = await StartAsync();

        var run = await CarbonRun.RunOnTerminalAsync(200, "", api, ["kelp", "analyze", .. Circle, .. Summer]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\e[", run.Output, StringComparison.Ordinal);
        Assert.Contains("STOCK", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NO_SCENE", 422, 3)]
    [InlineData("CATALOG_FAILED", 502, 1)]
    public async Task Analyze_Fails_SaysWhyAndEndsWithItsCode(string code, int status, int exitCode)
    {
        await using var api = await StartAsync();
        var failed = KelpAnswers.Analysis("failed") with { Problem = JsonElement.Parse($$"""{"status":{{status}},"code":"{{code}}","detail":"Nothing to see."}""") };
        api.On($"GET {Analyses}/{KelpAnswers.Id}", failed);

        var run = await CarbonRun.RunAsync(api, ["kelp", "analyze", .. Circle, .. Summer]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains($"Nothing to see. ({code})", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Analyze_NoCatalogSetUp_IsNoUnreachableApi()
    {
        await using var api = (await ApiStandIn.StartAsync()).OnProblem($"POST {Analyses}", 503, """{"code":"NO_CATALOG","detail":"Set Kelp:Catalogs."}""");

        var run = await CarbonRun.RunAsync(api, ["kelp", "analyze", .. Circle, .. Summer]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error: Set Kelp:Catalogs. (NO_CATALOG)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_Save_WritesEveryFileUnderItsName()
    {
        await using var api = await StartAsync();
        api.OnText($"GET {Analyses}/{KelpAnswers.Id}/report.html", "<p>").OnText($"GET {Analyses}/{KelpAnswers.Id}/cog/cover.tif", "II*");

        var run = await CarbonRun.RunAsync(api, "kelp", "show", KelpAnswers.Id, "--save", _folder.FullName);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("<p>", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "report.html"), TestContext.Current.CancellationToken));
        Assert.Equal("II*", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "cog", "cover.tif"), TestContext.Current.CancellationToken));
        Assert.Empty(_folder.GetFiles("*.part", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Show_FileNamedOutsideTheFolder_IsNotSaved()
    {
        await using var api = await StartAsync();
        var hostile = KelpAnswers.Analysis("completed");
        hostile = hostile with { Links = hostile.Links with { Downloads = [hostile.Links.Downloads[0] with { Name = "../out.html" }] } };
        api.On($"GET {Analyses}/{KelpAnswers.Id}", hostile);

        var run = await CarbonRun.RunAsync(api, "kelp", "show", KelpAnswers.Id, "--save", Path.Combine(_folder.FullName, "in"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("it is not saved", run.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles("*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Show_Running_TellsHowFarAndThatThereAreNoFiles()
    {
        await using var api = (await ApiStandIn.StartAsync()).On($"GET {Analyses}/{KelpAnswers.Id}", KelpAnswers.Analysis("running", 0.25));

        var run = await CarbonRun.RunAsync(api, "kelp", "show", KelpAnswers.Id);
        var save = await CarbonRun.RunAsync(api, "kelp", "show", KelpAnswers.Id, "--save", _folder.FullName);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("running, 25.0 % done, scene 3 of 12", run.Output, StringComparison.Ordinal);
        Assert.Equal(3, save.ExitCode);
        Assert.Contains("no files yet", save.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CancelAndDelete_AskTheApiAndSaySo()
    {
        await using var api = (await ApiStandIn.StartAsync())
            .On($"POST {Analyses}/{KelpAnswers.Id}/cancel", KelpAnswers.Analysis("cancelled"))
            .On($"DELETE {Analyses}/{KelpAnswers.Id}", (context, _) =>
            {
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            });

        var cancel = await CarbonRun.RunAsync(api, "kelp", "cancel", KelpAnswers.Id);
        var delete = await CarbonRun.RunAsync(api, "kelp", "delete", KelpAnswers.Id);

        Assert.Equal((0, $"Analysis {KelpAnswers.Id} is cancelled."), (cancel.ExitCode, cancel.Output.Trim()));
        Assert.Equal(0, delete.ExitCode);
        Assert.Contains("is gone", delete.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_State_IsAskedForAndShowsWhatCameOfEach()
    {
        var item = new Api.Kelp.Analyses.AnalysisItem
        {
            Id = KelpAnswers.Id, Name = "bay", State = "completed", Progress = 1, CreatedAt = KelpAnswers.June, Bbox = [-122.1, 36.5, -121.9, 36.7], From = KelpAnswers.June,
            To = KelpAnswers.June.AddMonths(4), CanopyAreaM2 = new() { P5 = 7200, P50 = 10_000, P95 = 13_900 }, CarbonStockT = new() { P5 = 0.81, P50 = 1.79, P95 = 3.8 }, Demo = true, Url = "",
        };
        await using var api = (await ApiStandIn.StartAsync()).On($"GET {Analyses}", new Api.Kelp.Analyses.AnalysesResponse { Analyses = [item], Next = KelpAnswers.Id });

        var run = await CarbonRun.RunAsync(api, "kelp", "list", "--state", "completed", "--limit", "1");

        Assert.Equal("?limit=1&state=completed", Assert.Single(api.Requests).Query);
        Assert.Matches(@"bay +completed, DEMO .*2024-06-01 +2024-10-01 +-122\.1, 36\.5, -121\.9, 36\.7 +1\.00 \(0\.72–1\.39\) ha +1\.79 \(0\.81–3\.80\) t C", run.Output);
        Assert.Contains($"--before {KelpAnswers.Id}", run.Error, StringComparison.Ordinal);
    }

    private static JobResponse Job(string status, double progress) => new()
    {
        Id = KelpAnswers.Id, Kind = "analysis", Status = status, Progress = progress, Stage = "scene 3 of 12", Attempts = 1, CreatedAt = KelpAnswers.June,
        EndedAt = status == "running" ? null : KelpAnswers.June,
    };

    private static async Task<ApiStandIn> StartAsync()
    {
        var polls = 0;
        return (await ApiStandIn.StartAsync())
            .On($"POST {Analyses}", KelpAnswers.Analysis("queued"))
            .On($"GET /api/v2/jobs/{KelpAnswers.Id}", (context, _) => context.Response.WriteAsync(JsonSerializer.Serialize(
                ++polls < 2 ? Job("running", 0.5) : Job("completed", 1), ApiStandIn.Json)))
            .On($"GET {Analyses}/{KelpAnswers.Id}", KelpAnswers.Analysis("completed", 1));
    }
}
