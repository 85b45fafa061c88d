using System.ComponentModel;
using System.Diagnostics;

namespace CarbonApp.AppHost.Servers;

/// <summary>Runs a short-lived tool (initdb, chown, docker version) and waits for it.</summary>
internal static class ToolRun
{
    /// <summary>Exit code and everything said; exit code −1 when the tool cannot be started or does not end in time.</summary>
    public static (int ExitCode, string Output) Try(ServerCommand command, TimeSpan patience, string? input = null)
    {
        var start = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input ?? "");
            process.StandardInput.Close();
            if (!process.WaitForExit(patience))
            {
                process.Kill(entireProcessTree: true);
                return (-1, $"no end within {patience.TotalSeconds:0} s");
            }

            return (process.ExitCode, $"{output.Result}{error.Result}".Trim());
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            return (-1, exception.Message);
        }
    }

    /// <summary>Runs and returns what was said; throws naming the command when it fails.</summary>
    public static string Run(ServerCommand command, TimeSpan patience, string? input = null)
    {
        var (exitCode, output) = Try(command, patience, input);
        return exitCode == 0
            ? output
            : throw new ServerUnavailableException($"`{command.FileName} {string.Join(' ', command.Arguments)}` ended with code {exitCode}: {output}");
    }
}
