using System.Collections.Frozen;
using CarbonApp.Api.Grid.Zones;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Sdk;

/// <summary>Names the SDK's calls take: regions of Azure, AWS and Google Cloud, and grid zones, in any case; also zones of which history is stored.</summary>
internal sealed class SdkLocations(IEnumerable<IStoredZones> stores, IOptions<SdkOptions> options)
{
    /// <summary>Names in the SDK's table that are regions of no customer: a staging area, and one without a place.</summary>
    private static readonly (string Name, string Region)[] Aliases = [("eastusstg", "eastus"), ("brazilus", "brazilsouth")];

    private static readonly FrozenDictionary<string, ZoneId> Zones = All().ToFrozenDictionary(l => l.Name, l => l.Zone, StringComparer.OrdinalIgnoreCase);

    /// <summary>Every name of the tables with its place, by name.</summary>
    public static SortedDictionary<string, Location> Places { get; } = new(
        All().ToDictionary(l => l.Name, l => new Location { Latitude = l.Latitude, Longitude = l.Longitude, Name = l.Name }), StringComparer.Ordinal);

    /// <summary>The zone that feeds a location of the tables; null when the name is none of theirs.</summary>
    public static ZoneId? ZoneOf(string name) => Zones.TryGetValue(name, out var zone) ? zone : null;

    /// <summary>The signal of the zone that feeds a location; null when the name is none.</summary>
    public async ValueTask<NamedSignal?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (ZoneOf(name) is { } known)
        {
            return Named(name, known);
        }

        if (ZoneId.TryParse(name, out var zone))
        {
            foreach (var store in stores)
            {
                if ((await store.ListAsync(cancellationToken)).Contains(zone))
                {
                    return Named(name, zone);
                }
            }
        }

        return null;
    }

    private NamedSignal Named(string name, ZoneId zone) => new(name, options.Value.BasisOf(zone));

    private static IEnumerable<(string Name, ZoneId Zone, double Latitude, double Longitude)> All()
    {
        var regions = CloudRegionTable.All.Select(r => (r.Code, r.Zone, r.Latitude, r.Longitude));
        var zones = GridZoneTable.All.Select(z => (z.Zone.Value, z.Zone, z.Latitude, z.Longitude));
        var aliases = Aliases.Select(a => (a.Name, Region: CloudRegionTable.Find(CloudProvider.Azure, a.Region)!))
            .Select(a => (a.Name, a.Region.Zone, a.Region.Latitude, a.Region.Longitude));
        return [.. regions, .. zones, .. aliases];
    }
}
