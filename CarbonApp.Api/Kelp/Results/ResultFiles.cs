using CarbonApp.Api.Kelp.Analyses;

namespace CarbonApp.Api.Kelp.Results;

/// <summary>Names of the files of an analysis, stored and made on the way out.</summary>
internal static class ResultFiles
{
    public const string Features = "features.geojson";
    public const string TimeSeries = "timeseries.csv";
    public const string ReportHtml = "report.html";
    public const string ReportJson = "report.json";
    public const string StacItem = "stac-item.json";
    public const string CogMediaType = "image/tiff; application=geotiff; profile=cloud-optimized";

    /// <summary>Stored rasters that layers are drawn from: the composite's, and a band each of the best scene.</summary>
    public const string MaskRaster = "mask.tif";
    public const string CoverRaster = "cover.tif";
    public const string PersistenceRaster = "persistence.tif";

    /// <summary>What can be fetched of a complete analysis.</summary>
    public static IReadOnlyList<AnalysisDownload> DownloadsOf(string id, AnalysisResult result) =>
    [
        Download(id, ReportHtml, "Report, for reading and printing", "text/html"),
        Download(id, ReportJson, "All numbers", "application/json"),
        Download(id, Features, "Beds as polygons, with their numbers", "application/geo+json"),
        Download(id, TimeSeries, "Canopy by quarter (Kelpwatch's columns, then ours)", "text/csv"),
        Download(id, StacItem, "STAC item", "application/geo+json"),
        .. result.Layers.Select(layer => Download(id, $"cog/{layer.Name}.tif", $"{layer.Title}, cloud-optimised GeoTIFF", CogMediaType)),
    ];

    private static AnalysisDownload Download(string id, string name, string title, string mediaType) =>
        new() { Name = name, Title = title, MediaType = mediaType, Url = $"/api/v2/analyses/{id}/{name}" };
}
