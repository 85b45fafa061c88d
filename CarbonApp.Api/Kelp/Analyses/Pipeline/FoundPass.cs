using CarbonApp.Engine.Kelp.Composite;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>A pass that was searched.</summary>
/// <param name="Pass">The pass.</param>
/// <param name="Summary">What it showed.</param>
/// <param name="Map">Its pixels; null where none of its granules could be used.</param>
internal sealed record FoundPass(ScenePass Pass, PassSummary Summary, SceneMap? Map)
{
    /// <summary>The granule that speaks for it: of those that were used the one with most of the area.</summary>
    public Granule Main => Pass.Granules.First(g => Summary.Granules.Any(s => s.Id == g.Item.Id && s.Fault is null));

    /// <summary>As the composite takes it.</summary>
    public DatedScene ToDated() => new(
        Main.Item.Id, Pass.Key, Pass.At, Map!, Pass.Tide?.HeightM, Summary.Granules.Select(g => g.Water?.MedianB11).FirstOrDefault(b11 => b11 is not null));
}
