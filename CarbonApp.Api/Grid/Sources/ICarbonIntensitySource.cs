using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>A place intensities come from: stored history, a public or paid feed, or the annual mean.</summary>
internal interface ICarbonIntensitySource
{
    /// <summary>Short lower-case name that appears in provenance, settings, metrics and errors.</summary>
    string Name { get; }

    /// <summary>Cheap and local: may this source have values of the basis at all (zone, kind, factor, key configured)?</summary>
    bool Covers(SignalBasis basis);

    /// <summary>
    /// What the source knows of the query's range, gaps as gaps; an empty signal when it knows nothing. May reach beyond the range.
    /// </summary>
    /// <exception cref="UpstreamException">The source could not answer.</exception>
    Task<CarbonSignal> GetAsync(SignalQuery query, CancellationToken cancellationToken);
}

/// <summary>What is asked of a source.</summary>
/// <param name="Basis">Zone, kind and factor.</param>
/// <param name="From">Inclusive, UTC.</param>
/// <param name="To">Exclusive, UTC.</param>
internal readonly record struct SignalQuery(SignalBasis Basis, DateTimeOffset From, DateTimeOffset To);
