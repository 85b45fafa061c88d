using CarbonApp.Engine.Kelp.Scenes;
using static CarbonApp.Engine.Kelp.Indices.SpectralFormulas;
using static CarbonApp.Engine.Kelp.Scenes.SentinelBand;

namespace CarbonApp.Engine.Kelp.Indices;

/// <summary>All indices by name. Differences survive an error that is added to every band, ratios do not: look at fai and kd first.</summary>
public static class SpectralIndices
{
    /// <summary>Normalized difference vegetation index.</summary>
    public static SpectralIndex Ndvi { get; } = Ratio("ndvi", B08, B04, -0.4, 0.8, "Rouse et al. 1974");

    /// <summary>Normalized difference red edge, B06 over B05.</summary>
    public static SpectralIndex Ndre { get; } = Ratio("ndre", B06, B05, -0.3, 0.4, "Gitelson and Merzlyak 1994");

    /// <summary>NDVI with red edge in the place of red.</summary>
    public static SpectralIndex RedEdgeNdvi { get; } = Ratio("red_edge_ndvi", B08, B05, -0.4, 0.6, "Gitelson and Merzlyak 1994");

    /// <summary>Normalized difference water index.</summary>
    public static SpectralIndex Ndwi { get; } = Ratio("ndwi", B03, B08, -0.8, 0.8, "McFeeters 1996");

    /// <summary>Modified normalized difference water index.</summary>
    public static SpectralIndex Mndwi { get; } = Ratio("mndwi", B03, B11, -0.8, 0.8, "Xu 2006");

    /// <summary>Kelp difference.</summary>
    public static SpectralIndex Kd { get; } = new("kd", "B06 - B04", [B06, B04], -0.02, 0.1, "Mora-Soto et al. 2020", static (x, _) => x[0] - x[1]);

    /// <summary>Floating algae index; its weight follows the wavelengths of the item.</summary>
    public static SpectralIndex Fai { get; } = new(
        "fai", "B08 - B04 - (B11 - B04)*(833 - 665)/(1614 - 665)", [B08, B04, B11], -0.02, 0.15, "Hu 2009", static (x, w) => AboveLine(x[0], x[1], x[2], w.FaiWeight));

    /// <summary>Alternative floating algae index, of red edge and narrow near infrared.</summary>
    public static SpectralIndex Afai { get; } = new(
        "afai", "B8A - B06 - (B11 - B06)*(865 - 741)/(1614 - 741)", [B8A, B06, B11], -0.02, 0.08, "Wang and Hu 2016", static (x, w) => AboveLine(x[0], x[1], x[2], w.AfaiWeight));

    /// <summary>Enhanced vegetation index.</summary>
    public static SpectralIndex Evi { get; } = new(
        "evi", "2.5*(B08 - B04)/(B08 + 6*B04 - 7.5*B02 + 1)", [B08, B04, B02], -0.2, 0.8, "Huete et al. 2002",
        static (x, _) => 2.5f * (x[0] - x[1]) / Floor(x[0] + 6 * x[1] - 7.5f * x[2] + 1));

    /// <summary>v1's kelp_index, which has no other definition.</summary>
    public static SpectralIndex KelpIndex { get; } = Legacy("kelp_index", "(B08 - B04)/(B05 + 0.001)", [B08, B04, B05], -1, 3, static (x, _) => (x[0] - x[1]) / Floor(x[2] + 0.001f), static (x, _) => x[2] + 0.001f);

    /// <summary>What v1 called fai.</summary>
    public static SpectralIndex LegacyFai { get; } = Legacy("fai", "B08 - B05", [B08, B05], -0.05, 0.15, static (x, _) => x[0] - x[1]);

    /// <summary>What v1 called ndre.</summary>
    public static SpectralIndex LegacyNdre { get; } = Legacy("ndre", "(B06 - B04)/(B06 + B04)", [B06, B04], -0.4, 0.6, Bounded, static (x, _) => x[0] + x[1]);

    /// <summary>Every index, the legacy ones last.</summary>
    public static IReadOnlyList<SpectralIndex> All { get; } =
        [Fai, Kd, Afai, Ndvi, Ndre, RedEdgeNdvi, Ndwi, Mndwi, Evi, KelpIndex, LegacyFai, LegacyNdre];

    /// <summary>The index of a name; null when there is none.</summary>
    /// <param name="name">As <see cref="SpectralIndex.Name"/>.</param>
    /// <param name="legacy">Whether v1's definitions come first.</param>
    public static SpectralIndex? Find(string name, bool legacy = false) =>
        All.Where(index => legacy || !index.IsLegacy).OrderByDescending(index => index.IsLegacy).FirstOrDefault(index => index.Name == name);

    private static SpectralIndex Ratio(string name, SentinelBand a, SentinelBand b, double low, double high, string source) =>
        new(name, $"({a} - {b})/({a} + {b})", [a, b], low, high, source, Bounded, static (x, _) => x[0] + x[1]);

    private static SpectralIndex Legacy(
        string name, string formula, SentinelBand[] bands, double low, double high, SpectralIndex.Function function, SpectralIndex.Function? divisor = null) =>
        new(name, formula, bands, low, high, "Kelpie Carbon v1", function, divisor, IsLegacy: true);

    /// <summary>No two reflectances give more than 1; only negative ones do, which are errors of dark pixels. .02 and −.005 give 1, not 1.67.</summary>
    private static float Bounded(ReadOnlySpan<float> x, Wavelengths wavelengths) => Math.Clamp(NormalizedDifference(x[0], x[1]), -1, 1);
}
