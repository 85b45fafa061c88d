using CarbonApp.Engine.Kelp.Composite;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>A pass that was searched; its map is in the store.</summary>
/// <param name="Pass">The pass.</param>
/// <param name="Summary">What it showed.</param>
internal sealed record FoundPass(ScenePass Pass, PassSummary Summary)
{
    /// <summary>The granule that speaks for it: of those that were used the one with most of the area.</summary>
    public Granule Main => Pass.Granules.First(g => Summary.Granules.Any(s => s.Id == g.Item.Id && s.Fault is null));

    /// <summary>As the composite takes it; only of a pass with a map.</summary>
    public PassFacts ToFacts() => new(
        Main.Item.Id, Pass.Key, Pass.At, Summary.Counts!.Value, Pass.Tide?.HeightM, Summary.Granules.Select(g => g.Water?.MedianB11).FirstOrDefault(b11 => b11 is not null));
}
