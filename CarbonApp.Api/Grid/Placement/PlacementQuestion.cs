using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Planning.Placement;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Placement;

/// <summary>A placement request that has been understood.</summary>
internal sealed record PlacementQuestion(
    IReadOnlyList<PlacementOriginRequest> Origins, IReadOnlyList<PlacementQuestionSite> Sites, DateTimeOffset From, DateTimeOffset To, SignalBasis Basis)
{
    private const int MostOrigins = 2000;
    private const int MostSites = 200;
    private const long MostRequests = 1_000_000_000_000;
    private const int MostErrors = 50;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Reads a request at the time <paramref name="present"/>; false with a problem that names what to change.</summary>
    public static bool TryRead(
        PlacementRequest request, DateTimeOffset present, [NotNullWhen(true)] out PlacementQuestion? question, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        question = null;
        var errors = new FieldErrors();
        errors.OneOf("objective.signal", request.Objective.Signal, "average", "marginal");
        errors.OneOf("objective.factor", request.Objective.Factor, "lifecycle", "direct");
        var from = request.From ?? SignalWindow.FloorToHour(present);
        var to = request.To ?? from.AddHours(1);
        if (to <= from || to - from > Longest)
        {
            errors.Add("to", $"{to:yyyy-MM-dd'T'HH:mm:ss'Z'} must lie after {from:yyyy-MM-dd'T'HH:mm:ss'Z'}, by at most {Longest.TotalDays:0} days.");
        }

        if (errors.Require("sites", request.Sites))
        {
            errors.Within("sites", request.Sites.Count, 1, MostSites, " sites");
            ValidateSites(request.Sites, errors);
        }

        if (errors.Require("requests", request.Requests))
        {
            errors.Within("requests", request.Requests.Count, 1, MostOrigins, " origins");
            ValidateOrigins(request.Requests, request.Sites, errors);
        }

        if (errors.Any)
        {
            problem = errors.ToProblem();
            return false;
        }

        var sites = new List<PlacementQuestionSite>();
        foreach (var item in request.Sites!)
        {
            if (!PlanSites.TryResolve(AsPlanSite(item), out var site, out problem))
            {
                return false;
            }

            sites.Add(new PlacementQuestionSite(IdOf(item)!, site, item.Capacity!.Value, PlaceOf(site)));
        }

        var basis = new SignalBasis(default, WireNames.Kind(request.Objective.Signal)!.Value, WireNames.Factor(request.Objective.Factor)!.Value);
        question = new PlacementQuestion(request.Requests!, sites, from, to, basis);
        problem = null;
        return true;
    }

    /// <summary>Measured latency where given, else estimated from the distance, ms; NaN where a place is not known.</summary>
    public double LatencyMs(int origin, int site, out bool estimated)
    {
        var (from, to) = (Origins[origin], Sites[site]);
        estimated = false;
        if (from.LatencyMs?.TryGetValue(to.Id, out var measured) == true)
        {
            return measured;
        }

        estimated = from.Latitude is not null && to.Place is not null;
        return estimated
            ? NetworkLatency.EstimateMs(from.Latitude!.Value, from.Longitude!.Value, to.Place!.Value.Latitude, to.Place.Value.Longitude)
            : double.NaN;
    }

    private static void ValidateSites(IReadOnlyList<PlacementSiteRequest> items, FieldErrors errors)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(items.Count, MostSites); i++)
        {
            var field = $"sites[{i}]";
            if (!errors.Require(field, items[i]))
            {
                continue;
            }

            PlanSites.Validate(AsPlanSite(items[i]), field, errors);
            if (errors.Require($"{field}.capacity", (object?)items[i].Capacity))
            {
                errors.Within($"{field}.capacity", items[i].Capacity!.Value, 0, MostRequests, " requests");
            }

            if (items[i].Id?.Length > 200)
            {
                errors.Add($"{field}.id", $"has {items[i].Id!.Length} characters; at most 200 are kept.");
            }
            else if (items[i] is { Id: not null } or { Region: not null } or { Zone: not null } && !ids.Add(IdOf(items[i])!))
            {
                errors.Add($"{field}.id", $"'{IdOf(items[i])}' names a site before it too: give each an id of its own.");
            }
        }
    }

    private static void ValidateOrigins(IReadOnlyList<PlacementOriginRequest> items, IReadOnlyList<PlacementSiteRequest>? sites, FieldErrors errors)
    {
        for (var i = 0; i < Math.Min(items.Count, MostOrigins) && errors.Count < MostErrors; i++)
        {
            var field = $"requests[{i}]";
            if (!errors.Require(field, items[i]))
            {
                continue;
            }

            var item = items[i];
            if (errors.Require($"{field}.origin", item.Origin) && item.Origin.Length is 0 or > 200)
            {
                errors.Add($"{field}.origin", $"has {item.Origin.Length} characters; expected 1 to 200.");
            }

            if (errors.Require($"{field}.count", (object?)item.Count))
            {
                errors.Within($"{field}.count", item.Count!.Value, 0, MostRequests, " requests");
            }

            if (errors.Require($"{field}.wattHoursPerRequest", (object?)item.WattHoursPerRequest))
            {
                errors.Within($"{field}.wattHoursPerRequest", item.WattHoursPerRequest!.Value, 1e-9, 1e6, " Wh");
            }

            errors.Within($"{field}.maxLatencyMs", item.MaxLatencyMs ?? 0, 0, 1e6, " ms");
            errors.Within($"{field}.latitude", item.Latitude ?? 0, -90, 90, " degrees");
            errors.Within($"{field}.longitude", item.Longitude ?? 0, -180, 180, " degrees");
            if (item.Latitude is null != item.Longitude is null)
            {
                errors.Add(field, "give both latitude and longitude, or neither.");
            }

            ValidateLatency(field, item, sites, errors);
        }
    }

    private static void ValidateLatency(string field, PlacementOriginRequest item, IReadOnlyList<PlacementSiteRequest>? sites, FieldErrors errors)
    {
        foreach (var (id, latency) in item.LatencyMs ?? new Dictionary<string, double>())
        {
            errors.Within($"{field}.latencyMs", latency, 0, 1e6, " ms");
            if (sites is not null && !sites.Any(s => s is not null && IdOf(s) == id))
            {
                errors.Add($"{field}.latencyMs", $"'{(id.Length <= 40 ? id : id[..40] + "…")}' is the id of no site of the request.");
                return;
            }
        }
    }

    private static (double Latitude, double Longitude)? PlaceOf(SiteItem site)
    {
        if (site.Region is { } code && WireNames.Provider(site.Provider) is { } provider && CloudRegionTable.Find(provider, code) is { } region)
        {
            return (region.Latitude, region.Longitude);
        }

        return GridZoneTable.Find(ZoneId.Parse(site.Zone)) is { } zone ? (zone.Latitude, zone.Longitude) : null;
    }

    private static string? IdOf(PlacementSiteRequest item) => item.Id ?? item.Region ?? item.Zone;

    private static PlanSite AsPlanSite(PlacementSiteRequest item) => new() { Provider = item.Provider, Region = item.Region, Zone = item.Zone, Pue = item.Pue };
}

/// <summary>A site understood.</summary>
internal sealed record PlacementQuestionSite(string Id, SiteItem Site, long Capacity, (double Latitude, double Longitude)? Place);
