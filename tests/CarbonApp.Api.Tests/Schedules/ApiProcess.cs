using System.Globalization;
using CarbonApp.Tests.Shared;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Schedules;

/// <summary>The built Api, run as a process of its own: one of several replicas that can be killed.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    /// <summary>Of the configuration the tests were built in.</summary>
    private static readonly string Program = Path.Combine(
        SharedData.RepositoryRoot, "artifacts", "bin", "CarbonApp.Api", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "CarbonApp.Api");

    private readonly ServerProcess _process;

    private ApiProcess(ServerProcess process, string address)
    {
        _process = process;
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(address) };
    }

    public HttpClient Client { get; }

    /// <summary>What it wrote last, for error messages.</summary>
    public string Output => _process.Output;

    /// <summary>Starts it and waits until it can use the database.</summary>
    public static async Task<ApiProcess> StartAsync(string connectionString, IEnumerable<string> settings)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ServerProcess.FreePort()}");
        // No feed is to be asked: nobody listens there.
        string[] command =
        [
            "env", $"ConnectionStrings__carbondb={connectionString}", $"ASPNETCORE_URLS={address}", "Sources__Neso__BaseAddress=http://127.0.0.1:1",
            "Sources__EnergyCharts__BaseAddress=http://127.0.0.1:1", "RateLimits__Enabled=false", .. settings, Program,
        ];
        var api = new ApiProcess(ServerProcess.Start(command, Path.GetTempPath()), address);
        var began = TimeProvider.System.GetTimestamp();
        while (!await api.IsReadyAsync())
        {
            Assert.False(api._process.HasExited || TimeProvider.System.GetElapsedTime(began) > StartLimit, $"the Api did not start: {api.Output}");
            await Task.Delay(100);
        }

        return api;
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.KillAsync();
        _process.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri("/api/v2/schedules", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
