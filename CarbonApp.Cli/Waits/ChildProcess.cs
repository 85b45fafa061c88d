using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Waits;

/// <summary>Runs the waited-for command with our own input, output and error, and becomes transparent to it: signals go in, its exit code comes out.</summary>
internal static class ChildProcess
{
    private const int NoSuchFile = 2;

    public static async Task<int> RunAsync(string[] command, StopSignals stop, Screen screen)
    {
        stop.Token.ThrowIfCancellationRequested();
        using var child = new Process { StartInfo = new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false } };
        try
        {
            child.Start();
        }
        catch (Win32Exception e)
        {
            screen.SayError($"'{command[0]}' cannot be run: {e.Message}.");
            return e.NativeErrorCode == NoSuchFile ? ExitCode.NotFound : ExitCode.NotExecutable;
        }

        stop.ForwardTo(signal => Forward(signal, child.Id));
        await child.WaitForExitAsync(CancellationToken.None);
        return child.ExitCode;
    }

    private static void Forward(PosixSignal signal, int processId)
    {
        // On a terminal Ctrl+C reaches the whole foreground group by itself; many programs take a second one for "at once".
        if (OperatingSystem.IsWindows() || (signal == PosixSignal.SIGINT && !Console.IsInputRedirected))
        {
            return;
        }

        const int interrupt = 2, terminate = 15;
        _ = SendSignal(processId, signal == PosixSignal.SIGINT ? interrupt : terminate);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
