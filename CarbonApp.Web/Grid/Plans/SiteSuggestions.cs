using CarbonApp.Api.Grid.Regions;
using CarbonApp.Api.Grid.Zones;
using CarbonApp.Web.ApiClient;

namespace CarbonApp.Web.Grid.Plans;

/// <summary>Places to suggest in a form. Suggestions only: without them a form works as well, so a failure is not shown.</summary>
internal static class SiteSuggestions
{
    public static async Task<IReadOnlyList<(string Value, string Name)>> ListAsync(CarbonApi api, CancellationToken cancellationToken)
    {
        var (regions, zones) = (api.GetRegionsAsync(cancellationToken), api.GetZonesAsync(cancellationToken));
        var sites = new List<(string, string)>();
        if (await regions is ApiAnswer<RegionsResponse>.Success(var known))
        {
            sites.AddRange(known.Regions.Select(r => ($"{r.Provider}/{r.Code}", $"{r.Place} ({r.Zone})")));
        }

        if (await zones is ApiAnswer<ZonesResponse>.Success(var ranked))
        {
            sites.AddRange(ranked.Zones.OrderBy(z => z.Zone, StringComparer.Ordinal).Select(z => (z.Zone, z.Name)));
        }

        return sites;
    }
}
