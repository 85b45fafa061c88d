using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Api.Grid.Signals;

/// <summary>What is known of a zone's intensity over a range of time. Answer of <c>GET /api/v2/signals/{zone}?from&amp;to</c>.</summary>
internal sealed record SignalResponse
{
    /// <summary>Grid zone.</summary>
    public required string Zone { get; init; }

    /// <summary>Place the zone covers, in English; the key itself where no name is known.</summary>
    public required string ZoneName { get; init; }

    /// <summary><c>average</c> or <c>marginal</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>lifecycle</c> or <c>direct</c>.</summary>
    public required string Factor { get; init; }

    /// <summary>Inclusive, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Exclusive, UTC.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Always <c>gCO2eq/kWh</c>.</summary>
    public string Unit { get; init; } = "gCO2eq/kWh";

    /// <summary>In time order, adjoining; gaps are slots whose intensity is null.</summary>
    public required IReadOnlyList<ForecastSlot> Slots { get; init; }

    /// <summary>Origin of every value.</summary>
    public required IReadOnlyList<ProvenanceItem> Provenance { get; init; }
}
