using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CarbonApp.Cli.Tests.Fakes;

/// <summary>A running <c>carbon mcp</c> spoken to line by line; every line it writes must be JSON.</summary>
internal sealed class McpSession : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Task<string> _error;

    private McpSession(Process process)
    {
        _process = process;
        process.Start();
        _error = process.StandardError.ReadToEndAsync();
    }

    public static McpSession Start(string api) => new(new Process
    {
        StartInfo = new ProcessStartInfo(CarbonRun.Program, ["mcp", "--api", api])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        },
    });

    public async Task SendAsync(params string[] lines)
    {
        foreach (var line in lines)
        {
            await _process.StandardInput.WriteLineAsync(line);
        }

        await _process.StandardInput.FlushAsync();
    }

    public async Task<JsonElement> ReadAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Limit) ?? throw new EndOfStreamException("carbon mcp ended.");
        return JsonDocument.Parse(line).RootElement;
    }

    public void Signal(PosixSignal signal)
    {
        using var kill = Process.Start("kill", [signal == PosixSignal.SIGINT ? "-INT" : "-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Limit);
        return _process.ExitCode;
    }

    /// <summary>Ends its input; its exit code and what it said on standard error.</summary>
    public async Task<(int Code, string Error)> CloseAsync()
    {
        _process.StandardInput.Close();
        return (await ExitAsync(), await _error);
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        return ValueTask.CompletedTask;
    }
}
