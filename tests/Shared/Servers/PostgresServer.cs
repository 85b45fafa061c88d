using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace CarbonApp.Tests.Shared.Servers;

/// <summary>
/// A real Postgres on a free loopback port, its data in a temporary folder that goes with it. Starts at first use, so that it can be
/// an assembly fixture (<c>[assembly: AssemblyFixture(typeof(PostgresServer))]</c>) with a database per test class. A test that kills
/// it makes its own. Skips the calling test when Postgres is not installed.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    /// <summary>A data folder as initdb makes it, once: a copy takes a third of its time. It goes with the test run.</summary>
    private static readonly Lazy<Task<string>> Fresh = new(async () =>
    {
        var folder = NewFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        var data = Path.Combine(folder.FullName, "data");
        await ServerProcess.RunAsync(
            AsServerUser([Program("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]), folder.FullName);
        return data;
    });

    private readonly SemaphoreSlim _gate = new(1, 1);
    private DirectoryInfo? _folder;
    private ServerProcess? _process;

    /// <summary>Loopback port; 0 before the first start.</summary>
    public int Port { get; private set; }

    /// <summary>Connection string of the database <c>postgres</c>; the server must have been started.</summary>
    public string ConnectionString => ConnectionStringOf("postgres");

    /// <summary>Temporary folder of the server; null while there is none.</summary>
    public string? Folder => _folder?.FullName;

    /// <summary>Folder to make its own in; null: the system's temporary one.</summary>
    public string? Within { get; init; }

    /// <summary>Whether the server runs: it may have ended by itself.</summary>
    public bool IsRunning => _process is { HasExited: false };

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

    /// <summary>Makes an empty database and gives its connection string; lower-case letters, digits and underscores only.</summary>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        await StartAsync();
        await ServerProcess.RunAsync([Program("createdb"), "-h", "127.0.0.1", "-p", PortText, "-U", "postgres", name], "/");
        return ConnectionStringOf(name);
    }

    /// <summary>Kills the server and all its backends with signal 9, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
        {
            await _process.KillAsync();
            _process.Dispose();
            _process = null;
        }
    }

    /// <summary>Kills the server if it runs, and starts it on the same port and data.</summary>
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

    private string PortText => Port.ToString(CultureInfo.InvariantCulture);

    private string DataFolder => Path.Combine(_folder!.FullName, "data");

    private string ConnectionStringOf(string database) => $"Host=127.0.0.1;Port={PortText};Username=postgres;Database={database}";

    private async Task EnsureRunningAsync()
    {
        if (_process is { HasExited: false })
        {
            return;
        }

        var postgres = Program("postgres");
        if (_folder is null)
        {
            _folder = NewFolder(Within);
            await ServerProcess.RunAsync(AsServerUser(["cp", "-a", await Fresh.Value, DataFolder]), _folder.FullName);
            Port = ServerProcess.FreePort();
        }

        var watch = Stopwatch.StartNew();
        while (!await TryStartAsync(postgres, watch))
        {
            // After a kill -9 the old shared memory may be held for a moment by a backend that is just noticing.
            await Task.Delay(100);
        }
    }

    private static DirectoryInfo NewFolder(string? within = null)
    {
        var folder = within is null ? Directory.CreateTempSubdirectory("carbonapp-postgres-") : Directory.CreateDirectory(Path.Combine(within, "postgres"));
        // The server's own user, to whom we drop when root, must be able to make its data folder below.
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_111_111);
        }

        return folder;
    }

    private async Task<bool> TryStartAsync(string postgres, Stopwatch watch)
    {
        var process = ServerProcess.Start(
            AsServerUser([
                postgres, "-D", DataFolder, "-h", "127.0.0.1", "-p", PortText, "-k", "",
                // There are many databases for a short time: vacuuming them in turn would start one process after another.
                "-c", "autovacuum=off", "-c", "jit=off", "-c", "wal_level=minimal", "-c", "max_wal_senders=0",
                "-c", "fsync=off", "-c", "max_connections=200", "-c", "timezone=UTC", "-c", "log_min_messages=warning",
            ]),
            _folder!.FullName);

        while (!process.HasExited)
        {
            if (await AnswersAsync())
            {
                _process = process;
                return true;
            }

            if (watch.Elapsed > StartLimit)
            {
                await process.KillAsync();
                break;
            }

            await Task.Delay(50);
        }

        if (watch.Elapsed > StartLimit)
        {
            throw new InvalidOperationException($"postgres did not start within {StartLimit.TotalSeconds} s: {process.Output}");
        }

        process.Dispose();
        return false;
    }

    /// <summary>The port is open only once the server listens; recovery after a crash can still refuse, which pg_isready tells.</summary>
    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            await ServerProcess.RunAsync([Program("pg_isready"), "-h", "127.0.0.1", "-p", PortText, "-U", "postgres", "-q"], "/");
            return true;
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Postgres refuses to run as root. setpriv replaces itself by the program, so the process we hold is Postgres.</summary>
    private static IReadOnlyList<string> AsServerUser(IReadOnlyList<string> command) =>
        Environment.IsPrivilegedProcess && OperatingSystem.IsLinux()
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", .. command]
            : command;

    private static string Program(string name)
    {
        string[] versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        var path = ServerProcess.Find(name, versions.OrderByDescending(v => v, StringComparer.Ordinal).Select(v => Path.Combine(v, "bin")));
        Assert.SkipWhen(path is null, $"needs Postgres: {name} is neither on PATH nor below /usr/lib/postgresql (Debian: apt install postgresql)");
        return path!;
    }
}
