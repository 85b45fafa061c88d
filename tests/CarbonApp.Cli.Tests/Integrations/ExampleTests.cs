using System.Security.Cryptography;
using System.Text;
using CarbonApp.Cli.Tests.Fakes;
using CarbonApp.Tests.Shared;
using YamlDotNet.RepresentationModel;

namespace CarbonApp.Cli.Tests.Integrations;

/// <summary>docs/examples, run as they stand; what is not installed here is played by a stand-in that writes down how it was called.</summary>
public sealed class ExampleTests
{
    private const string Route = "POST /api/v2/plan";
    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "docs", "examples");

    [Fact]
    public async Task At_Plan_HandsTheCommandOverForTheMinuteAfterTheStart()
    {
        ProgramRun.Needs("jq");
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan(Answers.Midnight.AddHours(4).AddSeconds(20)));
        using var standIns = new StandIns(("at", "job 1"));

        var run = await RunAsync("at.sh", api, standIns, "GB", "3h", "make", "report");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["at [-t] [202003150401] < make report"], standIns.Calls);
        Assert.Equal("PT3H", api.Requests.Single().Json.GetProperty("job").GetProperty("duration").GetString());
    }

    [Fact]
    public async Task Slurm_Plan_SubmitsWithTheStart()
    {
        ProgramRun.Needs("jq");
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan());
        using var standIns = new StandIns(("sbatch", "Submitted batch job 1"));

        var run = await RunAsync("slurm.sh", api, standIns, "GB", "3h", "--partition=gpu", "train.sbatch");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["sbatch [--begin=2020-03-15T04:00:00] [--partition=gpu] [train.sbatch]"], standIns.Calls);
    }

    [Fact]
    public async Task AtAndSlurm_ApiDown_StartNowAndMistakesDoNot()
    {
        ProgramRun.Needs("jq");
        using var standIns = new StandIns(("at", ""), ("sbatch", ""));
        await using var refusing = (await ApiStandIn.StartAsync()).OnProblem(Route, 422, """{"code":"UNKNOWN_ZONE","detail":"Did you mean GB?"}""");

        Assert.Equal(2, (await RunAsync("at.sh", refusing, standIns, "GBB", "3h", "make")).ExitCode);
        Assert.Equal(2, (await RunAsync("slurm.sh", refusing, standIns, "GBB", "3h", "x.sbatch")).ExitCode);
        Assert.Empty(standIns.Calls);
        Assert.Equal(0, (await RunAsync("slurm.sh", null, standIns, "GB", "3h", "x.sbatch")).ExitCode);
        Assert.Equal(0, (await RunAsync("at.sh", null, standIns, "GB", "3h", "make")).ExitCode);
        Assert.Equal("sbatch [x.sbatch]", standIns.Calls[0]);
        Assert.Matches(@"^at \[-t\] \[\d{12}\] < make$", standIns.Calls[1]);
    }

    [Fact]
    public async Task Kubernetes_Plan_CreatesSuspendedAndLetsGo()
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan());
        using var standIns = new StandIns(("kubectl", "job.batch/nightly-training-x7k2p"));

        var run = await RunAsync("kubernetes.sh", api, standIns, "GB", "3h");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            [$"kubectl [create] [-f] [{Folder}/kubernetes-job.yaml] [-o] [name]", """kubectl [patch] [job.batch/nightly-training-x7k2p] [--type] [merge] [-p] [{"spec":{"suspend":false}}]"""],
            standIns.Calls);
        var job = Yaml("kubernetes-job.yaml");
        Assert.Equal(("batch/v1", "Job", "true"), (Text(job, "apiVersion"), Text(job, "kind"), Text(job, "spec", "suspend")));
        Assert.Equal("Never", Text(job, "spec", "template", "spec", "restartPolicy"));
    }

    [Fact]
    public async Task Crontab_ItsCommand_RunsTheBackupAtTheStart()
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan());
        using var standIns = new StandIns(("nightly-backup", "saved"));
        var line = Assert.Single(await File.ReadAllLinesAsync(Path.Combine(Folder, "crontab")), l => l.Length > 0 && (char.IsAsciiDigit(l[0]) || l[0] == '*'));
        var fields = line.Split(' ', 6);

        // cron takes % for the end of the command.
        Assert.DoesNotContain('%', line);
        var run = await ProgramRun.RunAsync("sh", ["-c", fields[5]], Api(api), standIns);

        Assert.Equal((0, "saved\n"), (run.ExitCode, run.Output));
        Assert.Equal(["nightly-backup [--full]"], standIns.Calls);
    }

    [Fact]
    public async Task Systemd_Units_AreSoundAndRunTheBackup()
    {
        await using var api = (await ApiStandIn.StartAsync()).On(Route, Answers.Plan());
        using var standIns = new StandIns(("nightly-backup", "saved"));
        File.CreateSymbolicLink(Path.Combine(standIns.Folder, "carbon"), CarbonRun.Program);
        foreach (var unit in new[] { "carbon-backup.service", "carbon-backup.timer" })
        {
            var text = await File.ReadAllTextAsync(Path.Combine(Folder, unit));
            await File.WriteAllTextAsync(Path.Combine(standIns.Folder, unit), text.Replace("/usr/local/bin", standIns.Folder, StringComparison.Ordinal));
        }

        var service = await File.ReadAllLinesAsync(Path.Combine(standIns.Folder, "carbon-backup.service"));
        var run = await ProgramRun.RunAsync("sh", ["-c", service.Single(l => l.StartsWith("ExecStart=", StringComparison.Ordinal))["ExecStart=".Length..]], Api(api), standIns);
        Assert.Equal((0, "saved\n"), (run.ExitCode, run.Output));

        ProgramRun.Needs("systemd-analyze");
        var verified = await ProgramRun.RunAsync(
            "systemd-analyze", ["verify", "--man=no", Path.Combine(standIns.Folder, "carbon-backup.service"), Path.Combine(standIns.Folder, "carbon-backup.timer")]);
        Assert.DoesNotContain("carbon-backup", verified.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sh", "verify-webhook.sh", "openssl")]
    [InlineData("python3", "verify_webhook.py", "python3")]
    public async Task VerifyWebhook_GenuineAndForged_AreToldApart(string interpreter, string script, string tool)
    {
        ProgramRun.Needs(tool);
        const string Body = """{"type":"schedule.start","data":{"jobId":"nächtlich"}}""";
        var key = RandomNumberGenerator.GetBytes(32);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var environment = new Dictionary<string, string> { ["WEBHOOK_SECRET"] = "whsec_" + Convert.ToBase64String(key) };

        Assert.Equal(0, await CodeAsync(now, Sign(now, Body), Body));
        Assert.Equal(0, await CodeAsync(now, "v1,b3RoZXI= " + Sign(now, Body), Body));
        Assert.NotEqual(0, await CodeAsync(now, Sign(now, Body), Body.Replace("start", "stop", StringComparison.Ordinal)));
        Assert.NotEqual(0, await CodeAsync(now + 1, Sign(now, Body), Body));
        Assert.NotEqual(0, await CodeAsync(now - 600, Sign(now - 600, Body), Body));
        Assert.NotEqual(0, await CodeAsync(now, "", Body));

        string Sign(long timestamp, string body) => "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"id.{timestamp}.{body}")));

        async Task<int> CodeAsync(long timestamp, string signatures, string body) =>
            (await ProgramRun.RunAsync(interpreter, [Path.Combine(Folder, script), "id", $"{timestamp}", signatures], environment, input: body)).ExitCode;
    }

    [Fact]
    public void Workflow_ItsInputs_AreThoseOfTheAction()
    {
        var steps = (YamlSequenceNode)At(Yaml("github-workflow.yml"), "jobs", "train", "steps");
        var uses = steps.OfType<YamlMappingNode>().Single(s => s.Children.ContainsKey("uses") && Text(s, "uses").Contains("carbon-wait", StringComparison.Ordinal));
        var inputs = (YamlMappingNode)At(CarbonWaitActionTests.Action(), "inputs");

        Assert.True(Directory.Exists(Path.Combine(SharedData.RepositoryRoot, Text(uses, "uses"))));
        Assert.All(((YamlMappingNode)At(uses, "with")).Children.Keys, name => Assert.Contains(name, inputs.Children.Keys));
    }

    internal static YamlNode At(YamlNode node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = node[name];
        }

        return node;
    }

    internal static string Text(YamlNode node, params ReadOnlySpan<string> path) => ((YamlScalarNode)At(node, path)).Value!;

    internal static YamlNode ReadYaml(string path)
    {
        using var reader = new StreamReader(path);
        var yaml = new YamlStream();
        yaml.Load(reader);
        return yaml.Documents.Single().RootNode;
    }

    private static YamlNode Yaml(string name) => ReadYaml(Path.Combine(Folder, name));

    private static Dictionary<string, string> Api(ApiStandIn? api) => new() { ["CARBONAPP_API"] = api?.Address ?? "http://127.0.0.1:1" };

    private static Task<CarbonResult> RunAsync(string script, ApiStandIn? api, StandIns standIns, params string[] arguments) =>
        ProgramRun.RunAsync("sh", [Path.Combine(Folder, script), .. arguments], Api(api), standIns);
}
