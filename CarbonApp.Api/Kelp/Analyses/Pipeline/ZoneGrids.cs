using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>The area on the grid of each zone whose scenes take part. A scene is read and searched on the pixels of its own zone, so that nothing is resampled before
/// detection; what was found there is carried onto the analysis' pixels.</summary>
internal sealed class ZoneGrids
{
    private readonly Dictionary<int, AreaGrid> _others;

    private ZoneGrids(AreaGrid analysis, Dictionary<int, AreaGrid> others) => (Analysis, _others) = (analysis, others);

    /// <summary>The grid that the analysis is mapped on.</summary>
    public AreaGrid Analysis { get; }

    public static ZoneGrids Of(AnalysisQuestion question, ZoneChoice choice, CancellationToken cancellationToken) => new(
        AreaGrid.Of(question, choice.Zone, cancellationToken), choice.Others.ToDictionary(zone => zone.Epsg, zone => AreaGrid.Of(question, zone, cancellationToken)));

    /// <summary>The area on a scene's own grid. A scene of an unknown zone has the analysis', and cannot be read on it where it is of another.</summary>
    public AreaGrid Of(SceneItem scene) => scene.Epsg is { } code && _others.TryGetValue(code, out var own) ? own : Analysis;

    /// <summary>What carries a scene's pixels onto the analysis'; null where they are those already.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="factor">Pixels of the area along one of those that are carried.</param>
    public GridCarrier? CarrierOf(SceneItem scene, int factor = 1)
    {
        var own = Of(scene).Utm;
        return own.Zone == Analysis.Utm.Zone ? null : GridCarrier.Between(own.Overview(factor), Analysis.Utm.Overview(factor));
    }
}
