using System.Collections.Concurrent;
using System.Diagnostics;
using CarbonApp.AppHost.Servers;

namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>
/// Starts processes so that they go when the host goes, even when it is killed, and so that Ctrl+C reaches only the host.
/// </summary>
internal sealed class ProcessLauncher : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];

    // Linux ties the parent-death signal to the thread that started the child, not to the process. A pool thread would
    // take its children along when the pool retires it; this one lives as long as the host.
    public ProcessLauncher() => new Thread(Work) { IsBackground = true, Name = "process launcher" }.Start();

    /// <summary>Starts with the host's environment plus <paramref name="environment"/>; output is redirected, input is empty.</summary>
    public Task<Process> StartAsync(ServerCommand command, IReadOnlyDictionary<string, string> environment, int orphanSignal)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                started.SetResult(Start(command, environment, orphanSignal));
            }
            catch (Exception exception)
            {
                started.SetException(exception);
            }
        });
        return started.Task;
    }

    public void Dispose() => _work.CompleteAdding();

    private void Work()
    {
        foreach (var action in _work.GetConsumingEnumerable())
        {
            action();
        }

        // Staying alive keeps the parent-death signal from being sent early.
        Thread.Sleep(Timeout.Infinite);
    }

    private static Process Start(ServerCommand command, IReadOnlyDictionary<string, string> environment, int orphanSignal)
    {
        var wrapped = Wrap(command, orphanSignal);
        var start = new ProcessStartInfo(wrapped.FileName, wrapped.Arguments)
        {
            WorkingDirectory = wrapped.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    // All three exec the next in place, so the process id stays the server's own. The death signal comes last because a
    // change of user clears it. Where the tools are missing (macOS), the next start finds leftovers by their pid files.
    private static ServerCommand Wrap(ServerCommand command, int orphanSignal)
    {
        if (OperatingSystem.IsLinux() && ExecutableSearch.OnPath("setpriv") is { } setpriv)
        {
            var user = command.FileName == setpriv ? command.Arguments.TakeWhile(argument => argument != "--").ToArray() : [];
            var program = user.Length == 0 ? [command.FileName, .. command.Arguments] : command.Arguments.Skip(user.Length + 1).ToArray();
            var orphaned = orphanSignal == PosixSignals.Interrupt ? "INT" : "TERM"; // setpriv knows names only
            command = command with
            {
                FileName = setpriv,
                Arguments = user.Length == 0
                    ? ["--pdeathsig", orphaned, "--", .. program]
                    : [.. user, "--", setpriv, "--pdeathsig", orphaned, "--", .. program],
            };
        }

        return !OperatingSystem.IsWindows() && ExecutableSearch.OnPath("setsid") is { } setsid
            ? command with { FileName = setsid, Arguments = [command.FileName, .. command.Arguments] }
            : command;
    }
}
