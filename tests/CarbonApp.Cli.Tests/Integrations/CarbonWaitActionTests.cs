using System.Diagnostics;
using System.Text.RegularExpressions;
using CarbonApp.Cli.Tests.Fakes;
using CarbonApp.Tests.Shared;
using YamlDotNet.RepresentationModel;

namespace CarbonApp.Cli.Tests.Integrations;

/// <summary>The GitHub Action, run as a runner runs it: the step's environment from action.yml, its command by bash.</summary>
public sealed partial class CarbonWaitActionTests
{
    private const string Route = "POST /api/v2/plan";
    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "actions", "carbon-wait");

    [Fact]
    public async Task Action_PlanWithoutWaiting_TellsWhenAndWhatItSaves()
    {
        var start = TimeProvider.System.GetUtcNow().AddMinutes(30);
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan(start));

        var (run, outputs) = await RunAsync(api, ("region", "aws/eu-west-2"), ("duration", "2h30m"), ("deadline", "+12h"), ("max-wait", "6h"), ("wait", "false"), ("watts", "850"), ("signal", "marginal"));

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal(("true", "false", "50", "300"), (outputs["planned"], outputs["run-now"], outputs["saving-pct"], outputs["emissions-g"]));
        Assert.InRange(int.Parse(outputs["wait-seconds"], System.Globalization.CultureInfo.InvariantCulture), 1_700, 1_800);
        var asked = Assert.Single(api.Requests).Json;
        Assert.Equal(("PT9000S", 850, "aws", "eu-west-2", "marginal"), (
            asked.GetProperty("job").GetProperty("duration").GetString(), asked.GetProperty("job").GetProperty("resources").GetProperty("watts").GetInt32(),
            asked.GetProperty("sites")[0].GetProperty("provider").GetString(), asked.GetProperty("sites")[0].GetProperty("region").GetString(),
            asked.GetProperty("objective").GetProperty("signal").GetString()));
        // The nearer of the deadline and the latest start with the running time.
        var ahead = asked.GetProperty("job").GetProperty("deadline").GetDateTimeOffset() - TimeProvider.System.GetUtcNow();
        Assert.InRange(ahead.TotalHours, 8.4, 8.5);
    }

    [Fact]
    public async Task Action_PlanAndWait_SleepsUntilTheStart()
    {
        var start = TimeProvider.System.GetUtcNow().AddSeconds(4);
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan(start));

        var (run, outputs) = await RunAsync(api, ("zone", "GB"), ("duration", "PT45M"));

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.InRange((TimeProvider.System.GetUtcNow() - start).TotalSeconds, 0, 10);
        Assert.Equal("true", outputs["run-now"]);
    }

    [Fact]
    public async Task Action_StartBeyondMaxWait_IsNotWaitedFor()
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan(TimeProvider.System.GetUtcNow().AddHours(5)));
        var watch = Stopwatch.StartNew();

        var (run, _) = await RunAsync(api, ("zone", "GB"), ("duration", "45m"), ("max-wait", "2s"));

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(503, "down")]
    [InlineData(500, """{"code":"INTERNAL"}""")]
    [InlineData(429, """{"code":"TOO_MANY_REQUESTS"}""")]
    [InlineData(422, """{"code":"NO_SIGNAL","detail":"Nothing is known.\nOf XX."}""")]
    [InlineData(200, "<html>not the Api</html>")]
    public async Task Action_NoPlan_RunsNowWithAWarningOrFailsIfAsked(int status, string body)
    {
        await using var api = (await ApiStandIn.StartAsync()).OnProblem(Route, status, body);

        var (run, outputs) = await RunAsync(api, ("zone", "GB"), ("duration", "45m"));
        var (failed, _) = await RunAsync(api, ("zone", "GB"), ("duration", "45m"), ("on-error", "fail"));

        Assert.Equal((0, "true", "false", ""), (run.ExitCode, outputs["run-now"], outputs["planned"], outputs["saving-pct"]));
        Assert.StartsWith("::warning title=Carbon wait::No plan (HTTP ", run.Output, StringComparison.Ordinal);
        Assert.Single(run.Output.TrimEnd().Split('\n'));
        Assert.Equal(1, failed.ExitCode);
        Assert.StartsWith("::error title=Carbon wait::", failed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Action_ApiUnreachable_RunsNow()
    {
        var (run, outputs) = await RunAsync(null, ("zone", "GB"), ("duration", "45m"));

        Assert.Equal((0, "true", "false"), (run.ExitCode, outputs["run-now"], outputs["planned"]));
    }

    [Theory]
    [InlineData("Give one site", "duration", "45m")]
    [InlineData("duration: 'soon' is not a duration", "zone", "GB", "duration", "soon")]
    [InlineData("deadline: '3/4' is not a time", "zone", "GB", "duration", "45m", "deadline", "3/4")]
    [InlineData("signal: 'mean' is not one of", "zone", "GB", "duration", "45m", "signal", "mean")]
    [InlineData("UNKNOWN_ZONE Did you mean GB?", "zone", "GBB", "duration", "45m")]
    public async Task Action_MistakeInTheInputs_FailsAlsoWhenErrorsRun(string says, params string[] inputs)
    {
        await using var api = (await ApiStandIn.StartAsync()).OnProblem(Route, 422, """{"code":"UNKNOWN_ZONE","detail":"Did you mean GB?"}""");

        var (run, outputs) = await RunAsync(api, [.. inputs.Chunk(2).Select(pair => (pair[0], pair[1]))]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(says, run.Output, StringComparison.Ordinal);
        Assert.Empty(outputs);
    }

    [Fact]
    public void Action_Yaml_NamesWhatTheScriptReadsAndSays()
    {
        var action = Action();
        var script = File.ReadAllText(Path.Combine(Folder, "carbon-wait.mjs"));
        var step = Step(action);
        var inputs = ((YamlMappingNode)ExampleTests.At(action, "inputs")).Children;
        var outputs = ((YamlMappingNode)ExampleTests.At(action, "outputs")).Children;

        Assert.Equal(("composite", "bash", "carbon"), (ExampleTests.Text(action, "runs", "using"), ExampleTests.Text(step, "shell"), ExampleTests.Text(step, "id")));
        Assert.All(inputs.Values.Concat(outputs.Values), described => Assert.True(ExampleTests.Text(described, "description").Length > 10));
        Assert.Equal(
            inputs.Keys.Select(k => ("INPUT_" + k.ToString().ToUpperInvariant().Replace('-', '_'), $"${{{{ inputs.{k} }}}}")),
            ((YamlMappingNode)ExampleTests.At(step, "env")).Children.Select(e => (e.Key.ToString(), e.Value.ToString())));
        Assert.Equal(
            inputs.Keys.Select(k => k.ToString().ToUpperInvariant().Replace('-', '_')).Order(),
            InputName().Matches(script).Select(m => m.Groups[1].Value).Distinct().Order());
        Assert.All(outputs, o => Assert.Equal($"${{{{ steps.carbon.outputs.{o.Key} }}}}", ExampleTests.Text(o.Value, "value")));
        // What a workflow gives must not become part of a command.
        Assert.DoesNotContain("${{", ExampleTests.Text(step, "run"), StringComparison.Ordinal);
    }

    internal static YamlNode Action() => ExampleTests.ReadYaml(Path.Combine(Folder, "action.yml"));

    private static YamlNode Step(YamlNode action) => ((YamlSequenceNode)ExampleTests.At(action, "runs", "steps")).Children.Single();

    private static async Task<(CarbonResult Run, IReadOnlyDictionary<string, string> Outputs)> RunAsync(ApiStandIn? api, params (string Name, string Value)[] given)
    {
        ProgramRun.Needs("node", "bash");
        var action = Action();
        var values = given.Append(("api", api?.Address ?? "http://127.0.0.1:9")).ToDictionary(i => i.Item1, i => i.Item2);
        var output = Path.GetTempFileName();
        var environment = new Dictionary<string, string> { ["GITHUB_ACTION_PATH"] = Folder, ["GITHUB_OUTPUT"] = output };
        foreach (var (name, input) in ((YamlMappingNode)ExampleTests.At(action, "inputs")).Children)
        {
            var optional = ((YamlMappingNode)input).Children.TryGetValue("default", out var fallback) ? ((YamlScalarNode)fallback).Value! : "";
            environment["INPUT_" + name.ToString().ToUpperInvariant().Replace('-', '_')] = values.GetValueOrDefault(name.ToString(), optional);
        }

        try
        {
            var run = await ProgramRun.RunAsync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", ExampleTests.Text(Step(action), "run")], environment);
            var lines = await File.ReadAllLinesAsync(output);
            return (run, lines.Select(l => l.Split('=', 2)).ToDictionary(p => p[0], p => p[1]));
        }
        finally
        {
            File.Delete(output);
        }
    }

    [GeneratedRegex(@"(?:input|milliseconds|time|oneOf)\('([A-Z_]+)'")]
    private static partial Regex InputName();
}
