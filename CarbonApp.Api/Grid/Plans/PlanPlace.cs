using CarbonApp.Api.Grid.Signals;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>A site understood.</summary>
/// <param name="Index">Its place in the request, or among all cloud regions.</param>
/// <param name="Site">Zone, region and PUE.</param>
/// <param name="Zone">Grid zone.</param>
/// <param name="Provider">Who runs it; null for a zone.</param>
/// <param name="Power">What the job draws there; null where its instance type does not exist there.</param>
/// <param name="Embodied">Whole-life share of manufacture of what it runs on; null where not known.</param>
/// <param name="Price">Of electricity; null where not known.</param>
/// <param name="EurPerGb">Price of moving data there.</param>
/// <param name="MarketIntensity">Of the electricity contracted, gCO2eq/kWh; null where not given.</param>
/// <param name="LatencyMs">Round trip from the origin; null where not known.</param>
/// <param name="LatencyEstimated">True when it was estimated from the distance.</param>
internal sealed record PlanPlace(
    int Index, SiteItem Site, ZoneId Zone, CloudProvider? Provider, PlanPower? Power, Co2eMass? Embodied, PriceSignal? Price, double EurPerGb,
    double? MarketIntensity, double? LatencyMs, bool LatencyEstimated)
{
    /// <summary>ISO 3166-1 alpha-2: zones are named after their country first.</summary>
    public string Country => Site.Zone[..2];

    /// <summary>"aws/eu-west-2" or "GB".</summary>
    public string Name => Site.Region is null ? Site.Zone : $"{Site.Provider}/{Site.Region}";
}

/// <summary>Where a job comes from, understood.</summary>
internal sealed record PlanHome(SiteItem Site, ZoneId Zone, (double Latitude, double Longitude)? Point)
{
    /// <summary>A zone holds all of its sites; a region is itself alone.</summary>
    public bool Holds(PlanPlace place) => Site.Region is null
        ? Site.Zone == place.Site.Zone
        : Site.Region == place.Site.Region && Site.Provider == place.Site.Provider;

    /// <summary>Where a site stands; null where nobody says.</summary>
    public static (double Latitude, double Longitude)? PointOf(SiteItem site, ZoneId zone)
    {
        if (site.Region is { } code && WireNames.Provider(site.Provider) is { } provider && CloudRegionTable.Find(provider, code) is { } region)
        {
            return (region.Latitude, region.Longitude);
        }

        return GridZoneTable.Find(zone) is { } known ? (known.Latitude, known.Longitude) : null;
    }
}
