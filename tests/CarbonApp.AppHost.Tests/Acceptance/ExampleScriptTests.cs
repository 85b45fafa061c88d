using CarbonApp.Tests.Shared;

namespace CarbonApp.AppHost.Tests.Acceptance;

/// <summary>What users of the first product run, unchanged, against the running system.</summary>
[Collection(WholeSystem.Name)]
public class ExampleScriptTests(GreatBritainSystem system)
{
    [Fact]
    public Task Curl_AllCalls_Answer() => AnswersAsync("sh", "curl.sh", "curl", "--version");

    [Fact]
    public Task Requests_AllCalls_Answer() => AnswersAsync("python3", "requests.py", "python3", "-c", "import requests");

    [Fact]
    public Task Fetch_AllCalls_Answer() => AnswersAsync("node", "fetch.mjs", "node", "--version");

    private async Task AnswersAsync(string interpreter, string script, string tool, params string[] probe)
    {
        Assert.SkipUnless((await ProgramRun.RunAsync(tool, probe)).ExitCode == 0, $"needs `{tool} {string.Join(' ', probe)}` to work");
        var run = await system.StartedAsync();

        var ended = (await ProgramRun.RunAsync(
            interpreter,
            [Path.Combine(SharedData.RepositoryRoot, "tests", "examples", script)],
            new() { ["CARBON_URL"] = run.AddressOf("api").AbsoluteUri.TrimEnd('/') })).Succeeded();

        Assert.EndsWith("all calls answered", ended.Output.TrimEnd(), StringComparison.Ordinal);
    }
}
