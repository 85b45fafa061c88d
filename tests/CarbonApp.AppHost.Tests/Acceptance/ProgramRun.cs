using System.Diagnostics;
using CarbonApp.AppHost.Tests.Standalone;
using CarbonApp.Tests.Shared;

namespace CarbonApp.AppHost.Tests.Acceptance;

/// <summary>What a program left when it had ended.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>The built <c>carbon</c>, of the configuration the tests were built in.</summary>
    private static string Carbon { get; } = Path.Combine(
        SharedData.RepositoryRoot, "artifacts", "bin", "CarbonApp.Cli", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "carbon");

    public static Task<ProgramRun> CarbonAsync(HostRun system, params string[] arguments) =>
        RunAsync(Carbon, arguments, new() { ["CARBONAPP_API"] = system.AddressOf("api").AbsoluteUri, ["NO_COLOR"] = "1" });

    /// <summary>Runs to the end. A program that is not installed leaves the exit code 127.</summary>
    public static async Task<ProgramRun> RunAsync(string program, IEnumerable<string> arguments, Dictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        start.Environment["NO_PROXY"] = "*";
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        using var process = Begin(start);
        if (process is null)
        {
            return new ProgramRun(127, "", $"{program} is not installed");
        }

        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)} did not end within {Limit.TotalSeconds} s: {await output}{await errors}");
        }

        return new ProgramRun(process.ExitCode, await output, await errors);
    }

    /// <summary>This run, after checking that it succeeded.</summary>
    public ProgramRun Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Output}{Errors}");
        return this;
    }

    private static Process? Begin(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception) when (!File.Exists(start.FileName))
        {
            return null;
        }
    }
}
