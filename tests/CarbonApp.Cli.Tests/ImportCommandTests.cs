using CarbonApp.Api.Grid.Imports;
using CarbonApp.Cli.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace CarbonApp.Cli.Tests;

public sealed class ImportCommandTests : IDisposable
{
    private const string Route = "POST /api/v2/imports";
    private const string Csv = "datetime,GB\n2020-03-15 00:00,101\n2020-03-15 00:30,\n2020-03-15 01:00,99\n2020-03-15 01:30,x\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("carbonapp-cli-");

    [Fact]
    public async Task Import_File_ArrivesWholeWithItsOptionsAndIsReported()
    {
        await using var api = await StartAsync();
        var file = Write("gb ci.csv", Csv);

        var run = await CarbonRun.RunAsync(api, "import", "--zone", "GB", "--source", "lets wait", "--strict", file);

        Assert.Equal(0, run.ExitCode);
        var asked = Assert.Single(api.Requests);
        Assert.Equal(Csv, asked.Body);
        Assert.Equal("text/csv", asked.ContentType);
        Assert.Equal("?kind=average&factor=lifecycle&status=measured&spacing=regular&zone=GB&source=lets%20wait&strict=true", asked.Query);
        Assert.Contains("4 rows read, 2 slots stored, 1 gaps, 1 rows rejected; 0.50 s, 8 rows/s", run.Output, StringComparison.Ordinal);
        Assert.Contains("zone GB, 2020-03-15 00:00Z to 2020-03-15 01:00Z", run.Output, StringComparison.Ordinal);
        Assert.Contains($"{file}:5: intensity 'x' is not a number", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_Again_HasTheSameKeyAndAnotherOneWithOtherOptionsOrContent()
    {
        await using var api = await StartAsync();
        var file = Write("a.csv", Csv);
        var copy = Write("b.csv", Csv);
        var other = Write("c.csv", Csv + "\n");

        await CarbonRun.RunAsync(api, "import", "--zone", "GB", file, copy, other);
        await CarbonRun.RunAsync(api, "import", "--zone", "FR", file);

        var keys = api.Requests.Select(asked => asked.Key).ToArray();
        Assert.Matches("^[0-9a-f]{64}$", keys[0]);
        Assert.Equal(keys[0], keys[1]);
        Assert.Equal(3, keys.Distinct().Count());
    }

    [Fact]
    public async Task Import_ConnectionCutHalfWay_IsSentAgainUnderTheSameKey()
    {
        var cuts = 2;
        await using var api = await ApiStandIn.StartAsync();
        api.On(Route, async (context, asked) =>
        {
            if (Interlocked.Decrement(ref cuts) >= 0)
            {
                context.Abort();
                return;
            }

            await context.Response.WriteAsJsonAsync(Answers.Import(asked.Key!), ApiStandIn.Json);
        });

        var run = await CarbonRun.RunAsync(api, "import", Write("a.csv", Csv));

        Assert.Equal(0, run.ExitCode);
        var sent = api.Requests.Where(asked => asked.Method == "POST").ToArray();
        Assert.Equal(3, sent.Length);
        Assert.Single(sent.Select(asked => asked.Key).Distinct());
        Assert.Contains("attempt 3 of 6", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_NobodyThere_TellsTheExactCommandToResumeAtOnce()
    {
        var file = Write("it's.csv", Csv);

        var run = await CarbonRun.RunAsync("import", "--zone", "GB", "--source", "my feed", file, "--api", "http://127.0.0.1:1");

        Assert.Equal(4, run.ExitCode);
        Assert.DoesNotContain("trying again", run.Error, StringComparison.Ordinal);
        Assert.Contains(
            $"carbon import --api http://127.0.0.1:1 --kind average --factor lifecycle --status measured --spacing regular --zone GB --source 'my feed' '{file.Replace("'", "'\\''", StringComparison.Ordinal)}'",
            run.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_RefusedAndHungUp_FindsTheOutcomeInsteadOfSendingAgain()
    {
        await using var api = await ApiStandIn.StartAsync();
        api.On(Route, (context, asked) =>
        {
            api.On($"GET /api/v2/imports/{asked.Key}", Answers.Import(asked.Key!, "failed"));
            context.Abort();
            return Task.CompletedTask;
        });

        var run = await CarbonRun.RunAsync(api, "import", Write("a.csv", Csv));

        Assert.Equal(1, run.ExitCode);
        Assert.Single(api.Requests, asked => asked.Method == "POST");
        Assert.Contains("the import is failed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_RunningElsewhere_IsWaitedFor()
    {
        await using var api = await ApiStandIn.StartAsync();
        api.On(Route, async (context, asked) =>
        {
            api.On($"GET /api/v2/imports/{asked.Key}", Answers.Import(asked.Key!));
            await context.Response.WriteAsJsonAsync(Answers.Import(asked.Key!, "running"), ApiStandIn.Json);
        });

        var run = await CarbonRun.RunAsync(api, "import", Write("a.csv", Csv));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("completed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OurBrokenRequestStillBeingStored_IsWaitedForAndThenSentAgain()
    {
        var state = "running";
        var posts = 0;
        await using var api = await ApiStandIn.StartAsync();
        api.On(Route, async (context, asked) =>
        {
            api.On($"GET /api/v2/imports/{asked.Key}", (inner, _) =>
            {
                var answer = Answers.Import(asked.Key!, state);
                state = "interrupted";
                return inner.Response.WriteAsJsonAsync(answer, ApiStandIn.Json);
            });
            if (Interlocked.Increment(ref posts) == 1)
            {
                context.Response.StatusCode = StatusCodes.Status409Conflict;
                await context.Response.WriteAsync("""{"code":"IMPORT_RUNNING","detail":"Another request is storing it."}""");
                return;
            }

            await context.Response.WriteAsJsonAsync(Answers.Import(asked.Key!), ApiStandIn.Json);
        });

        var run = await CarbonRun.RunAsync(api, "import", Write("a.csv", Csv));

        Assert.Equal((0, 2), (run.ExitCode, posts));
    }

    [Fact]
    public async Task Import_StrictWithBadRows_ListsThemWithTheirLines()
    {
        await using var api = (await ApiStandIn.StartAsync()).OnProblem(
            Route, 422, """{"code":"ROWS_REJECTED","detail":"1 of 4 rows are bad.","errors":[{"line":5,"message":"intensity 'x' is not a number."}]}""");

        var run = await CarbonRun.RunAsync(api, "import", "--strict", Write("a.csv", Csv));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("line 5: intensity 'x' is not a number.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_SwarmOfBadRows_ListsTenAndCountsTheRest()
    {
        await using var api = await ApiStandIn.StartAsync();
        api.On(Route, (context, asked) => context.Response.WriteAsJsonAsync(
            Answers.Import(asked.Key!) with
            {
                RowsRejected = 3_404,
                Errors = [.. Enumerable.Range(2, 100).Select(line => new ImportRowError { Line = line, Message = "too soon." })],
            },
            ApiStandIn.Json));

        var run = await CarbonRun.RunAsync(api, "import", Write("a.csv", Csv));

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(10, run.Error.Split('\n').Count(line => line.EndsWith("too soon.", StringComparison.Ordinal)));
        Assert.Contains("3,394 more rows rejected", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_StandardInput_IsReadAndItsFormatFound()
    {
        const string Json = """  {"Emissions":[]}""";
        await using var api = await StartAsync();

        var run = await CarbonRun.Start(["import", "-", "--api", api.Address], Json).EndAsync();

        Assert.Equal(0, run.ExitCode);
        var asked = Assert.Single(api.Requests);
        Assert.Equal((Json, "application/json"), (asked.Body, asked.ContentType));
    }

    [Fact]
    public async Task Import_OneFileMissing_ImportsTheOthersAndEnds1()
    {
        await using var api = await StartAsync();

        var run = await CarbonRun.RunAsync(api, "import", Path.Combine(_folder.FullName, "missing.csv"), Write("a.csv", Csv));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("missing.csv", run.Error, StringComparison.Ordinal);
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task Import_Refused_ShowsTheProblem()
    {
        await using var api = (await ApiStandIn.StartAsync()).OnProblem(Route, 400, """{"detail":"No zone: give zone=GB.","code":"NO_ZONE"}""");

        var run = await CarbonRun.RunAsync(api, "import", Write("a.csv", Csv));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("No zone: give zone=GB. (NO_ZONE)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OnATerminal_ShowsABar()
    {
        await using var api = await ApiStandIn.StartAsync();
        api.On(Route, async (context, asked) =>
        {
            // Long enough for the bar to be drawn a few times.
            await Task.Delay(400);
            await context.Response.WriteAsJsonAsync(Answers.Import(asked.Key!), ApiStandIn.Json);
        });

        var run = await CarbonRun.RunOnTerminalAsync(100, "", api, "import", Write("a.csv", Csv));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("100%", run.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<ApiStandIn> StartAsync() => (await ApiStandIn.StartAsync()).On(
        Route, (context, asked) => context.Response.WriteAsJsonAsync(Answers.Import(asked.Key!), ApiStandIn.Json));

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }
}
