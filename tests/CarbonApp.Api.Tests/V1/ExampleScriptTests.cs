using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Api.Tests.V1;

/// <summary>What users of the first product run, unchanged, against the real server over a real socket.</summary>
public sealed class ExampleScriptTests
{
    [Fact]
    public async Task Curl_AllCalls_Answer() => await RunAsync("curl", "--version", "sh", "curl.sh");

    [Fact]
    public async Task Requests_AllCalls_Answer() => await RunAsync(FindPython(), "-c", FindPython(), "requests.py");

    [Fact]
    public async Task Fetch_AllCalls_Answer() => await RunAsync("node", "--version", "node", "fetch.mjs");

    [Fact]
    public async Task Connection_AfterMalformedJson_ServesTheNextRequest()
    {
        await using var api = Serve(out var address);
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1 };
        using var client = new HttpClient(handler) { BaseAddress = address };
        for (var i = 0; i < 3; i++)
        {
            using var broken = new StringContent("{bad", Encoding.UTF8, "application/json");
            using var refused = await client.PostAsync(new Uri("/api/v1/optimize", UriKind.Relative), broken);
            using var next = await client.GetAsync(new Uri("/health", UriKind.Relative));

            Assert.Equal(400, (int)refused.StatusCode);
            Assert.False(refused.Headers.ConnectionClose ?? false);
            Assert.Equal(200, (int)next.StatusCode);
        }
    }

    [Fact]
    public async Task Post_BodyOverOneMebibyte_Answers413()
    {
        await using var api = Serve(out var address);
        using var client = new HttpClient { BaseAddress = address };
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes("{\"x\":\"" + new string('x', 1 << 20) + "\"}"));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        V1Error.Assert(await Answer.Of(await client.PostAsync(new Uri("/api/v1/optimize", UriKind.Relative), body)), 413, "payload_too_large");
    }

    private static TestApi Serve(out Uri address)
    {
        var api = new TestApi(((string[])["GB", "FR", "US-MIDA-PJM", "IE"]).Select((zone, i) => Signals.Flat(zone, 100 * (i + 1), 49)));
        api.UseKestrel();
        api.StartServer();
        using var client = api.CreateClient();
        address = client.BaseAddress!;
        return api;
    }

    private static async Task RunAsync(string? tool, string probe, string? interpreter, string script)
    {
        Assert.SkipWhen(tool is null, "needs Python with requests: apt-get install python3-requests");
        Assert.SkipUnless(probe == "-c" || (await StartAsync(tool!, [probe], null)).ExitCode == 0, $"needs {tool} on the PATH");
        await using var api = Serve(out var address);

        var (exitCode, output) = await StartAsync(interpreter!, [Path.Combine(SharedData.RepositoryRoot, "tests", "examples", script)], address);

        Assert.True(exitCode == 0, output);
        Assert.EndsWith("all calls answered", output.TrimEnd(), StringComparison.Ordinal);
    }

    /// <summary>A Python that has requests: the one on the PATH, or Debian's, for which the package is.</summary>
    private static string? FindPython() => ((string[])["python3", "/usr/bin/python3"])
        .FirstOrDefault(python => StartAsync(python, ["-c", "import requests"], null).GetAwaiter().GetResult().ExitCode == 0);

    internal static async Task<(int ExitCode, string Output)> StartAsync(string program, string[] arguments, Uri? address)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        start.Environment["CARBON_URL"] = address?.AbsoluteUri.TrimEnd('/');
        start.Environment["NO_PROXY"] = "*";
        try
        {
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await errors + await output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (127, $"{program} is not installed");
        }
    }
}
