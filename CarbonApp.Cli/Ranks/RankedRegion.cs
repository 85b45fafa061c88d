using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonApp.Api.Grid.Regions;
using CarbonApp.Api.Grid.Zones;
using CarbonApp.Cli.Http;

namespace CarbonApp.Cli.Ranks;

/// <summary>A cloud region with what is known of its zone; null where the Api knows nothing of the zone.</summary>
internal sealed record RankedRegion(RegionItem Region, ZoneItem? Zone)
{
    /// <summary>gCO2eq per kWh that reaches the computers: intensity times PUE.</summary>
    public double? ComputingIntensity => Zone?.Intensity * Region.Pue;

    /// <summary>Cleanest first, unknown ones last.</summary>
    public static IEnumerable<RankedRegion> Rank(ZonesResponse zones, RegionsResponse regions, string? provider)
    {
        var byZone = zones.Zones.ToDictionary(zone => zone.Zone, StringComparer.Ordinal);
        return regions.Regions
            .Where(region => provider is null || string.Equals(region.Provider, provider, StringComparison.OrdinalIgnoreCase))
            .Select(region => new RankedRegion(region, byZone.GetValueOrDefault(region.Zone)))
            .OrderBy(row => row.ComputingIntensity ?? double.PositiveInfinity)
            .ThenBy(row => row.Region.Provider, StringComparer.Ordinal)
            .ThenBy(row => row.Region.Code, StringComparer.Ordinal);
    }

    /// <summary>Each of the Api's region objects with the zone's intensity, status, source and isEstimate.</summary>
    public static string ToJson(IEnumerable<RankedRegion> rows, DateTimeOffset asOf)
    {
        var regions = new JsonArray();
        foreach (var row in rows)
        {
            var item = JsonSerializer.SerializeToNode(row.Region, CarbonApi.Json)!.AsObject();
            item["intensity"] = row.Zone?.Intensity;
            item["computingIntensity"] = row.ComputingIntensity;
            item["status"] = row.Zone?.Status;
            item["source"] = row.Zone?.Source;
            item["isEstimate"] = row.Zone?.IsEstimate;
            regions.Add(item);
        }

        return new JsonObject { ["asOf"] = JsonValue.Create(asOf), ["regions"] = regions }.ToJsonString();
    }
}
