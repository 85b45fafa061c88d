using System.Diagnostics;

namespace CarbonApp.Cli.Tests.Fakes;

/// <summary>Any program run to its end, with a folder of stand-ins first on its PATH.</summary>
internal static class ProgramRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task<CarbonResult> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, StandIns? standIns = null, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TZ"] = "UTC";
        start.Environment["NO_PROXY"] = "*";
        start.Environment["PATH"] = $"{standIns?.Folder}{Path.PathSeparator}{Path.GetDirectoryName(CarbonRun.Program)}{Path.PathSeparator}{start.Environment["PATH"]}";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within {Limit.TotalSeconds} s.");
        }

        return new CarbonResult(process.ExitCode, await output, await error);
    }

    /// <summary>Skips the test where a program is not installed.</summary>
    public static void Needs(params ReadOnlySpan<string> programs)
    {
        foreach (var program in programs)
        {
            Assert.SkipWhen(CarbonApp.Tests.Shared.Servers.ServerProcess.Find(program) is null, $"needs {program} on PATH");
        }
    }
}

/// <summary>Programs that are not here, such as at or sbatch: each writes down its arguments and what it reads.</summary>
internal sealed class StandIns : IDisposable
{
    public StandIns(params ReadOnlySpan<(string Name, string Says)> programs)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell");
        foreach (var (name, says) in programs)
        {
            var path = Path.Combine(Folder, name);
            File.WriteAllText(path, $"#!/bin/sh\nprintf '%s' {name} >> '{Log}'\nfor a in \"$@\"; do printf ' [%s]' \"$a\" >> '{Log}'; done\n[ -t 0 ] || sed 's/^/ < /' | tr -d '\\n' >> '{Log}'\necho >> '{Log}'\necho '{says}'\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
            }
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("carbonapp-standins-").FullName;

    /// <summary>One line per call: name, arguments in brackets, input behind an arrow.</summary>
    public string[] Calls => File.Exists(Log) ? File.ReadAllLines(Log) : [];

    private string Log => Path.Combine(Folder, ".calls");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
