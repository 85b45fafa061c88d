using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using CarbonApp.AppHost.Servers;

namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>Keeps one process running until told to stop: starts it, waits until it is well, starts it again when it ends.</summary>
internal sealed class SupervisedProcess(ProcessSpec spec, ProcessLauncher launcher, ProcessRecords records, HostConsole console, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan FirstProbeInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestProbeInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly RestartDelay _delay = new();
    private volatile Process? _process;
    private Task _running = Task.CompletedTask;

    public string Name => spec.Name;

    public string Address => spec.Address;

    /// <summary>Done when the process was well for the first time; faulted when it cannot be started at all.</summary>
    public Task Up => _up.Task;

    /// <summary>Starts after those it needs.</summary>
    public void Begin(IEnumerable<SupervisedProcess> needs) => _running = RunAsync(needs.Select(need => need.Up).ToArray());

    /// <summary>Asks for a clean end, insists when patience is over, and leaves nothing of its process group.</summary>
    public async Task StopAsync(CancellationToken insist)
    {
        await _stopping.CancelAsync();
        AskToStop();
        try
        {
            await _running.WaitAsync(spec.StopPatience, time, insist);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            console.Say($"{Name} did not stop within {Seconds(spec.StopPatience)}, killing it");
            KillAll();
            await _running;
        }
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(Task[] needs)
    {
        try
        {
            await Task.WhenAll(needs).WaitAsync(_stopping.Token);
            while (await RunOnceAsync())
            {
            }
        }
        catch (OperationCanceledException)
        {
            _up.TrySetCanceled();
        }
        catch (Exception exception) when (exception is ServerUnavailableException or Win32Exception or IOException or InvalidOperationException)
        {
            _up.TrySetException(new ServerUnavailableException($"{Name} cannot be started: {exception.Message}"));
        }
    }

    // True when it is to be started again.
    private async Task<bool> RunOnceAsync()
    {
        var began = time.GetTimestamp();
        var command = await Task.Run(spec.Prepare, _stopping.Token);
        using var process = await launcher.StartAsync(command, spec.Environment(), spec.StopSignal);
        _process = process;
        records.Write(Name, process);
        var relays = Task.WhenAll(RelayAsync(process.StandardOutput), RelayAsync(process.StandardError));
        if (_stopping.IsCancellationRequested)
        {
            AskToStop();
        }

        using var alive = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var watch = WaitUntilWellAsync(began, alive.Token);
        await process.WaitForExitAsync(CancellationToken.None);
        await alive.CancelAsync();
        await watch;

        _process = null;
        var exitCode = process.ExitCode;
        PosixSignals.SendToGroup(process.Id, PosixSignals.Kill);
        records.Remove(Name);

        // A grandchild that left the group may hold the pipes open; its output no longer matters.
        await Task.WhenAny(relays, Task.Delay(TimeSpan.FromSeconds(1), time));
        if (_stopping.IsCancellationRequested)
        {
            return false;
        }

        if (spec.MayFinish && exitCode == 0)
        {
            console.Say($"{Name} has finished");
            _up.TrySetResult();
            return false;
        }

        var delay = _delay.Next(time.GetElapsedTime(began));
        console.Say($"{Name} {Describe(exitCode)}, starting it again in {Seconds(delay)}");
        await Task.Delay(delay, time, _stopping.Token);
        return true;
    }

    private async Task WaitUntilWellAsync(long began, CancellationToken cancellationToken)
    {
        try
        {
            var reported = began;
            var interval = FirstProbeInterval;
            while (await spec.Health(cancellationToken) is { } fault)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (time.GetElapsedTime(reported) > ReportInterval)
                {
                    reported = time.GetTimestamp();
                    console.Say($"{Name} is not well after {Seconds(time.GetElapsedTime(began))}: {fault}");
                }

                await Task.Delay(interval, time, cancellationToken);
                interval = interval * 1.3 < LongestProbeInterval ? interval * 1.3 : LongestProbeInterval;
            }

            cancellationToken.ThrowIfCancellationRequested();
            var at = spec.Address.Length == 0 ? "" : $" at {spec.Address}";
            console.Say($"{Name} is up{(_up.Task.IsCompleted ? " again" : "")}{at} after {Seconds(time.GetElapsedTime(began))}");
            _up.TrySetResult();
        }
        catch (OperationCanceledException)
        {
            // It ended, or is to end; the caller knows.
        }
    }

    private async Task RelayAsync(StreamReader reader)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                console.Relay(Name, line);
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or IOException or OperationCanceledException)
        {
            // The process is gone and its pipe was closed under the reader.
        }
    }

    private void AskToStop()
    {
        if (_process is not { } process)
        {
            return;
        }

        try
        {
            if (spec.StopCommand is { } command)
            {
                ToolRun.Try(command, spec.StopPatience);
            }
            else if (!PosixSignals.Send(process.Id, spec.StopSignal))
            {
                KillAll();
            }
        }
        catch (InvalidOperationException)
        {
            // Ended meanwhile.
        }
    }

    private void KillAll()
    {
        try
        {
            if (_process is { } process)
            {
                process.Kill(entireProcessTree: true);
                PosixSignals.SendToGroup(process.Id, PosixSignals.Kill);
            }
        }
        catch (InvalidOperationException)
        {
            // Ended meanwhile.
        }
    }

    // .NET reports 128 + signal for a process that a signal ended.
    private static string Describe(int exitCode) => exitCode switch
    {
        128 + PosixSignals.Kill => "was killed (SIGKILL)",
        128 + PosixSignals.Terminate => "was ended (SIGTERM)",
        > 128 and < 128 + 65 => string.Create(CultureInfo.InvariantCulture, $"crashed (signal {exitCode - 128})"),
        _ => string.Create(CultureInfo.InvariantCulture, $"ended with code {exitCode}"),
    };

    private static string Seconds(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s");
}
