using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>The UTM zone that an area is mapped in, and the zones beside it whose scenes are needed as well. Tiles reach tens of kilometres past their zone's border,
/// so that one zone's scenes nearly always show all of an area across it.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="OnlyElsewhere">Share of the area, 0 to 1, that scenes of other zones show and its own do not.</param>
/// <param name="Others">Those zones, by number.</param>
internal sealed record ZoneChoice(UtmZone Zone, double OnlyElsewhere, IReadOnlyList<UtmZone> Others)
{
    /// <summary>Points along the longer side of the area that are enough for a share.</summary>
    private const int Points = 64;

    /// <summary>How far the middle of a scene's zone may be from that of the area's: two zones, as some of Svalbard's are missing. On planes farther off a
    /// description gone wrong would take any amount of memory.</summary>
    private const double MostDegreesApart = 12;

    /// <summary>The zone whose scenes together show most of the area, to a percent; of two alike the one with more scenes. The other zones' are left out where
    /// they show nothing but what its own show: they would repeat the same moments.</summary>
    public static ZoneChoice Of(IReadOnlyList<Granule> granules, AreaOfInterest area, CancellationToken cancellationToken)
    {
        ZoneScenes[] zones = [.. granules.GroupBy(g => ZoneOf(g, area)).Where(zone => zone.Key is not null).Select(zone => new ZoneScenes(zone.Key!.Value, [.. zone]))];
        if (zones.Length <= 1)
        {
            return new(zones.Length == 0 ? area.Zone : zones[0].Zone, 0, []);
        }

        var points = PointsOf(area, cancellationToken);
        var chosen = zones.OrderByDescending(zone => Math.Round((double)points.Count(zone.Shows) / points.Length, 2)).ThenByDescending(zone => zone.Granules.Length)
            .ThenByDescending(zone => zone.Zone == area.Zone).ThenBy(zone => zone.Zone.Epsg).First();
        GeoPoint[] missing = [.. points.Where(point => !chosen.Shows(point))];
        ZoneScenes[] needed = [.. zones.Where(zone => zone != chosen && Array.Exists(missing, zone.Shows)).OrderBy(zone => zone.Zone.Epsg)];
        foreach (var zone in zones.Except([chosen, .. needed]))
        {
            zone.LeaveOut($"it is in zone EPSG:{zone.Zone.Epsg}, and scenes of EPSG:{chosen.Zone.Epsg}, in which the area is mapped, show all of it that this zone's show");
        }

        return new(chosen.Zone, (double)missing.Count(point => Array.Exists(needed, zone => zone.Shows(point))) / points.Length, [.. needed.Select(zone => zone.Zone)]);
    }

    /// <summary>Null where the scene does not say, or says what cannot be: it is tried on the grid of the others, and left out where it does not fit.</summary>
    private static UtmZone? ZoneOf(Granule granule, AreaOfInterest area) =>
        granule.Item.Epsg is { } code && UtmZone.FromEpsg(code) is { } zone
        && Math.Abs(Math.IEEERemainder(zone.CentralMeridianDegrees - area.Zone.CentralMeridianDegrees, 360)) <= MostDegreesApart ? zone : null;

    private static GeoPoint[] PointsOf(AreaOfInterest area, CancellationToken cancellationToken)
    {
        var grid = AreaGrid.Of(area, area.Zone, cancellationToken);
        var step = Math.Max(1, Math.Max(grid.Utm.Width, grid.Utm.Height) / Points);
        GeoPoint[] inside = [.. from row in Steps(grid.Utm.Height) from column in Steps(grid.Utm.Width) where grid.Inside.Contains(column, row) select grid.Utm.ToGlobe(column + 0.5, row + 0.5)];

        // An area narrower than the steps is asked about in its middle.
        return inside.Length > 0 ? inside : [AnalysisQuestion.MiddleOf(area.Bounds)];

        IEnumerable<int> Steps(int pixels) => Enumerable.Range(0, (pixels + step - 1) / step).Select(i => Math.Min((i * step) + (step / 2), pixels - 1));
    }

    private sealed record ZoneScenes(UtmZone Zone, Granule[] Granules)
    {
        public bool Shows(GeoPoint point) => Array.Exists(Granules, granule => granule.Item.Footprint.Contains(point));

        public void LeaveOut(string reason) => Array.ForEach(Granules, granule => granule.LeaveOut(reason));
    }
}
