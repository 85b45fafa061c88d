using System.Text;
using CarbonApp.Api.Kelp.Results;
using CarbonApp.Api.Kelp.Tiles;
using CarbonApp.Engine.Kelp.Tiles;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>Writes the files of an analysis that are for reading: the report with its maps, the beds, the STAC item.</summary>
internal sealed class ReportWork(PictureDrawer drawer, FileStore files)
{
    /// <summary>Pixels of the longer side of a map: sharp on paper at half the width of a page.</summary>
    private const int MapSide = 900;

    private static readonly string[] Maps = ["rgb", "mask", "cover", "persistence"];

    public async Task WriteAsync(string id, AnalysisRequest request, AnalysisResult result, Estimate estimate, FoundScenesOf found, AnalysisQuestion question, CancellationToken cancellationToken)
    {
        var features = BedFeatures.Write(estimate.Beds, estimate.Carbon, found.Area.Utm, result.Provenance.Demo, cancellationToken);
        await files.WriteAsync(id, ResultFiles.Features, "application/geo+json", features, cancellationToken);
        await files.WriteAsync(id, ResultFiles.StacItem, "application/geo+json", StacItemJson.Write(id, result, BedFeatures.Geometry(question.Area.Polygons)), cancellationToken);
        var page = ReportPage.Write(id, request, result, await DrawAsync(id, result, cancellationToken));
        await files.WriteAsync(id, ResultFiles.ReportHtml, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(page), cancellationToken);
    }

    private async Task<IReadOnlyList<ReportPicture>> DrawAsync(string id, AnalysisResult result, CancellationToken cancellationToken)
    {
        var pictures = new List<ReportPicture>();
        foreach (var layer in Maps.Where(name => result.Layers.Any(l => l.Name == name)).Select(name => Layers.Find(name)!))
        {
            if (await drawer.DrawAsync(id, layer, result.Bbox, MapSide, cancellationToken) is not { } picture)
            {
                continue;
            }

            if (result.Provenance.Demo)
            {
                DemoMark.Draw(picture.Pixels, picture.Width, picture.Height);
            }

            pictures.Add(new(layer.Title, PngEncoder.Encode(picture.Pixels, picture.Width, picture.Height), LayerTable.LegendOf(layer)));
        }

        return pictures;
    }
}
