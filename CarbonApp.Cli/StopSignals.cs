using System.Runtime.InteropServices;

namespace CarbonApp.Cli;

/// <summary>
/// Turns Ctrl+C and SIGTERM into cancellation and remembers which it was. A second signal ends the process at once, unless a child runs
/// whose end is being waited for.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private volatile Action<PosixSignal>? _forward;

    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    public CancellationToken Token => _stop.Token;

    /// <summary>128 plus the number of the signal, as shells say it.</summary>
    public int ExitCode { get; private set; } = Cli.ExitCode.Interrupted;

    /// <summary>From now on signals go to the child instead of ending this process.</summary>
    public void ForwardTo(Action<PosixSignal> forward) => _forward = forward;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (_forward is { } forward)
        {
            context.Cancel = true;
            forward(context.Signal);
            return;
        }

        context.Cancel = !_stop.IsCancellationRequested;
        ExitCode = context.Signal == PosixSignal.SIGTERM ? Cli.ExitCode.Terminated : Cli.ExitCode.Interrupted;
        _stop.Cancel();
    }
}
