using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>
/// Keeps what the live feeds measured, so that it outlives their own history. Optional: with none registered nothing is kept.
/// Called from one background loop, never on a request.
/// </summary>
internal interface IObservedSignalSink
{
    /// <summary>Stores measured slots; a slot seen before is handed over again whenever its feed is asked again.</summary>
    Task KeepAsync(CarbonSignal measured, CancellationToken cancellationToken);
}
