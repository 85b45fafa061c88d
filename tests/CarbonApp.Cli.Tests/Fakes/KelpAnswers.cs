using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Api.Kelp.Results;

namespace CarbonApp.Cli.Tests.Fakes;

/// <summary>Answers of Kelp in the Api's own contract; a made-up bay.</summary>
internal static class KelpAnswers
{
    public const string Id = "01KKRFJ5X2W3Z9N8Q7R6T5V4M3";
    public static readonly DateTimeOffset June = new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public static AnalysisResponse Analysis(string state, double progress = 0) => new()
    {
        Id = Id,
        State = state,
        Progress = progress,
        Step = state == "running" ? "scene 3 of 12" : null,
        Attempts = 1,
        CreatedAt = June,
        EndedAt = state is "queued" or "running" ? null : June.AddMinutes(3),
        Request = new AnalysisRequest { From = June, To = June.AddMonths(4), Name = "bay" },
        Result = state == "completed" ? Result() : null,
        Links = new AnalysisLinks
        {
            Self = $"/api/v2/analyses/{Id}",
            Events = $"/api/v2/jobs/{Id}/events",
            Downloads = state != "completed" ? [] :
            [
                new() { Name = "report.html", Title = "Report", MediaType = "text/html", Url = $"/api/v2/analyses/{Id}/report.html" },
                new() { Name = "cog/cover.tif", Title = "Cover", MediaType = "image/tiff", Url = $"/api/v2/analyses/{Id}/cog/cover.tif" },
            ],
        },
    };

    public static ScenesResponse Scenes() => new()
    {
        Catalog = "local",
        Bbox = [-122.1, 36.5, -121.9, 36.7],
        From = June,
        To = June.AddMonths(3),
        Scenes =
        [
            new SceneListItem
            {
                Id = "S2A_10SEF_20240708", DatetimeUtc = June.AddDays(37), Tile = "10SEF", TileCloudShare = 0.125, ProcessingBaseline = "05.10", OffsetDn = -1000,
                OffsetRule = "raster:bands", Bands = ["B04", "B08", "SCL"], Warnings = ["odd offset"],
            },
        ],
        Complete = false,
        Notes = ["earth-search did not answer."],
        Attributions = ["Copernicus Sentinel data 2024"],
        Demo = false,
    };

    /// <summary>High water 2 m at noon, low −0.5 m half a day away: straight lines between.</summary>
    public static TideResponse Tide(DateTimeOffset t) => new()
    {
        Lat = 36.6,
        Lon = -122,
        T = t,
        HeightM = Height(t),
        ChartDatum = "MLLW",
        Stations = [new AnalysisTideStation { Id = "noaa/9413450", Name = "Monterey", DistanceKm = 9.53, Weight = 1, Licence = "public domain" }],
        Curve = [.. Enumerable.Range(-24, 49).Select(half => t.AddMinutes(30 * half)).Select(at => new TidePoint { T = at, HeightM = Height(at) })],
    };

    private static double Height(DateTimeOffset t) => 2 - 2.5 * Math.Abs(t.TimeOfDay.TotalHours - 12) / 12;

    private static AnalysisInterval Of(double p5, double p50, double p95) => new() { P5 = p5, P50 = p50, P95 = p95 };

    private static AnalysisResult Result() => new()
    {
        EstimateFrom = June,
        EstimateTo = June.AddMonths(4),
        Bbox = [-122.1, 36.5, -121.9, 36.7],
        AoiAreaM2 = 12_570_000,
        Species = "nereocystis",
        SpeciesRule = "given",
        MappedCanopyM2 = 9_000,
        BedAreaM2 = 12_000,
        NearSurfaceM2 = 300,
        Beds = 2,
        CanopyAreaM2 = Of(7_200, 10_000, 13_900),
        CoverShare = Of(0.54, 0.75, 1),
        WetBiomassT = Of(47, 81.1, 139.5),
        DryBiomassT = Of(4.1, 7.1, 12.4),
        CarbonStockT = Of(0.81, 1.79, 3.8),
        CarbonStockCo2eT = Of(3, 6.5, 13.9),
        ProductionTPerYear = Of(2.1, 5, 11.8),
        ExportTPerYear = Of(0.13, 0.7, 3.2),
        SequestrationTPerYear = Of(0.061, 0.25, 0.83),
        SequestrationIfNoNetSinkTPerYear = 0,
        StockTornado = [new() { Input = "canopy-biomass", AtP5T = 1.09, AtP95T = 2.94 }],
        SequestrationTornado = [],
        Masks = new AnalysisMasks
        {
            TotalPixels = 1000, ValidPixels = 942, WaterPixels = 600, KelpPixels = 120, NearSurfacePixels = 3, LandPixels = 342, IntertidalPixels = 5,
            CloudPixels = 50, ShadowPixels = 4, GlintPixels = 0, TooDeepPixels = 0, NoDataPixels = 8,
        },
        Indices = [],
        Scenes =
        [
            new AnalysisScene
            {
                Id = "S2A_10SEF_20240708", DatetimeUtc = June.AddDays(37), LocalOverpass = "2024-07-08T10:33:00", Tile = "10SEF", Used = true, CloudShare = 0.02, ValidShare = 0.97,
                OffsetDn = -1000, OffsetRule = "raster:bands", KelpAreaM2 = 9_000, Tide = new AnalysisTide { HeightM = 0.314, ChartDatum = "MLLW", Stations = Tide(June).Stations },
            },
            new AnalysisScene { Id = "S2B_10SEF_20240713", DatetimeUtc = June.AddDays(42), LocalOverpass = "2024-07-13T10:33:00", Tile = "10SEF", Used = false, LeftOutReason = "80 % of the area is under cloud" },
        ],
        TimeSeries =
        [
            Quarter(2, null), Quarter(3, 9_000),
        ],
        Trend = new AnalysisTrend { State = "too-few-years", Years = 1, YearsNeeded = 4 },
        Layers = [],
        Warnings = [new() { Code = "FEW_SCENES", Message = "Only one date was used." }, new() { Code = "GLINT", Message = "Bright water.", SceneId = "S2A_10SEF_20240708" }],
        Provenance = new AnalysisProvenance
        {
            EngineVersion = "2.1.0", ParameterHash = new string('a', 64), Seed = new string('b', 64), Draws = 10_000, Catalog = "local", Collection = "sentinel-2-l2a",
            BytesRead = 12_345_678, GridEpsg = 32610, Attributions = ["Copernicus Sentinel data 2024"], Demo = true,
        },
    };

    private static AnalysisQuarter Quarter(int quarter, double? areaM2) => new()
    {
        Year = 2024, Quarter = quarter, KelpAreaM2 = areaM2, CanopyAreaM2 = areaM2 is null ? null : Of(7_200, 10_000, 13_900), CountCellsKelp = areaM2 is null ? 0 : 120,
        CountCellsNoClouds = 118, CountCellsHistoricFootprint = 120, Scenes = 1, TideHeightM = areaM2 is null ? null : 0.31,
    };
}
