using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources.Feeds;

/// <summary>What one source had to say.</summary>
/// <param name="Signal">What it knows, maybe beyond the range asked for.</param>
/// <param name="Stale">True when part of it is past its time in the cache.</param>
/// <param name="Failures">What went wrong; the signal may hold values all the same.</param>
internal sealed record SourceAnswer(CarbonSignal Signal, bool Stale, IReadOnlyList<UpstreamException> Failures)
{
    public static SourceAnswer Nothing(SignalBasis basis) => new(CarbonSignal.Unknown(basis), Stale: false, []);
}
