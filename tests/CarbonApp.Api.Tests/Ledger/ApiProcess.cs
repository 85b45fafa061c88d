using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Ledger;

/// <summary>The Api as a process of its own, to be killed.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly HttpClient _client;

    private ApiProcess(Process process, int port) =>
        (_process, _client) = (process, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") });

    public static async Task<ApiProcess> StartAsync(string database)
    {
        var port = ServerProcess.FreePort();
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location]) { WorkingDirectory = Path.GetTempPath() };
        start.Environment["ConnectionStrings__carbondb"] = database;
        start.Environment["Sources__Offline"] = "true";
        start.Environment["RateLimits__Enabled"] = "false";
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var api = new ApiProcess(Process.Start(start)!, port);
        await api.ReadyAsync();
        return api;
    }

    /// <summary>Id of a plan that was answered as stored; null when nobody answers any more.</summary>
    public async Task<string?> TryPlanAsync(string body)
    {
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            var answer = await Answer.Of(await _client.PostAsync(new Uri("/api/v2/plan", UriKind.Relative), content));
            Assert.True(answer.Status == 200, answer.Text);
            Assert.DoesNotContain("NOT_STORED", answer.Text, StringComparison.Ordinal);
            return answer.String("planId");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return null;
        }
    }

    /// <summary>As <c>kill -9</c> does.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Ready means that the schema is there, too.</summary>
    private async Task ReadyAsync()
    {
        var watch = Stopwatch.StartNew();
        while (!await IsReadyAsync())
        {
            Assert.False(_process.HasExited || watch.Elapsed > StartLimit, "the Api did not start");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await _client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
