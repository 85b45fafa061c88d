using System.Threading.Channels;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>Carries measured values from the feeds to the sinks, off the path of requests.</summary>
internal sealed partial class ObservedSignals(IEnumerable<IObservedSignalSink> sinks, ILogger<ObservedSignals> logger) : BackgroundService
{
    // A sink that is down for long loses the oldest: the feeds hand the same hours over again with their next answer.
    private readonly Channel<CarbonSignal> _waiting =
        Channel.CreateBounded<CarbonSignal>(new BoundedChannelOptions(512) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly IObservedSignalSink[] _sinks = [.. sinks];

    /// <summary>Hands over the measured slots of a feed's answer; returns at once.</summary>
    public void Offer(CarbonSignal answer)
    {
        if (_sinks.Length == 0)
        {
            return;
        }

        var measured = answer.Slots.Where(s => s.Provenance?.Status == SignalStatus.Measured).ToArray();
        if (measured.Length > 0)
        {
            _waiting.Writer.TryWrite(CarbonSignal.FromSlots(answer.Basis, measured));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var measured in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            foreach (var sink in _sinks)
            {
                await KeepAsync(sink, measured, stoppingToken);
            }
        }
    }

    private async Task KeepAsync(IObservedSignalSink sink, CarbonSignal measured, CancellationToken cancellationToken)
    {
        try
        {
            await sink.KeepAsync(measured, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotKept(logger, measured.Basis, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Measured values of {Basis} were not kept: {Reason}")]
    private static partial void LogNotKept(ILogger logger, SignalBasis basis, string reason);
}
