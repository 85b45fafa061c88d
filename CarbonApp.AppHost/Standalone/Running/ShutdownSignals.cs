using System.Globalization;
using System.Runtime.InteropServices;

namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>Says when to stop (Ctrl+C, SIGTERM, a closed terminal, a `dotnet run` that died) and when to insist (a second time).</summary>
internal sealed class ShutdownSignals : IDisposable
{
    // The terminal and `dotnet run` may both pass on one Ctrl+C.
    private static readonly TimeSpan SamePress = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ParentCheck = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly PosixSignalRegistration[] _registrations;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _insist = new();
    private readonly ITimer? _parentTimer;
    private long _first;

    public ShutdownSignals(TimeProvider time)
    {
        _time = time;
        PosixSignal[] signals = OperatingSystem.IsWindows()
            ? [PosixSignal.SIGINT, PosixSignal.SIGTERM]
            : [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];
        _registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, Handle))];

        // `dotnet run` cannot pass on a SIGKILL, so watch whether it is still our parent.
        if (Parent() is { } parent && File.ReadAllText($"/proc/{parent}/comm").Trim() == "dotnet")
        {
            _parentTimer = time.CreateTimer(_ => { if (Parent() != parent) { _stop.Cancel(); } }, null, ParentCheck, ParentCheck);
        }
    }

    public CancellationToken Stop => _stop.Token;

    public CancellationToken Insist => _insist.Token;

    public void Dispose()
    {
        _parentTimer?.Dispose();
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!_stop.IsCancellationRequested)
        {
            _first = _time.GetTimestamp();
            _stop.Cancel();
        }
        else if (_time.GetElapsedTime(_first) > SamePress)
        {
            _insist.Cancel();
        }
    }

    // The fourth field of stat, counted behind the name, which may hold spaces.
    private static int? Parent()
    {
        const string file = "/proc/self/stat";
        return OperatingSystem.IsLinux() && File.ReadAllText(file) is var stat
            ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture)
            : null;
    }
}
