using System.Text.Json;
using CarbonApp.Cli.Tests.Fakes;

namespace CarbonApp.Cli.Tests;

public sealed class PlanCommandTests
{
    private const string Route = "POST /api/v2/plan";

    [Fact]
    public async Task Plan_Answered_ShowsWhenAndWhatWithUnitsAndOrigins()
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan());

        var run = await CarbonRun.RunAsync(api, "plan", "--region", "aws/eu-west-2", "--duration", "3h");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(
            [
                "Start in 4 h, at 2020-03-15 04:00Z, in aws/eu-west-2 (zone GB); done by 2020-03-15 07:00Z.", "100.00 gCO2eq/kWh", "3.000 kWh",
                "300.0 gCO2eq", "1,000 W (assumed)", "50.0 %", "a random start", "no data", "neso [test]", "1 h 30 min", "! ASSUMED_POWER",
                "lowest 100.00 gCO2eq/kWh, highest 200.00 gCO2eq/kWh",
            ],
            expected => Assert.Contains(expected, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plan_Answered_MarksTheChosenWindowBelowTheCurve()
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan());

        var run = await CarbonRun.RunAsync(api, "plan", "--zone", "GB", "--duration", "3h");

        // 96 columns for 24 h: four per hour, the window from 4 h to 7 h.
        var lines = run.Output.Split('\n');
        var bars = Array.FindIndex(lines, line => line.Contains('█', StringComparison.Ordinal));
        Assert.Equal("  " + new string('█', 16) + new string('▁', 12) + new string('█', 68), lines[bars]);
        Assert.Equal("  " + new string(' ', 16) + new string('▔', 12), lines[bars + 1].TrimEnd());
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("NO_COLOR=1", false)]
    public async Task Plan_OnATerminal_IsColouredUnlessNoColorIsSet(string environment, bool coloured)
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan());

        var run = await CarbonRun.RunOnTerminalAsync(120, environment, api, "plan", "--zone", "GB", "--duration", "3h");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(coloured, run.Output.Contains("\e[3", StringComparison.Ordinal) || run.Output.Contains("\e[38", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(50, false)]
    public async Task Plan_OnATerminal_DrawsTheCurveOnlyWhereItIsWideEnough(int columns, bool drawn)
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan());

        var run = await CarbonRun.RunOnTerminalAsync(columns, "", api, "plan", "--zone", "GB", "--duration", "3h");

        Assert.Equal(drawn, run.Output.Contains('█', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plan_LimitsOfPauses_ReachTheApi()
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan() with { Status = "feasible", BestBoundG = 297, Gap = 0.01 });

        var run = await CarbonRun.RunAsync(
            api, "plan", "--zone", "GB", "--duration", "6h", "--mode", "interruptible", "--startup", "10m", "--startup-kwh", "0.5", "--min-run", "1h", "--min-pause", "90s", "--max-starts", "3");

        Assert.Equal(0, run.ExitCode);
        var job = Assert.Single(api.Requests).Json.GetProperty("job");
        Assert.Equal("PT10M", job.GetProperty("startup").GetProperty("duration").GetString());
        Assert.Equal(0.5, job.GetProperty("startup").GetProperty("kwh").GetDouble());
        Assert.Equal(("PT1H", "PT1M30S", 3), (job.GetProperty("minRun").GetString(), job.GetProperty("minPause").GetString(), job.GetProperty("maxStarts").GetInt32()));
        Assert.Contains("no plan emits less than 297.0 gCO2eq; by what was asked for, one could be better by 1.0 % at most", run.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_SeveralSites_ReachTheApiWithWhatBindsThem()
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.PlanOfSites());

        var run = await CarbonRun.RunAsync(
            api, "plan", "--zone", "GB", "--zone", "FR", "--region", "aws/eu-west-2", "--duration", "3h", "--origin", "GB", "--data-gb", "20", "--max-latency", "40",
            "--price", "90", "--price", "aws/eu-west-2=70.5", "--country", "GB", "--country", "FR", "--provider", "aws", "--max-cost", "3", "--budget", "900",
            "--risk", "p90", "--carbon-price", "80", "--latest", "--alternatives", "2", "--compare", "5");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var body = Assert.Single(api.Requests).Json;
        Assert.Equal("""[{"zone":"GB","eurPerMwh":90},{"zone":"FR","eurPerMwh":90},{"provider":"aws","region":"eu-west-2","eurPerMwh":70.5}]""", body.GetProperty("sites").ToString());
        Assert.Equal(("GB", 20, 40), (
            body.GetProperty("job").GetProperty("origin").GetProperty("zone").GetString(), body.GetProperty("job").GetProperty("dataGb").GetDouble(),
            body.GetProperty("job").GetProperty("maxLatencyMs").GetDouble()));
        Assert.Equal("""{"allowCountries":["GB","FR"],"providers":["aws"],"maxCostEur":3,"carbonBudgetG":900}""", body.GetProperty("constraints").ToString());
        var objective = body.GetProperty("objective");
        Assert.Equal(("p90", 80, "latest"), (objective.GetProperty("risk").GetString(), objective.GetProperty("carbonPriceEurPerT").GetDouble(), objective.GetProperty("tieBreak").GetString()));
        Assert.Equal((2, 5), (body.GetProperty("options").GetProperty("alternatives").GetInt32(), body.GetProperty("options").GetProperty("compareSites").GetInt32()));
        Assert.All(
            [
                "aws/eu-west-2 (GB)", "chosen", "LATENCY", "9 ms", "180 ms (est.)", "Moving the data emits 10.0 gCO2eq; with it 310.0 gCO2eq.", "Costs 0.27 EUR.",
                "In eight cases of ten between 250.0 gCO2eq and 360.0 gCO2eq.", "Better than running now with a chance of 93.0 %.",
                "By marginal intensity: 900.0 gCO2eq, 5.0 % less than running now.", "now at home", "Or start (UTC)", "55 more sites are not shown",
            ],
            expected => Assert.Contains(expected, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plan_AnySite_IsAWord()
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan());

        await CarbonRun.RunAsync(api, "plan", "--any", "--duration", "3h", "--origin", "aws/eu-west-2");

        var body = Assert.Single(api.Requests).Json;
        Assert.Equal("any", body.GetProperty("sites").GetString());
        Assert.Equal("""{"provider":"aws","region":"eu-west-2"}""", body.GetProperty("job").GetProperty("origin").ToString());
    }

    [Theory]
    [InlineData("replicas,throughput,watts\n1,1757.9,54.8\n2, 3300, 101\n")]
    [InlineData("""[{"replicas":1,"throughput":1757.9,"watts":54.8},{"replicas":2,"throughput":3300,"watts":101}]""")]
    public async Task Plan_Elastic_SendsTheProfileOfTheFile(string profile)
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan());
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, profile);

            var run = await CarbonRun.RunAsync(api, "plan", "--zone", "GB", "--mode", "elastic", "--work", "9000", "--profile", file, "--integral");

            Assert.Equal((0, ""), (run.ExitCode, run.Error));
        }
        finally
        {
            File.Delete(file);
        }

        var job = Assert.Single(api.Requests).Json.GetProperty("job");
        Assert.Equal("""[{"replicas":1,"throughput":1757.9,"watts":54.8},{"replicas":2,"throughput":3300,"watts":101}]""", job.GetProperty("scaleProfile").ToString());
        Assert.Equal((9000, true), (job.GetProperty("work").GetDouble(), job.GetProperty("integral").GetBoolean()));
        Assert.False(job.TryGetProperty("duration", out _));
    }

    [Fact]
    public async Task Plan_OutputJson_IsTheAnswerUnchanged()
    {
        var answer = JsonSerializer.Serialize(Answers.Plan(), ApiStandIn.Json).Replace("}", ",\"added\" :  true}", StringComparison.Ordinal);
        await using var api = (await ApiStandIn.StartAsync()).OnText(Route, answer);

        var run = await CarbonRun.RunAsync(api, "plan", "--zone", "GB", "--duration", "3h", "--output", "json");

        Assert.Equal((0, answer + "\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task Plan_EveryOption_ReachesTheApi()
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan());

        await CarbonRun.RunAsync(
            api, "plan", "--region", "aws/eu-west-2", "--duration", "3h20m", "--as-of", "2020-03-15T01:00+01:00", "--earliest", "2020-03-15T00:10",
            "--deadline", "+24h", "--mode", "interruptible", "--instance", "m6i.xlarge", "--count", "3", "--utilization", "0.25", "--signal", "marginal",
            "--factor", "direct", "-o", "json");

        var body = Assert.Single(api.Requests).Json;
        var job = body.GetProperty("job");
        Assert.Equal("PT3H20M", job.GetProperty("duration").GetString());
        Assert.Equal("interruptible", job.GetProperty("mode").GetString());
        Assert.Equal(Answers.Midnight.AddMinutes(10), job.GetProperty("earliest").GetDateTimeOffset());
        Assert.Equal(Answers.Midnight.AddHours(24), job.GetProperty("deadline").GetDateTimeOffset());
        Assert.Equal(Answers.Midnight, body.GetProperty("asOf").GetDateTimeOffset());
        Assert.Equal("""[{"provider":"aws","region":"eu-west-2"}]""", body.GetProperty("sites").ToString());
        Assert.Equal("""{"instanceType":"m6i.xlarge","count":3,"utilization":0.25}""", job.GetProperty("resources").ToString());
        Assert.Equal(("marginal", "direct"), (body.GetProperty("objective").GetProperty("signal").GetString(), body.GetProperty("objective").GetProperty("factor").GetString()));
        Assert.False(body.GetProperty("options").GetProperty("includeForecast").GetBoolean());
    }

    [Fact]
    public async Task Plan_RegionWithoutProvider_LeavesTheProviderToTheApi()
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan());

        await CarbonRun.RunAsync(api, "plan", "--region", "eu-west-2", "--duration", "PT30M", "--watts", "850");

        var body = Assert.Single(api.Requests).Json;
        Assert.Equal("""[{"region":"eu-west-2"}]""", body.GetProperty("sites").ToString());
        Assert.Equal(850, body.GetProperty("job").GetProperty("resources").GetProperty("watts").GetDouble());
        Assert.False(body.TryGetProperty("asOf", out _));
    }

    [Theory]
    [InlineData(422, """{"code":"NO_SIGNAL","detail":"Nothing is known of ZZ."}""", 3, "error: Nothing is known of ZZ. (NO_SIGNAL)")]
    [InlineData(422, """{"code":"NO_SITE","detail":"GB: too far."}""", 3, "GB: too far.")]
    [InlineData(422, """{"code":"BUDGET_EXCEEDED","detail":"The least is 9 g."}""", 3, "The least is 9 g.")]
    [InlineData(422, """{"code":"DEADLINE_TOO_TIGHT","detail":"Earliest finish 07:00."}""", 3, "Earliest finish 07:00.")]
    [InlineData(422, """{"code":"UNKNOWN_REGION","detail":"Did you mean eu-west-2?"}""", 2, "Did you mean eu-west-2?")]
    [InlineData(400, """{"title":"Invalid.","errors":{"Job.Duration":["The duration is negative."]}}""", 2, "Job.Duration: The duration is negative.")]
    [InlineData(500, """{"title":"An error occurred."}""", 1, "An error occurred.")]
    [InlineData(503, """{"title":"Starting."}""", 4, "Starting.")]
    [InlineData(404, "<html>nginx</html>", 2, "is this address the Api of CarbonApp?")]
    public async Task Plan_Refused_TellsTheReasonAndItsExitCode(int status, string body, int exitCode, string message)
    {
        await using var api = (await ApiStandIn.StartAsync()).OnProblem(Route, status, body);

        var run = await CarbonRun.RunAsync(api, "plan", "--zone", "ZZ", "--duration", "3h");

        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_RefusedForOneField_SaysItOnce()
    {
        await using var api = (await ApiStandIn.StartAsync()).OnProblem(
            Route, 400, """{"detail":"pue: 0 lies outside 1 to 3.","code":"VALIDATION","errors":{"pue":["0 lies outside 1 to 3."]}}""");

        var run = await CarbonRun.RunAsync(api, "plan", "--zone", "GB", "--duration", "3h");

        Assert.Equal("error: pue: 0 lies outside 1 to 3. (VALIDATION)", run.Error.Trim());
    }

    [Fact]
    public async Task Plan_NobodyThere_NamesTheAddressAndTheRemedy()
    {
        var run = await CarbonRun.RunAsync("plan", "--zone", "GB", "--duration", "3h", "--api", "http://127.0.0.1:1");

        Assert.Equal(4, run.ExitCode);
        Assert.Contains("http://127.0.0.1:1/", run.Error, StringComparison.Ordinal);
        Assert.Contains("./run.sh", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_AnswerThatIsNotOurs_IsNoPlan()
    {
        await using var api = (await ApiStandIn.StartAsync()).OnText(Route, """{"hello":"world"}""");

        var run = await CarbonRun.RunAsync(api, "plan", "--zone", "GB", "--duration", "3h");

        Assert.Equal((4, ""), (run.ExitCode, run.Output));
    }

    [Theory]
    [InlineData("--duration is required", "plan", "--zone", "GB")]
    [InlineData("'3x' is not a duration", "plan", "--zone", "GB", "--duration", "3x")]
    [InlineData("'-1h' is not a duration", "plan", "--zone", "GB", "--duration=-1h")]
    [InlineData("'tomorrow' is not a time", "plan", "--zone", "GB", "--duration", "1h", "--deadline", "tomorrow")]
    [InlineData("Give a site or several", "plan", "--duration", "1h")]
    [InlineData("--any stands for every cloud region", "plan", "--any", "--zone", "GB", "--duration", "1h")]
    [InlineData("'dear' is no price", "plan", "--zone", "GB", "--price", "dear", "--duration", "1h")]
    [InlineData("cannot be read as a profile", "plan", "--zone", "GB", "--mode", "elastic", "--work", "1", "--profile", "/nowhere.csv")]
    [InlineData("Give one site", "wait", "--zone", "GB", "--region", "aws/eu-west-2", "--duration", "1h")]
    [InlineData("Give the power once", "plan", "--zone", "GB", "--duration", "1h", "--watts", "1", "--instance", "m6i.xlarge")]
    [InlineData("is not an http or https address", "plan", "--zone", "GB", "--duration", "1h", "--api", "localhost")]
    [InlineData("--zoen", "plan", "--zoen", "GB", "--duration", "1h")]
    [InlineData("Required command", "--api", "http://localhost")]
    public async Task Plan_WrongUsage_Ends2NamingWhatIsWrong(string expected, params string[] arguments)
    {
        var run = await CarbonRun.RunAsync(arguments);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, run.Error.Replace("Option '", "", StringComparison.Ordinal).Replace("--duration' is", "--duration is", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfEveryCommand_ListsTheExitCodes()
    {
        string[] commands = ["import", "plan", "rank", "wait"];

        var runs = await Task.WhenAll(commands.Select(command => CarbonRun.RunAsync(command, "--help")));

        Assert.All(runs, run =>
        {
            Assert.Equal(0, run.ExitCode);
            Assert.Contains("the Api cannot be reached", run.Output, StringComparison.Ordinal);
        });
    }
}
