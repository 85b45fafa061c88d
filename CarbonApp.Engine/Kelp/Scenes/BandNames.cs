namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>The names catalogues and products give the bands.</summary>
internal static class BandNames
{
    /// <summary>Asset keys: Planetary Computer's, Earth Search's and stactools', and those of the Copernicus Data Space (native resolution).</summary>
    private static readonly Dictionary<string, SentinelBand> Keys = new(StringComparer.OrdinalIgnoreCase)
    {
        ["B02"] = SentinelBand.B02, ["blue"] = SentinelBand.B02, ["B02_10m"] = SentinelBand.B02,
        ["B03"] = SentinelBand.B03, ["green"] = SentinelBand.B03, ["B03_10m"] = SentinelBand.B03,
        ["B04"] = SentinelBand.B04, ["red"] = SentinelBand.B04, ["B04_10m"] = SentinelBand.B04,
        ["B05"] = SentinelBand.B05, ["rededge1"] = SentinelBand.B05, ["B05_20m"] = SentinelBand.B05,
        ["B06"] = SentinelBand.B06, ["rededge2"] = SentinelBand.B06, ["B06_20m"] = SentinelBand.B06,
        ["B07"] = SentinelBand.B07, ["rededge3"] = SentinelBand.B07, ["B07_20m"] = SentinelBand.B07,
        ["B08"] = SentinelBand.B08, ["nir"] = SentinelBand.B08, ["B08_10m"] = SentinelBand.B08,
        ["B8A"] = SentinelBand.B8A, ["nir08"] = SentinelBand.B8A, ["B8A_20m"] = SentinelBand.B8A,
        ["B11"] = SentinelBand.B11, ["swir16"] = SentinelBand.B11, ["B11_20m"] = SentinelBand.B11,
        ["B12"] = SentinelBand.B12, ["swir22"] = SentinelBand.B12, ["B12_20m"] = SentinelBand.B12,
        ["SCL"] = SentinelBand.Scl, ["SCL_20m"] = SentinelBand.Scl,
    };

    /// <summary>All but the classification.</summary>
    public static IReadOnlyList<SentinelBand> Reflective { get; } = [.. Enum.GetValues<SentinelBand>().Where(b => b != SentinelBand.Scl)];

    /// <summary>The band an asset key stands for; null for other assets.</summary>
    public static SentinelBand? OfAsset(string key) => Keys.TryGetValue(key, out var band) ? band : null;

    /// <summary>The band of a product's physicalBand, such as B2 or B8A; null for those not used here.</summary>
    public static SentinelBand? OfPhysicalBand(string name) =>
        OfAsset(name.Length == 2 && name[0] == 'B' ? $"B0{name[1]}" : name);
}
