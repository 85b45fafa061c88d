using System.Globalization;
using CarbonApp.AppHost.Servers;

namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>Keeps a second host out of a data folder. The system releases it when the host dies, however it dies.</summary>
internal sealed class HostLock : IDisposable
{
    private readonly FileStream _file;

    private HostLock(FileStream file) => _file = file;

    public static HostLock Take(DataFolder data)
    {
        var path = Path.Combine(data.Running, "host.lock");
        var owner = Path.Combine(data.Running, "host");
        try
        {
            var held = new HostLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            Sign(owner);
            return held;
        }
        catch (IOException)
        {
            var id = File.Exists(owner) ? File.ReadAllText(owner) : "unknown";
            throw new ServerUnavailableException($"CarbonApp already runs on {data.Root} (process {id}): stop it with Ctrl+C or `kill {id}`, or name another folder with --data.");
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Who holds it, for the message to a second host. Without room on the disk that message says "unknown", and nothing else is lost.</summary>
    private static void Sign(string owner)
    {
        try
        {
            File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            File.Delete(owner);
        }
    }
}
