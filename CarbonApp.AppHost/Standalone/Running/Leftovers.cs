using System.Diagnostics;
using System.Globalization;
using CarbonApp.AppHost.Servers;

namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>Ends what a host that was killed left running on the data folder; the caller holds the folder's lock.</summary>
internal static class Leftovers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task ClearAsync(DataFolder data, ProcessRecords records, Action<string> say)
    {
        await Task.WhenAll(records.StillRunning().ToArray().Select(left => EndAsync(left.Name, left.Process, say)));
        records.Clear();
        await ClearPostmasterAsync(data, say);
    }

    private static async Task EndAsync(string name, Process process, Action<string> say)
    {
        say($"{name} (process {process.Id}) is left from a run that did not end cleanly, stopping it");
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            // SIGINT is a fast, clean shutdown for Postgres and Kestrel alike; Redis takes SIGTERM and SIGINT the same.
            if (!PosixSignals.Send(process.Id, PosixSignals.Interrupt))
            {
                process.Kill(entireProcessTree: true);
            }

            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // Ended meanwhile.
        }
        finally
        {
            PosixSignals.SendToGroup(process.Id, PosixSignals.Kill);
            process.Dispose();
        }
    }

    // After a crash of the machine the id in postmaster.pid may belong to somebody else by now; Postgres would then refuse to start.
    private static async Task ClearPostmasterAsync(DataFolder data, Action<string> say)
    {
        var file = Path.Combine(data.Postgres, "cluster", "postmaster.pid");
        if (!OperatingSystem.IsLinux() || !File.Exists(file)
            || !int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var id))
        {
            return;
        }

        var arguments = $"/proc/{id}/cmdline";
        if (File.Exists(arguments) && (await File.ReadAllTextAsync(arguments)).Contains(Path.Combine(data.Postgres, "cluster"), StringComparison.Ordinal))
        {
            await EndAsync("postgres", Process.GetProcessById(id), say);
        }
        else
        {
            File.Delete(file);
        }
    }
}
