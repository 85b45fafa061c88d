using System.Globalization;
using CarbonApp.Tests.Shared;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Fakes;

/// <summary>The built Api, run as a process of its own: one of several replicas, and one that can be killed. It asks no feed.</summary>
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

    public bool HasExited => _process.HasExited;

    /// <summary>Starts it and waits until it can use the database.</summary>
    public static async Task<ApiProcess> StartAsync(string connectionString, params IEnumerable<string> settings)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ServerProcess.FreePort()}");
        string[] command =
        [
            "env", $"ConnectionStrings__carbondb={connectionString}", $"ASPNETCORE_URLS={address}", "Sources__Offline=true", "RateLimits__Enabled=false", "Logging__LogLevel__Default=Warning",
            .. settings, Program,
        ];
        var api = new ApiProcess(ServerProcess.Start(command, Path.GetTempPath()), address);
        var began = TimeProvider.System.GetTimestamp();
        while (!await api.IsReadyAsync())
        {
            Assert.False(api.HasExited || TimeProvider.System.GetElapsedTime(began) > StartLimit, $"the Api did not start: {api.Output}");
            await Task.Delay(50);
        }

        return api;
    }

    /// <summary>Memory it holds, MB.</summary>
    public double ResidentMegabytes() => _process.ResidentMegabytes();

    /// <summary>Processor time it has taken since its start.</summary>
    public TimeSpan ProcessorTime() => _process.ProcessorTime();

    /// <summary>kill -9.</summary>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.KillAsync();
        _process.Dispose();
    }

    /// <summary>Ready means that the schema is there, too.</summary>
    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
