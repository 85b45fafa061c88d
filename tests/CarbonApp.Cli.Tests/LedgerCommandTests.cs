using System.Text.Json;
using CarbonApp.Cli.Tests.Fakes;

namespace CarbonApp.Cli.Tests;

public sealed class LedgerCommandTests
{
    private const string Plan = "01E3ABCDEFGHJKMNPQRSTVWXYZ";
    private const string Url = $"/api/v2/plans/{Plan}";

    [Fact]
    public async Task Actuals_OnePiece_IsReportedAndItsOutcomeShown()
    {
        await using var api = (await ApiStandIn.StartAsync()).On($"POST {Url}/actuals", Answers.Stored());

        var run = await CarbonRun.RunAsync(api, "actuals", Plan, "--start", "2020-03-15T05:00Z", "--end", "2020-03-15T08:00Z", "--energy-kwh", "1.5");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var body = Assert.Single(api.Requests).Json;
        Assert.Equal(("2020-03-15T05:00:00+00:00", 1.5), (body.GetProperty("start").GetString(), body.GetProperty("energyKwh").GetDouble()));
        Assert.False(body.TryGetProperty("segments", out _));
        Assert.Matches("promised.*300.0 gCO2eq.*600.0 gCO2eq.*50.0 %", run.Output);
        Assert.Matches("came of it.*210.0 gCO2eq.*90.0 gCO2eq.*30.0 %", run.Output);
        Assert.Contains("regret 60.0 gCO2eq", run.Output, StringComparison.Ordinal);
        Assert.Contains("6.3 % too low", run.Output, StringComparison.Ordinal);
        Assert.Contains("promised what was already known", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actuals_SeveralRuns_AreSegments()
    {
        await using var api = (await ApiStandIn.StartAsync()).On($"POST {Url}/actuals", Answers.Stored());

        var run = await CarbonRun.RunAsync(
            api, "actuals", Plan, "--run", "2020-03-15T01:00Z/2020-03-15T02:00Z/0.5", "--run", "2020-03-15T05:00Z/2020-03-15T06:00Z", "-o", "json");

        Assert.Equal(JsonSerializer.Serialize(Answers.Stored(), ApiStandIn.Json) + "\n", run.Output);
        var segments = Assert.Single(api.Requests).Json.GetProperty("segments");
        Assert.Equal(2, segments.GetArrayLength());
        Assert.Equal(0.5, segments[0].GetProperty("energyKwh").GetDouble());
        Assert.False(segments[1].TryGetProperty("energyKwh", out _));
    }

    [Fact]
    public async Task Actuals_WithoutARun_OnlyAsks()
    {
        await using var api = (await ApiStandIn.StartAsync()).On($"GET {Url}", Answers.Stored());

        Assert.Equal(0, (await CarbonRun.RunAsync(api, "actuals", Plan)).ExitCode);
        Assert.Equal("GET", Assert.Single(api.Requests).Method);
    }

    [Fact]
    public async Task Actuals_UnknownPlan_SaysSo()
    {
        await using var api = (await ApiStandIn.StartAsync()).OnProblem(
            $"GET {Url}", 404, """{"title":"The plan is not known","status":404,"detail":"No plan is stored under it.","code":"UNKNOWN_PLAN"}""");

        var run = await CarbonRun.RunAsync(api, "actuals", Plan);

        Assert.Contains("No plan is stored under it.", run.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, run.ExitCode);
    }

    [Theory]
    [InlineData("actuals")]
    [InlineData("actuals", Plan, "--start", "2020-03-15T05:00Z")]
    [InlineData("actuals", Plan, "--energy-kwh", "1")]
    [InlineData("actuals", Plan, "--run", "2020-03-15T05:00Z")]
    [InlineData("actuals", Plan, "--run", "2020-03-15T05:00Z/2020-03-15T06:00Z/much")]
    [InlineData("ledger", "--bucket", "year")]
    [InlineData("ledger", "--from", "4")]
    public async Task WrongUse_Ends2AndAsksNobody(params string[] arguments)
    {
        await using var api = await ApiStandIn.StartAsync();

        var run = await CarbonRun.RunAsync(api, arguments);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("error:", run.Error, StringComparison.Ordinal);
        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task Ledger_Filtered_AsksForThatAndShowsBothSavings()
    {
        await using var api = (await ApiStandIn.StartAsync()).On("GET /api/v2/ledger", Answers.Ledger());

        var run = await CarbonRun.RunAsync(api, "ledger", "--zone", "GB", "--policy", "contiguous:mean", "--from", "2020-03-01", "--bucket", "week", "--no-replays");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("?zone=GB&policy=contiguous%3Amean&from=2020-03-01T00%3A00%3A00Z&bucket=week&replays=false", Assert.Single(api.Requests).Query);
        Assert.Matches(@"2020-03-15.*GB.*1,200.*3.*1,197.*300.0 gCO2eq.*50.0 %.*240.0 gCO2eq.*40.0 %.*45.0 gCO2eq.*7.5 %.*no data", run.Output);
    }

    [Fact]
    public async Task Ledger_Csv_IsTheAnswerUnchanged()
    {
        await using var api = (await ApiStandIn.StartAsync()).OnText("GET /api/v2/ledger", "from,to\n2020-03-15T00:00:00Z,2020-03-22T00:00:00Z\n");

        var run = await CarbonRun.RunAsync(api, "ledger", "-o", "csv");

        Assert.Equal("from,to\n2020-03-15T00:00:00Z,2020-03-22T00:00:00Z\n", run.Output);
        Assert.Equal("?format=csv", Assert.Single(api.Requests).Query);
    }
}
