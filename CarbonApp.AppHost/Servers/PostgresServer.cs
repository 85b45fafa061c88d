using System.Globalization;

namespace CarbonApp.AppHost.Servers;

/// <summary>A Postgres cluster of our own in the data folder: loopback only, password by SCRAM, fully durable.</summary>
internal sealed class PostgresServer(string binFolder, DataFolder data, int port)
{
    private static readonly TimeSpan SetupPatience = TimeSpan.FromMinutes(2);

    public int Port => port;

    private string Cluster => Path.Combine(data.Postgres, "cluster");

    /// <summary>As Npgsql reads it.</summary>
    public string ConnectionString(string database) => string.Create(
        CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={port};Username=postgres;Password={data.Secret("postgres-password")};Database={database}");

    /// <summary>The installed programs that fit the cluster's version, or any when there is no cluster yet.</summary>
    public static string? FindBinFolder(DataFolder data)
    {
        var found = ExecutableSearch.Postgres().ToArray();
        var versionFile = Path.Combine(data.Postgres, "cluster", "PG_VERSION");
        if (found.Length == 0 || !File.Exists(versionFile))
        {
            return found.FirstOrDefault();
        }

        var version = File.ReadAllText(versionFile).Trim();
        return found.FirstOrDefault(folder => Version(folder) == version)
            ?? throw new ServerUnavailableException($"The data in {data.Postgres} was written by PostgreSQL {version}, which is not installed: install it, or start anew with --reset (deletes the data).");
    }

    /// <summary>Makes the cluster and the databases where they are missing, and says how to start. Server not running.</summary>
    public ServerCommand Prepare(IEnumerable<string> databases)
    {
        Initialise();
        foreach (var database in databases)
        {
            CreateDatabase(database);
        }

        return ServerAccount.As(new(Program("postgres"), data.Postgres,
        [
            "-D", Cluster, "-p", port.ToString(CultureInfo.InvariantCulture), "-h", "127.0.0.1",
            "-c", "unix_socket_directories=", "-c", "log_checkpoints=off",
        ]));
    }

    /// <summary>A clean, fast end where there are no signals to ask for it.</summary>
    public ServerCommand StopCommand => new(Program("pg_ctl"), data.Postgres, ["stop", "-D", Cluster, "-m", "fast"]);

    private void Initialise()
    {
        if (File.Exists(Path.Combine(Cluster, "PG_VERSION")))
        {
            return;
        }

        // Made elsewhere and moved at the end, so that an interrupted initdb leaves nothing that looks like a cluster.
        var beginning = Path.Combine(data.Postgres, "cluster-beginning");
        var passwordFile = Path.Combine(data.Postgres, "password");
        if (Directory.Exists(data.Postgres))
        {
            Directory.Delete(data.Postgres, recursive: true);
        }

        Directory.CreateDirectory(data.Postgres);
        DataFolder.WriteOwnerOnly(passwordFile, data.Secret("postgres-password"));
        ServerAccount.Own(data.Postgres);
        ToolRun.Run(
            ServerAccount.As(new(Program("initdb"), data.Postgres,
            [
                "-D", beginning, "--username=postgres", "--auth=scram-sha-256", $"--pwfile={passwordFile}", "--encoding=UTF8", "--no-locale",
            ])),
            SetupPatience);
        File.Delete(passwordFile);
        Directory.Move(beginning, Cluster);
    }

    // Single-user mode needs no running server, so the same code serves a host that starts the server itself and one that does not.
    private void CreateDatabase(string name)
    {
        var done = Path.Combine(data.Postgres, $"database-{name}");
        if (File.Exists(done))
        {
            return;
        }

        var output = ToolRun.Run(
            ServerAccount.As(new(Program("postgres"), data.Postgres, ["--single", "-D", Cluster, "postgres"])),
            SetupPatience,
            $"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\";\n");
        if (output.Contains("ERROR:", StringComparison.Ordinal) && !output.Contains("already exists", StringComparison.Ordinal))
        {
            throw new ServerUnavailableException($"PostgreSQL did not create the database {name}: {output}");
        }

        File.WriteAllText(done, "");
    }

    private string Program(string name) => Path.Combine(binFolder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    // "postgres (PostgreSQL) 15.18 (Debian …)" → "15"
    private static string Version(string folder)
    {
        var (exitCode, output) = ToolRun.Try(new(Path.Combine(folder, "postgres"), folder, ["--version"]), TimeSpan.FromSeconds(10));
        return exitCode == 0 ? output.Split(' ').FirstOrDefault(word => word.Length > 0 && char.IsAsciiDigit(word[0]))?.Split('.')[0] ?? "" : "";
    }
}
