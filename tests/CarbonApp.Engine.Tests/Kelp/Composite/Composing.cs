using CarbonApp.Engine.Kelp.Composite;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Tests.Kelp.Composite;

/// <summary>Dates in memory through the composite and the quarters, whole or in strips.</summary>
internal static class Composing
{
    public static CompositeResult Compose(IReadOnlyList<DatedScene> passes, RunMask area, CompositeOptions? options = null, int stripRows = int.MaxValue) =>
        Compositor.ComposeAsync(Facts(passes, area), Maps(passes, stripRows), area, options).GetAwaiter().GetResult();

    public static IReadOnlyList<QuarterRow> Quarters(IReadOnlyList<DatedScene> passes, RunMask area, CompositeMap composite, int stripRows = int.MaxValue) =>
        QuarterlyCanopy.OfAsync(Facts(passes, area), Maps(passes, stripRows), area, composite).GetAwaiter().GetResult();

    private static PassFacts[] Facts(IReadOnlyList<DatedScene> passes, RunMask area) => [.. passes.Select(pass => PassFacts.Of(pass, area))];

    private static PassMaps Maps(IReadOnlyList<DatedScene> passes, int stripRows) => stripRows == int.MaxValue
        ? PassMaps.Of([.. passes.DistinctBy(pass => pass.Pass)])
        : new PassMaps(stripRows, (pass, strip, _) => ValueTask.FromResult(Cut(passes.First(scene => scene.Pass == pass).Map, strip * stripRows, stripRows)));

    private static SceneMap Cut(SceneMap map, int row, int rows)
    {
        var (from, to) = (row * map.Width, Math.Min(row + rows, map.Height) * map.Width);
        return new SceneMap(map.Width, (to - from) / map.Width, map.Mask[from..to], map.Cover[from..to]);
    }
}
