using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Finds out which grid zone a request's site means.</summary>
internal static class PlanSites
{
    /// <summary>Adds what is wrong with the form of the site that the request has in <paramref name="field"/>.</summary>
    public static void Validate(PlanSite site, string field, FieldErrors errors)
    {
        if (site.Zone is null == site.Region is null)
        {
            errors.Add(field, "give either zone or region, not both and not neither.");
        }

        if (site.Provider is { } provider && WireNames.Provider(provider) is null)
        {
            errors.OneOf($"{field}.provider", provider, "aws", "azure", "gcp");
        }

        if (site.Pue is { } pue)
        {
            errors.Within($"{field}.pue", pue, 1, 3, "");
        }

        if (site is { Region: { } code, Provider: null } && CloudRegionTable.FindByCode(code) is { Count: > 1 } several)
        {
            errors.Add($"{field}.provider", $"'{code}' is a region of {string.Join(" and ", several.Select(r => WireNames.Of(r.Provider)))}: say which.");
        }
    }

    public static bool TryResolve(PlanSite site, [NotNullWhen(true)] out SiteItem? item, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        (item, problem) = site.Region is { } code ? Region(site, code) : Zone(site);
        return item is not null;
    }

    private static (SiteItem?, ProblemHttpResult?) Region(PlanSite site, string code)
    {
        var region = WireNames.Provider(site.Provider) is { } provider
            ? CloudRegionTable.Find(provider, code)
            : CloudRegionTable.FindByCode(code).SingleOrDefault();
        return region is null
            ? (null, DomainProblems.UnknownRegion(code, CloudRegionTable.Nearest(code, 3)))
            : (new SiteItem
            {
                Zone = region.Zone.Value,
                Provider = WireNames.Of(region.Provider),
                Region = region.Code,
                Pue = site.Pue ?? region.Pue,
            }, null);
    }

    private static (SiteItem?, ProblemHttpResult?) Zone(PlanSite site) => ZoneId.TryParse(site.Zone, out var zone)
        ? (new SiteItem { Zone = zone.Value, Pue = site.Pue ?? 1 }, null)
        : (null, DomainProblems.UnknownZone(site.Zone!, GridZoneTable.Nearest(site.Zone!, 3)));
}
