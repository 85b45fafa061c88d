using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>The UTM zone that an area is mapped in. Pixels are never resampled between zones, but tiles reach tens of kilometres past their zone's border, so
/// that one zone's scenes nearly always show all of an area across it.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="OnlyElsewhere">Share of the area, 0 to 1, that scenes of other zones show and its own do not.</param>
/// <param name="Others">Codes of those zones.</param>
internal sealed record ZoneChoice(UtmZone Zone, double OnlyElsewhere, IReadOnlyList<int> Others)
{
    /// <summary>Points along the longer side of the area that are enough for a share.</summary>
    private const int Points = 64;

    /// <summary>The zone whose scenes together show most of the area, to a percent; of two alike the one with more scenes. The other zones' are left out.</summary>
    public static ZoneChoice Of(IReadOnlyList<Granule> granules, AreaOfInterest area, CancellationToken cancellationToken)
    {
        Granule[][] zones = [.. granules.Where(g => g.Item.Epsg is { } code && UtmZone.FromEpsg(code) is not null).GroupBy(g => g.Item.Epsg).Select(g => g.ToArray())];
        if (zones.Length <= 1)
        {
            return new(zones.Length == 0 ? area.Zone : ZoneOf(zones[0]), 0, []);
        }

        var points = PointsOf(area, cancellationToken);
        var chosen = zones.OrderByDescending(zone => Math.Round(Share(zone), 2)).ThenByDescending(zone => zone.Length).ThenByDescending(zone => ZoneOf(zone) == area.Zone)
            .ThenBy(zone => ZoneOf(zone).Epsg).First();
        Granule[] others = [.. granules.Where(g => g.Item.Epsg is { } code && code != ZoneOf(chosen).Epsg)];
        foreach (var granule in others)
        {
            granule.LeaveOut($"it is in zone EPSG:{granule.Item.Epsg}, and the area is mapped in EPSG:{ZoneOf(chosen).Epsg}, whose scenes show more of it");
        }

        var only = (double)points.Count(point => !Shows(chosen, point) && Shows(others, point)) / points.Length;
        return new(ZoneOf(chosen), only, [.. others.Select(g => g.Item.Epsg!.Value).Distinct().Order()]);

        double Share(Granule[] zone) => (double)points.Count(point => Shows(zone, point)) / points.Length;
    }

    private static UtmZone ZoneOf(Granule[] zone) => UtmZone.FromEpsg(zone[0].Item.Epsg!.Value)!.Value;

    private static bool Shows(Granule[] zone, GeoPoint point) => Array.Exists(zone, granule => granule.Item.Footprint.Contains(point));

    private static GeoPoint[] PointsOf(AreaOfInterest area, CancellationToken cancellationToken)
    {
        var grid = AreaGrid.Of(area, area.Zone, cancellationToken);
        var step = Math.Max(1, Math.Max(grid.Utm.Width, grid.Utm.Height) / Points);
        GeoPoint[] inside = [.. from row in Steps(grid.Utm.Height) from column in Steps(grid.Utm.Width) where grid.Inside.Contains(column, row) select grid.Utm.ToGlobe(column + 0.5, row + 0.5)];

        // An area narrower than the steps is asked about in its middle.
        return inside.Length > 0 ? inside : [AnalysisQuestion.MiddleOf(area.Bounds)];

        IEnumerable<int> Steps(int pixels) => Enumerable.Range(0, (pixels + step - 1) / step).Select(i => Math.Min((i * step) + (step / 2), pixels - 1));
    }
}
