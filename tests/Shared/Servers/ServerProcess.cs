using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CarbonApp.Tests.Shared.Servers;

/// <summary>A server program run for tests: knows where to find it, keeps the end of its output for error messages, kills it for good.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const int OutputKept = 8_000;

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ServerProcess(Process process)
    {
        _process = process;
        // A test run that is stopped half-way disposes nothing; its servers must go all the same.
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts a program that stays.</summary>
    public static ServerProcess Start(IReadOnlyList<string> command, string workingDirectory)
    {
        var process = new Process { StartInfo = StartInfo(command, workingDirectory) };
        var server = new ServerProcess(process);
        process.OutputDataReceived += server.Keep;
        process.ErrorDataReceived += server.Keep;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Runs a program to its end; throws with its output when it fails.</summary>
    public static async Task RunAsync(IReadOnlyList<string> command, string workingDirectory)
    {
        using var server = Start(command, workingDirectory);
        await server._process.WaitForExitAsync();
        if (server._process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {server._process.ExitCode}: {server.Output}");
        }
    }

    /// <summary>Path of a program on PATH or in one of the folders; null when it is not installed.</summary>
    public static string? Find(string program, params IEnumerable<string> folders) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(folders)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    /// <summary>A loopback port nobody listens on just now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Memory the program holds, MB.</summary>
    public double ResidentMegabytes()
    {
        _process.Refresh();
        return _process.WorkingSet64 / 1e6;
    }

    /// <summary>Processor time it has taken since its start.</summary>
    public TimeSpan ProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <summary>kill -9 of the program and every process below it, waited for.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(IReadOnlyList<string> command, string workingDirectory) => new(command[0], command.Skip(1))
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
        WorkingDirectory = workingDirectory,
    };

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
            if (_output.Length > OutputKept)
            {
                _output.Remove(0, _output.Length - OutputKept);
            }
        }
    }

    private void OnExit(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }
}
