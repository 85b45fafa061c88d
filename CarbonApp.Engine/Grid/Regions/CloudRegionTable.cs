using System.Collections.Frozen;

namespace CarbonApp.Engine.Grid.Regions;

/// <summary>The regions of AWS, Azure and Google Cloud.</summary>
public static class CloudRegionTable
{
    /// <summary>All regions, by provider, then code.</summary>
    public static IReadOnlyList<CloudRegion> All { get; } =
        [.. AwsRegions.All.Concat(AzureRegions.All).Concat(GcpRegions.All).OrderBy(r => r.Provider).ThenBy(r => r.Code, StringComparer.Ordinal)];

    private static readonly FrozenDictionary<string, CloudRegion[]> ByCode =
        All.GroupBy(r => r.Code).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.OrdinalIgnoreCase);

    private static readonly string[] Codes = [.. ByCode.Keys];

    /// <summary>The region of a provider with a code, in any case; null when there is none.</summary>
    public static CloudRegion? Find(CloudProvider provider, string code) =>
        ByCode.TryGetValue(code, out var regions) ? Array.Find(regions, r => r.Provider == provider) : null;

    /// <summary>Regions of any provider with a code, in any case; empty when there is none.</summary>
    public static IReadOnlyList<CloudRegion> FindByCode(string code) =>
        ByCode.TryGetValue(code, out var regions) ? regions : [];

    /// <summary>Codes that look most like a misspelt one, nearest first: fewest edits, then alphabetical.</summary>
    public static IReadOnlyList<string> Nearest(string code, int count) => Spelling.Nearest(code, Codes, count);
}
