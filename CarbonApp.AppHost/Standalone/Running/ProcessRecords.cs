using System.Diagnostics;
using System.Globalization;

namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>
/// Process ids on disk, with the start time, because ids are reused. One file per process in the data folder's `running`;
/// what is still there at the next start was left by a host that did not end well.
/// </summary>
internal sealed class ProcessRecords(string folder)
{
    // The system derives start times from ticks since boot, so they wander a little with the clock.
    private static readonly TimeSpan SameStart = TimeSpan.FromSeconds(5);

    public void Write(string name, Process process)
    {
        try
        {
            File.WriteAllText(FileOf(name), string.Create(CultureInfo.InvariantCulture, $"{process.Id} {process.StartTime.ToUniversalTime():O}"));
        }
        catch (InvalidOperationException)
        {
            // It has ended already, so there is nothing to find later.
        }
        catch (IOException)
        {
            // The disk is full: no reason to leave the process alone. Only a host that is killed before it is started again would miss the note.
        }
    }

    public void Remove(string name) => File.Delete(FileOf(name));

    /// <summary>Recorded processes that still run.</summary>
    public IEnumerable<(string Name, Process Process)> StillRunning()
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.pid"))
        {
            if (Find(File.ReadAllText(file)) is { } process)
            {
                yield return (Path.GetFileNameWithoutExtension(file), process);
            }
        }
    }

    /// <summary>Forgets all of them.</summary>
    public void Clear()
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.pid"))
        {
            File.Delete(file);
        }
    }

    private static Process? Find(string record)
    {
        var parts = record.Split(' ');
        if (parts.Length != 2
            || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var id)
            || !DateTime.TryParse(parts[1], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var startedAt))
        {
            return null;
        }

        try
        {
            var process = Process.GetProcessById(id);
            return !process.HasExited && (process.StartTime.ToUniversalTime() - startedAt).Duration() < SameStart ? process : null;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private string FileOf(string name) => Path.Combine(folder, name + ".pid");
}
