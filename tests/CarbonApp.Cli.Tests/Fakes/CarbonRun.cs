using System.Diagnostics;
using System.Runtime.InteropServices;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Cli.Tests.Fakes;

/// <summary>The built <c>carbon</c>, run as a process.</summary>
internal sealed class CarbonRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private CarbonRun(Process process, string? input)
    {
        _process = process;
        process.Start();
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
    }

    /// <summary>Path of the program, of the configuration the tests were built in.</summary>
    public static string Program { get; } = Path.Combine(
        SharedData.RepositoryRoot, "artifacts", "bin", "CarbonApp.Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)), "carbon");

    public static CarbonRun Start(IEnumerable<string> arguments, string? input = null) =>
        new(new Process { StartInfo = StartInfo(Program, arguments) }, input);

    public static Task<CarbonResult> RunAsync(params string[] arguments) => Start(arguments).EndAsync();

    public static Task<CarbonResult> RunAsync(ApiStandIn api, params string[] arguments) => Start([.. arguments.TakeWhile(a => a != "--run"), "--api", api.Address, .. arguments.SkipWhile(a => a != "--run")]).EndAsync();

    /// <summary>On a terminal of its own, by util-linux's script; standard error is on it too.</summary>
    public static Task<CarbonResult> RunOnTerminalAsync(int columns, string environment, ApiStandIn api, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "needs util-linux's script for a terminal");
        var command = $"stty cols {columns} rows 40; TERM=xterm-256color {environment} {Program} {string.Join(' ', arguments)} --api {api.Address}";
        return new CarbonRun(new Process { StartInfo = StartInfo("/usr/bin/script", ["-qec", command, "/dev/null"]) }, null).EndAsync();
    }

    public void Signal(PosixSignal signal)
    {
        using var kill = Process.Start("kill", [signal == PosixSignal.SIGINT ? "-INT" : "-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public async Task<CarbonResult> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"carbon did not end within {Limit.TotalSeconds} s.");
        }

        var result = new CarbonResult(_process.ExitCode, await _output, await _error);
        _process.Dispose();
        return result;
    }

    private static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        info.Environment["LANG"] = "C.UTF-8";
        info.Environment.Remove("NO_COLOR");
        info.Environment.Remove("CARBONAPP_API");
        return info;
    }
}

/// <summary>What a run left.</summary>
internal sealed record CarbonResult(int ExitCode, string Output, string Error);
