using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Planning.Placement;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Reads the sites of a plan, or all cloud regions, and where the job comes from.</summary>
internal static class PlanPlaces
{
    private const int MostErrors = 50;

    private static readonly PlanSite[] AllRegions =
        [.. CloudRegionTable.All.Select(r => new PlanSite { Provider = WireNames.Of(r.Provider), Region = r.Code })];

    /// <summary>Adds what is wrong with the form of the sites and of the origin.</summary>
    /// <param name="mostSites">Most sites in a list.</param>
    public static IReadOnlyList<PriceSignal?> Validate(PlanSiteList? sites, PlanJob? job, int mostSites, FieldErrors errors)
    {
        var prices = new List<PriceSignal?>();
        if (errors.Require("sites", sites) && !sites.IsAny)
        {
            errors.Within("sites", sites.Count, 1, mostSites, " sites");
            PlanPrices.CheckCount(sites, errors);
            for (var i = 0; i < sites.Count && !(i > 0 && errors.Count >= MostErrors) && i < mostSites; i++)
            {
                prices.Add(Validate(sites[i], $"sites[{i}]", errors));
            }
        }

        errors.Within("job.dataGb", job?.DataGb ?? 0, 0, 1e9, " GB");
        errors.Within("job.maxLatencyMs", job?.MaxLatencyMs ?? 0, 0, 1e6, " ms");
        if (job?.Origin is { } origin)
        {
            PlanSites.Validate(new PlanSite { Provider = origin.Provider, Region = origin.Region, Zone = origin.Zone }, "job.origin", errors);
        }
        else if (job?.DataGb > 0)
        {
            errors.Add("job.origin", "is missing: say where the data of job.dataGb lie, such as {\"zone\":\"GB\"}.");
        }
        else if (job?.MaxLatencyMs is not null && (sites is null or { IsAny: true } || sites.Any(s => s?.LatencyMs is null)))
        {
            errors.Add("job.origin", "is missing: say from where job.maxLatencyMs counts, such as {\"zone\":\"GB\"}, or give latencyMs at every site.");
        }

        return prices;
    }

    /// <summary>False with a problem where a name is unknown.</summary>
    public static bool TryResolve(
        PlanRequest request, IReadOnlyList<PriceSignal?> prices, [NotNullWhen(true)] out List<PlanPlace>? places, out PlanHome? home, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        (places, home) = (null, null);
        if (request.Job!.Origin is { } origin)
        {
            if (!PlanSites.TryResolve(new PlanSite { Provider = origin.Provider, Region = origin.Region, Zone = origin.Zone }, out var site, out problem))
            {
                return false;
            }

            var zone = ZoneId.Parse(site.Zone);
            home = new PlanHome(site, zone, PlanHome.PointOf(site, zone));
        }

        IReadOnlyList<PlanSite> sites = request.Sites!.IsAny ? AllRegions : request.Sites;
        var powers = new PlanResourcesReader(request.Job.Resources, request.Job.Mode == "elastic");
        var found = new List<PlanPlace>(sites.Count);
        for (var i = 0; i < sites.Count; i++)
        {
            if (!PlanSites.TryResolve(sites[i], out var site, out problem) || !powers.TryResolve(site, out var power, out problem))
            {
                return false;
            }

            found.Add(Place(i, sites[i], site, power, i < prices.Count ? prices[i] : null, home));
        }

        problem = powers.UnknownEverywhere;
        places = found;
        return problem is null;
    }

    private static PlanPlace Place(int index, PlanSite given, SiteItem site, InstancePower power, PriceSignal? price, PlanHome? home)
    {
        var zone = ZoneId.Parse(site.Zone);
        var estimated = given.LatencyMs is null && home?.Point is not null ? Estimate(home.Point.Value, PlanHome.PointOf(site, zone)) : null;
        return new PlanPlace(
            index, site, zone, WireNames.Provider(site.Provider), power.Power, power.Embodied, price, given.TransferEurPerGb ?? 0,
            given.MarketIntensity, given.LatencyMs ?? estimated, estimated is not null);
    }

    private static double? Estimate((double Latitude, double Longitude) from, (double Latitude, double Longitude)? to) =>
        to is { } there ? NetworkLatency.EstimateMs(from.Latitude, from.Longitude, there.Latitude, there.Longitude) : null;

    private static PriceSignal? Validate(PlanSite? site, string field, FieldErrors errors)
    {
        if (!errors.Require(field, site))
        {
            return null;
        }

        PlanSites.Validate(site, field, errors);
        errors.Within($"{field}.latencyMs", site.LatencyMs ?? 0, 0, 1e6, " ms");
        errors.Within($"{field}.transferEurPerGb", site.TransferEurPerGb ?? 0, 0, 1000, " EUR");
        errors.Within($"{field}.marketIntensity", site.MarketIntensity ?? 0, 0, 5000, " gCO2eq/kWh");
        return PlanPrices.Read(site, field, errors);
    }
}
