using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Api.Grid.Zones;

/// <summary>Zones ranked by intensity now, cleanest first. Answer of <c>GET /api/v2/zones</c>.</summary>
internal sealed record ZonesResponse
{
    /// <summary>The time that counts as now, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Cleanest first; zones of which nothing is known come last.</summary>
    public required IReadOnlyList<ZoneItem> Zones { get; init; }
}

/// <summary>One zone now and over the coming 24 hours.</summary>
internal sealed record ZoneItem
{
    /// <summary>Grid zone.</summary>
    public required string Zone { get; init; }

    /// <summary>Place the zone covers, in English.</summary>
    public required string Name { get; init; }

    /// <summary>gCO2eq/kWh now; null when unknown.</summary>
    public double? Intensity { get; init; }

    /// <summary><c>measured</c>, <c>forecast</c> or <c>estimated</c>; null when unknown.</summary>
    public string? Status { get; init; }

    /// <summary>Name of the source of the value now; null when unknown.</summary>
    public string? Source { get; init; }

    /// <summary>When the source issued the value, UTC.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>Mean of each of the coming 24 hours from the full hour now, gCO2eq/kWh; null where any of the hour is unknown.</summary>
    public required IReadOnlyList<double?> Next24H { get; init; }

    /// <summary>True when any of the coming 24 hours is an estimate.</summary>
    public required bool IsEstimate { get; init; }

    /// <summary>Cloud regions fed by this zone, as <c>provider/code</c>.</summary>
    public required IReadOnlyList<string> CloudRegions { get; init; }
}
