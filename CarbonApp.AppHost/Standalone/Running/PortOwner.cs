using System.Globalization;

namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>Who listens on a port, as far as Linux tells.</summary>
internal static class PortOwner
{
    private const string ListenState = "0A";

    /// <summary>" by NAME (process ID)", or nothing where that cannot be found out.</summary>
    public static string Describe(int port)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "";
        }

        var sockets = new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists).SelectMany(File.ReadLines).Select(line => Socket(line, port)).OfType<string>().ToHashSet();
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                if (Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(file => new FileInfo(file).LinkTarget is { } target && sockets.Contains(target)))
                {
                    return $" by {File.ReadAllText(Path.Combine(process, "comm")).Trim()} (process {Path.GetFileName(process)})";
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another user's process, or one that ended while we looked.
            }
        }

        return "";
    }

    // Fields: slot, local address:port in hex, remote, state, …; the tenth is the socket's inode.
    private static string? Socket(string line, int port)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 9 && fields[3] == ListenState && fields[1].EndsWith(":" + port.ToString("X4", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            ? $"socket:[{fields[9]}]"
            : null;
    }
}
