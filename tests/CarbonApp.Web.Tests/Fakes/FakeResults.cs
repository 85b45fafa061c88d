using CarbonApp.Api.Kelp.Analyses;

namespace CarbonApp.Web.Tests.Fakes;

/// <summary>TEST DATA: results of analyses, made up, in proportion to what a hectare of giant kelp holds.</summary>
internal static class FakeResults
{
    public static readonly double[] Bbox = [-121.9636, 36.5930, -121.8964, 36.6470];

    private static readonly string[] Indices = ["fai", "afai", "kd", "ndvi", "ndre", "red_edge_ndvi", "ndwi", "mndwi", "evi", "kelp_index"];

    private static readonly string[] Viridis = ["#440154", "#3b528b", "#21918c", "#5ec962", "#fde725"];

    /// <param name="id">Of the analysis.</param>
    /// <param name="bare">No kelp, one scene, and made in demo mode.</param>
    public static AnalysisResult Of(string id, bool bare)
    {
        var hectares = bare ? 0 : 42.7;
        AnalysisInterval Per(double p5, double p50, double p95) => new() { P5 = p5 * hectares, P50 = p50 * hectares, P95 = p95 * hectares };
        return new AnalysisResult
        {
            EstimateFrom = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), EstimateTo = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), Bbox = Bbox, AoiAreaM2 = 28.27e6,
            Species = "macrocystis", SpeciesRule = bare ? "assumed" : "region",
            MappedCanopyM2 = 38.1e4 * hectares / 42.7, BedAreaM2 = 61.4e4 * hectares / 42.7, NearSurfaceM2 = bare ? 0 : 2.3e4, Beds = bare ? 0 : 17,
            CanopyAreaM2 = Per(7_350, 10_000, 13_600), CoverShare = bare ? null : new() { P5 = 0.45, P50 = 0.62, P95 = 0.78 },
            WetBiomassT = Per(50.3, 84.3, 143.2), DryBiomassT = Per(6.1, 10.5, 18.4), CarbonStockT = Per(1.69, 3.26, 6.26), CarbonStockCo2eT = Per(6.2, 11.9, 23.0),
            ProductionTPerYear = Per(2.1, 5.0, 11.6), ExportTPerYear = Per(0.21, 0.75, 2.6), SequestrationTPerYear = Per(0.083, 0.28, 0.82), SequestrationIfNoNetSinkTPerYear = 0,
            StockTornado = bare ? [] : [Swing("canopy-biomass", 85, 232), Swing("area", 101, 193), Swing("carbon-share", 122, 158), Swing("year", 118, 165), Swing("dry-share", 112, 169), Swing("floor-biomass", 136, 143), Swing("tide-slope", 138, 140)],
            SequestrationTornado = bare ? [] : [Swing("production", 5.3, 27.4), Swing("fate", 4.9, 21.0), Swing("area", 8.7, 16.6), Swing("tide-slope", 11.8, 12.1)],
            Masks = new()
            {
                TotalPixels = 282_700, ValidPixels = 280_112, WaterPixels = 171_930, KelpPixels = bare ? 0 : 6_140, NearSurfacePixels = bare ? 0 : 612, LandPixels = 108_182, IntertidalPixels = 841,
                CloudPixels = 2_101, ShadowPixels = 487, GlintPixels = 0, TooDeepPixels = bare ? 1_204 : 0, NoDataPixels = 0,
            },
            Indices = [.. Indices.Select((name, i) => new AnalysisIndex { Name = name, SceneId = Scene(3).Id, Mean = -0.1 + (0.03 * i), StandardDeviation = 0.02, Pixels = 171_930 })],
            Scenes = bare ? [Scene(0)] : [.. Enumerable.Range(0, 12).Select(Scene)],
            TimeSeries = bare ? [] : [.. Enumerable.Range(2016, 9).Select(Quarter)],
            Trend = bare
                ? new() { State = "too-few-years", Years = 0, YearsNeeded = 4 }
                : new() { State = "estimated", Years = 9, YearsNeeded = 4, SlopeM2PerYear = -21_400, SlopeLowM2PerYear = -38_000, SlopeHighM2PerYear = -3_100, Probability = 0.029, TideSlopeM2PerM = -61_000 },
            Layers = [.. Layers(id)],
            Warnings = bare
                ? [new() { Code = "DEMO", Message = "Made in demo mode." }, new() { Code = "SPECIES_ASSUMED", Message = "No species was given and the coast is known for neither: the constants are those of giant kelp." }]
                : [
                    new() { Code = "WATER_FEW_SAMPLES", Message = "In some blocks less than 30 % of the water could be sampled: canopy stands out less surely there.", SceneId = Scene(3).Id },
                    new() { Code = "WATER_FEW_SAMPLES", Message = "In some blocks less than 30 % of the water could be sampled: canopy stands out less surely there.", SceneId = Scene(6).Id },
                ],
            Provenance = new()
            {
                EngineVersion = "0.1.0", ParameterHash = "b1946ac92492d2347c6235b4d2611184fbe8d0f4ae0b7f3fcd9f0d51f5d5b9a0", Seed = "591785b794601e212b260e25925636fd3f6ac1f4ab0fd2a4f08ff9b3b2b4b1c7", Draws = 10_000,
                Catalog = bare ? "local" : "planetary-computer", Collection = "sentinel-2-l2a", BytesRead = 183_400_000, GridEpsg = 32610,
                Attributions = ["Contains modified Copernicus Sentinel data 2016–2024", "Tides: US National Oceanic and Atmospheric Administration, public domain"], Demo = bare,
            },
        };
    }

    public static IReadOnlyList<AnalysisDownload> Downloads(string id)
    {
        AnalysisDownload File(string name, string title, string mediaType) => new() { Name = name, Title = title, MediaType = mediaType, Url = $"/api/v2/analyses/{id}/{name}" };
        return
        [
            File("report.html", "Report, for reading and printing", "text/html"), File("report.json", "All numbers", "application/json"),
            File("features.geojson", "Beds as polygons, with their numbers", "application/geo+json"), File("timeseries.csv", "Canopy by quarter", "text/csv"),
            File("stac-item.json", "STAC item", "application/geo+json"), File("cog/cover.tif", "Canopy cover, cloud-optimised GeoTIFF", "image/tiff"),
        ];
    }

    /// <summary>Two beds.</summary>
    public static object Features() => new
    {
        type = "FeatureCollection",
        features = new[] { Bed("1", -121.945, 36.626), Bed("2", -121.925, 36.634) },
    };

    private static object Bed(string id, double lon, double lat) => new
    {
        type = "Feature",
        id,
        geometry = new { type = "Polygon", coordinates = (double[][][])[[[lon, lat], [lon + 0.008, lat + 0.001], [lon + 0.007, lat + 0.005], [lon + 0.001, lat + 0.004], [lon, lat]]] },
        properties = new { area_m2 = 312_000, canopy_area_m2 = 196_400, cover = 0.63, persistence = 0.81, carbon_stock_t_p5 = 33.2, carbon_stock_t_p50 = 64.0, carbon_stock_t_p95 = 122.9 },
    };

    private static AnalysisSwing Swing(string input, double low, double high) => new() { Input = input, AtP5T = low, AtP95T = high };

    private static AnalysisQuarter Quarter(int year)
    {
        var canopy = (61.0 - (2.1 * (year - 2016)) + (6 * Math.Sin(year * 2.2))) * 1e4;
        return new()
        {
            Year = year, Quarter = 3, KelpAreaM2 = canopy * 0.9, CanopyAreaM2 = new() { P5 = canopy * 0.735, P50 = canopy, P95 = canopy * 1.36 }, CountCellsKelp = 6_140, CountCellsNoClouds = 9_010,
            CountCellsHistoricFootprint = 9_322, Scenes = 4, TideHeightM = 0.61,
        };
    }

    private static AnalysisScene Scene(int number)
    {
        var taken = new DateTimeOffset(2024, 7, 2, 18, 59, 21, TimeSpan.Zero).AddDays(5 * number);
        var used = number % 3 == 0;
        return new()
        {
            Id = $"S2A_MSIL2A_{taken:yyyyMMdd}T185921_N0510_R013_T10SFE_{taken.AddDays(1):yyyyMMdd}T004159", DatetimeUtc = taken, LocalOverpass = "2024-07-02T10:51:36", Tile = "10SFE", Used = used,
            LeftOutReason = used ? null : number % 3 == 1 ? "83 % of the area is under cloud; at most 50 % was asked for" : "three better ones of the quarter were taken",
            Score = used ? 0.71 : null, CoverageShare = 1, CloudShare = used ? 0.02 : 0.83, ValidShare = used ? 0.97 : null, ProcessingBaseline = "05.10", OffsetDn = used ? -1000 : null,
            OffsetRule = used ? "s2:processing_baseline" : null,
            Tide = number == 6 ? null : new() { HeightM = 0.31 + (0.12 * number), ChartDatum = "MLLW", Stations = [new() { Id = "noaa/9413450", Name = "Monterey", DistanceKm = 4.2, Weight = 1, Licence = "public domain" }] },
            KelpAreaM2 = used ? 381_000 - (9_000 * number) : null, NearSurfaceM2 = used ? 23_000 : null, BytesRead = used ? 15_000_000 : 40_000,
        };
    }

    private static IEnumerable<AnalysisLayer> Layers(string id)
    {
        AnalysisLayer Layer(string name, string title, string group, string? unit, double? min, double? max, AnalysisLegendEntry[] legend) => new()
        {
            Name = name, Title = title, Group = group, Unit = unit, Min = min, Max = max, SceneId = group is "base" or "index" ? Scene(3).Id : null,
            TilesUrl = $"/api/v2/analyses/{id}/tiles/{name}/{{z}}/{{x}}/{{y}}.png", LegendUrl = group == "base" ? null : $"/api/v2/analyses/{id}/legend/{name}.svg", Legend = legend,
            CogUrl = $"/api/v2/analyses/{id}/cog/{name}.tif", MinZoom = 8, MaxZoom = 14,
        };
        yield return Layer("rgb", "True colour", "base", null, null, null, []);
        yield return Layer("false-color", "Near infrared, red and green", "base", null, null, null, []);
        foreach (var index in Indices)
        {
            yield return Layer(index, index.ToUpperInvariant(), "index", index is "fai" or "afai" or "kd" ? "reflectance" : null, -0.02, 0.1, Ramp(-0.02, 0.1));
        }

        yield return Layer("mask", "What the pixels are", "mask", null, null, null,
            [Class("Kelp", "#009e73"), Class("Cloud", "#e6e6e6"), Class("Cloud shadow", "#505050"), Class("Land", "#a0a0a0"), Class("Falls dry at low tide", "#e69f00"), Class("Water", "#56b4e9")]);
        yield return Layer("cover", "Canopy cover", "result", "share of the pixel", 0, 1, Ramp(0, 1));
        yield return Layer("persistence", "Persistence: dates with canopy of all clear dates", "result", null, 0, 1, Ramp(0, 1));
    }

    private static AnalysisLegendEntry[] Ramp(double low, double high) =>
        [.. Viridis.Select((color, i) => (Value: low + ((high - low) * i / 4), color)).Select(s => new AnalysisLegendEntry { Value = s.Value, Label = s.Value.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture), Color = s.color })];

    private static AnalysisLegendEntry Class(string label, string color) => new() { Label = label, Color = color };
}
