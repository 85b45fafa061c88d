namespace CarbonApp.AppHost.Servers;

/// <summary>Finds programs: on PATH first, then where packages of the usual systems put them.</summary>
internal static class ExecutableSearch
{
    // Valkey and Memurai speak Redis's protocol and read its configuration file; some systems ship only them.
    private static readonly string[] RedisNames = ["redis-server", "valkey-server", "memurai"];

    private static readonly (string Parent, string Pattern)[] PostgresFolders =
    [
        ("/usr/lib/postgresql", "*"),
        ("/usr", "pgsql-*"),
        ("/opt/homebrew/opt", "postgresql@*"),
        ("/usr/local/opt", "postgresql@*"),
        (Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*"),
    ];

    /// <summary>Full path of a program on PATH, or null.</summary>
    public static string? OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, Executable(name)))
            .FirstOrDefault(File.Exists);

    /// <summary>A Redis server program, or null.</summary>
    public static string? Redis() => RedisNames.Select(OnPath).FirstOrDefault(path => path is not null);

    /// <summary>Folders that hold both initdb and postgres, the one on PATH first, then the newest version first.</summary>
    public static IEnumerable<string> Postgres()
    {
        var onPath = OnPath("initdb") is { } initdb ? [Path.GetDirectoryName(Resolve(initdb))!] : Array.Empty<string>();
        var installed = PostgresFolders
            .Where(place => Directory.Exists(place.Parent))
            .SelectMany(place => Directory.EnumerateDirectories(place.Parent, place.Pattern))
            .OrderByDescending(VersionOf)
            .Select(folder => Path.Combine(folder, "bin"));
        return onPath.Concat(installed).Where(HoldsPostgres).Distinct();
    }

    private static bool HoldsPostgres(string folder) =>
        File.Exists(Path.Combine(folder, Executable("initdb"))) && File.Exists(Path.Combine(folder, Executable("postgres")));

    // A link on PATH may point into the folder that holds the rest.
    private static string Resolve(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    private static int VersionOf(string folder) =>
        int.TryParse(Path.GetFileName(folder).Split('-', '@')[^1].Split('.')[0], out var version) ? version : 0;

    private static string Executable(string name) => OperatingSystem.IsWindows() ? name + ".exe" : name;
}
