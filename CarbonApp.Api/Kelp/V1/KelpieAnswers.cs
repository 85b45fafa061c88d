using System.Globalization;
using CarbonApp.Api.Kelp.Analyses;

namespace CarbonApp.Api.Kelp.V1;

/// <summary>Writes an analysis in v1's members.</summary>
internal static class KelpieAnswers
{
    /// <summary>Indices that v1 gives averages of; the deviation of the first three only.</summary>
    private static readonly (string Name, bool Deviation)[] Averages = [("ndvi", true), ("ndre", true), ("fai", true), ("red_edge_ndvi", false), ("kelp_index", false)];

    private const double SquareMetresPerHectare = 10_000;
    private const double PixelSquareMetres = 100;

    public static RunResponse Of(RunRequest request, AnalysisResponse analysis)
    {
        var result = analysis.Result!;
        return new RunResponse
        {
            AnalysisId = analysis.Id,
            Status = "completed",
            ProcessingTime = ProcessingTime(analysis),
            Aoi = request.Aoi!,
            DateRange = new KelpieDateRange { Start = request.StartDate!, End = request.EndDate! },
            Biomass = Biomass(result),
            Carbon = Carbon(result),
            ModelInfo = new KelpieModelInfo
            {
                Type = "physical",
                Confidence = "see the 5 % and 95 % values beside each number",
                FeatureCount = "6",
                Algorithm = "water-relative matched filter with gates",
                Version = result.Provenance.EngineVersion,
            },
            MaskStatistics = Shares(result.Masks),
            SpectralIndices = Spectra(result),
            TopFeatures = [.. result.StockTornado.Select(swing => swing.Input)],
            CanopyAreaM2 = ToInterval(result.CanopyAreaM2),
            WetBiomassT = ToInterval(result.WetBiomassT),
            CarbonStockT = ToInterval(result.CarbonStockT),
            SceneIds = SceneIds(result),
            Species = result.Species,
            Warnings = [.. result.Warnings.Select(w => w.Message)],
            Demo = result.Provenance.Demo,
        };
    }

    public static IReadOnlyList<string> SceneIds(AnalysisResult result) => [.. result.Scenes.Where(s => s.Used).Select(s => s.Id)];

    /// <summary>Names as in the addresses of the imagery calls.</summary>
    public static ImageryLayers LayersOf(AnalysisResult result) => new()
    {
        BaseLayers = [.. result.Layers.Where(l => l.Group == "base").Select(l => l.Name)],
        SpectralIndices = [.. result.Indices.Select(i => i.Name).Union(result.Layers.Where(l => l.Group == "index").Select(l => l.Name))],
        Masks = ["kelp", "water", "cloud"],
        Biomass = result.Layers.Any(l => l.Name == "biomass"),
    };

    /// <summary>Time at work; the answer to the same question asked again says how long it took the first time.</summary>
    private static string ProcessingTime(AnalysisResponse analysis) => analysis is { StartedAt: { } started, EndedAt: { } ended }
        ? string.Create(CultureInfo.InvariantCulture, $"{(ended - started).TotalSeconds:0.0}s")
        : "0.0s";

    private static string Biomass(AnalysisResult result)
    {
        var hectares = SeaSquareMetres(result) / SquareMetresPerHectare;
        return hectares > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{PerHectare(result.WetBiomassT.P50):0.0} kg/ha (5-95 %: {PerHectare(result.WetBiomassT.P5):0.0} to {PerHectare(result.WetBiomassT.P95):0.0} kg/ha; wet, per hectare of sea)")
            : "not known: no sea was seen in the area";

        double PerHectare(double tonnes) => tonnes * 1000 / hectares;
    }

    private static string Carbon(AnalysisResult result)
    {
        var square = SeaSquareMetres(result);
        var perSquare = square > 0 ? result.CarbonStockT.P50 * 1000 / square : 0;
        return square > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{perSquare:0.0000} kg C/m² ({perSquare * SquareMetresPerHectare:0.0} kg C/ha): stock in the tissue now, no sequestration")
            : "not known: no sea was seen in the area";
    }

    private static double SeaSquareMetres(AnalysisResult result) => result.Masks.WaterPixels * PixelSquareMetres;

    private static KelpieMaskStatistics Shares(AnalysisMasks masks)
    {
        var total = (double)Math.Max(1, masks.TotalPixels);
        return new KelpieMaskStatistics
        {
            WaterCoverage = masks.WaterPixels / total,
            CloudCoverage = masks.CloudPixels / total,
            KelpCoverage = masks.KelpPixels / total,
            LandCoverage = masks.LandPixels / total,
            ValidPixels = masks.ValidPixels,
            TotalPixels = masks.TotalPixels,
        };
    }

    private static Dictionary<string, double?> Spectra(AnalysisResult result)
    {
        var spectra = new Dictionary<string, double?>(StringComparer.Ordinal);
        foreach (var (name, deviation) in Averages)
        {
            var index = result.Indices.FirstOrDefault(i => i.Name == name);
            spectra[$"avg_{name}"] = index?.Mean;
            if (deviation)
            {
                spectra[$"std_{name}"] = index?.StandardDeviation;
            }
        }

        return spectra;
    }

    private static KelpieInterval ToInterval(AnalysisInterval interval) => new() { P5 = interval.P5, P50 = interval.P50, P95 = interval.P95 };
}
