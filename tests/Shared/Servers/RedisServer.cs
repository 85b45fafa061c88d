using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CarbonApp.Tests.Shared.Servers;

/// <summary>
/// A real Redis on a free loopback port that keeps nothing on disk. Starts at first use, so that it can be an assembly fixture. A test
/// that kills it or changes its settings makes its own. Skips the calling test when Redis is not installed.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private DirectoryInfo? _folder;
    private ServerProcess? _process;

    /// <summary>Loopback port; 0 before the first start.</summary>
    public int Port { get; private set; }

    /// <summary>Connection string for StackExchange.Redis; the server must have been started.</summary>
    public string ConnectionString => $"127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Temporary folder of the server; null while there is none.</summary>
    public string? Folder => _folder?.FullName;

    /// <summary>Folder to make its own in; null: the system's temporary one.</summary>
    public string? Within { get; init; }

    /// <summary>Runs a command of Redis on it, as an administrator does; throws with what Redis says where it is refused.</summary>
    public Task CommandAsync(params IEnumerable<string> command) => ServerProcess.RunAsync(
        ["redis-cli", "-e", "-p", Port.ToString(CultureInfo.InvariantCulture), .. command], "/");

    /// <summary>Starts the server if it does not run.</summary>
    public async Task StartAsync()
    {
        await _gate.WaitAsync();
        try
        {
            await EnsureRunningAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Kills the server with signal 9, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
        {
            await _process.KillAsync();
            _process.Dispose();
            _process = null;
        }
    }

    /// <summary>Kills the server if it runs, and starts an empty one on the same port.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder?.Delete(recursive: true);
        _folder = null;
        _gate.Dispose();
    }

    private async Task EnsureRunningAsync()
    {
        if (_process is { HasExited: false })
        {
            return;
        }

        var program = ServerProcess.Find("redis-server");
        Assert.SkipWhen(program is null, "needs Redis: redis-server is not on PATH (Debian: apt install redis-server)");
        _folder ??= Within is null ? Directory.CreateTempSubdirectory("carbonapp-redis-") : Directory.CreateDirectory(Path.Combine(Within, "redis"));
        Port = Port == 0 ? ServerProcess.FreePort() : Port;
        var port = Port.ToString(CultureInfo.InvariantCulture);
        _process = ServerProcess.Start(
            [program!, "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder.FullName],
            _folder.FullName);

        var watch = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            if (_process.HasExited || watch.Elapsed > StartLimit)
            {
                throw new InvalidOperationException($"redis-server did not start: {_process.Output}");
            }

            await Task.Delay(20);
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
            var answer = new byte[7];
            await client.GetStream().ReadAtLeastAsync(answer, answer.Length);
            return Encoding.ASCII.GetString(answer) == "+PONG\r\n";
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }
}
