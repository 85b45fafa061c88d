using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CarbonApp.AppHost.Servers;

/// <summary>Where data stays between runs: servers' files, their passwords and ports, and the ids of running processes.</summary>
internal sealed class DataFolder
{
    /// <summary>Lies in every data folder; --reset empties nothing that lacks it.</summary>
    private const string MarkerName = "carbonapp-data.txt";

    private DataFolder(string path) => Root = path;

    /// <summary>Full path.</summary>
    public string Root { get; }

    public string Redis => Path.Combine(Root, "redis");

    public string Postgres => Path.Combine(Root, "postgres");

    /// <summary>Process ids of what this host started, and the lock that keeps a second host out.</summary>
    public string Running => Path.Combine(Root, "running");

    /// <summary>
    /// `.carbonapp` in the clone, unless the account Postgres must run as cannot reach that (root below a closed home):
    /// then a folder under /var/lib named for the clone.
    /// </summary>
    public static DataFolder For(string? asked, string repositoryRoot)
    {
        if (!string.IsNullOrWhiteSpace(asked))
        {
            return new(Path.GetFullPath(asked));
        }

        var inClone = Path.Combine(repositoryRoot, ".carbonapp");
        if (!ServerAccount.IsNeeded || EveryoneMayPass(repositoryRoot))
        {
            return new(inClone);
        }

        var clone = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(repositoryRoot)))[..8];
        return new($"/var/lib/carbonapp/{Path.GetFileName(repositoryRoot)}-{clone}");
    }

    /// <summary>Creates what is missing.</summary>
    public void Open()
    {
        if (Directory.Exists(Root) && Directory.EnumerateFileSystemEntries(Root).Any() && !File.Exists(Path.Combine(Root, MarkerName)))
        {
            throw new ServerUnavailableException($"{Root} is not empty and not a CarbonApp data folder: name an empty or new one with --data.");
        }

        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(Redis);
        Directory.CreateDirectory(Running);
        File.WriteAllText(Path.Combine(Root, MarkerName), "Data of CarbonApp's local servers. Empty it with: dotnet run --project CarbonApp.AppHost -- --reset\n");
        if (ServerAccount.IsNeeded && !EveryoneMayPass(Root))
        {
            throw new ServerUnavailableException($"The user `postgres`, as which PostgreSQL runs under root, cannot reach {Root}: name a folder with --data whose parents everyone may enter (o+x).");
        }
    }

    /// <summary>Removes everything the servers stored. The caller holds the lock.</summary>
    public void Empty()
    {
        foreach (var folder in new[] { Redis, Postgres, Path.Combine(Root, "secrets"), Path.Combine(Root, "ports") }.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(Redis);
    }

    /// <summary>A password made once and kept readable only by its owner.</summary>
    public string Secret(string name)
    {
        var file = Path.Combine(Root, "secrets", name);
        if (File.Exists(file))
        {
            return File.ReadAllText(file);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var secret = RandomNumberGenerator.GetHexString(32, lowercase: true);
        // Whole or not at all: on a full disk half of one would be left, and be taken for the secret from then on.
        WriteOwnerOnly(file + ".part", secret);
        File.Move(file + ".part", file, overwrite: true);
        return secret;
    }

    /// <summary>The port a server had last time, when there was one.</summary>
    public int? RememberedPort(string name) =>
        int.TryParse(ReadIfThere(Path.Combine(Root, "ports", name)), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;

    public void RememberPort(string name, int port)
    {
        Directory.CreateDirectory(Path.Combine(Root, "ports"));
        File.WriteAllText(Path.Combine(Root, "ports", name), port.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Writes a file nobody else may read.</summary>
    public static void WriteOwnerOnly(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(text);
    }

    private static string? ReadIfThere(string file) => File.Exists(file) ? File.ReadAllText(file) : null;

    private static bool EveryoneMayPass(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (at.Exists && !OperatingSystem.IsWindows() && !at.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }
}
