using CarbonApp.Api.Data;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>Keeps what the feeds measured in Postgres, where <see cref="StoredHistorySource"/> finds it again.</summary>
internal sealed class StoredSignalSink(SignalStore store) : IObservedSignalSink
{
    public Task KeepAsync(CarbonSignal measured, CancellationToken cancellationToken) => store.SaveAsync(measured, cancellationToken);
}
