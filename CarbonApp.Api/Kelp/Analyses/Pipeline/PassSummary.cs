using CarbonApp.Engine.Kelp.Composite;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>What a pass showed, without its map; kept as JSON between attempts.</summary>
internal sealed record PassSummary
{
    /// <summary>One for each granule that was tried.</summary>
    public required IReadOnlyList<GranuleSummary> Granules { get; init; }

    /// <summary>What its map shows of the area; null where none of its granules could be used, and there is no map.</summary>
    public PassCounts? Counts { get; init; }

    /// <summary>Bytes of each strip of its map.</summary>
    public IReadOnlyList<int> StripBytes { get; init; } = [];
}

/// <summary>What a granule showed.</summary>
internal sealed record GranuleSummary
{
    public required string Id { get; init; }

    /// <summary>Why it could not be used; null where it was.</summary>
    public string? Fault { get; init; }

    public string? Baseline { get; init; }

    public double? OffsetDn { get; init; }

    public string? OffsetRule { get; init; }

    public double? ValidShare { get; init; }

    public double? KelpAreaM2 { get; init; }

    public double? NearSurfaceM2 { get; init; }

    public AnalysisWater? Water { get; init; }

    public IReadOnlyList<AnalysisWarning> Warnings { get; init; } = [];

    public long BytesRead { get; init; }
}
