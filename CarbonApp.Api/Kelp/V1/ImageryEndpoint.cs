using System.Globalization;
using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Api.Kelp.Results;
using CarbonApp.Api.Kelp.Tiles;
using CarbonApp.Engine.Kelp.Indices;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Kelp.Tiles;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Kelp.V1;

/// <summary>v1's calls below <c>/api/imagery</c>.</summary>
internal static class ImageryEndpoint
{
    private const string Png = "image/png";

    /// <summary>Pixels of the longer side of a picture at most.</summary>
    private const int Longest = 1024;

    /// <summary>Opacity of a mask where none is asked for, as v1 had it.</summary>
    private const double DefaultAlpha = 0.6;

    private static readonly Dictionary<string, PixelMask> Masks = new(StringComparer.Ordinal)
    {
        ["kelp"] = PixelMask.Kelp,
        ["water"] = PixelMask.None,
        ["cloud"] = PixelMask.Cloud,
    };

    /// <summary>Analyses a place and keeps the layers for the other calls.</summary>
    /// <param name="request">Place, days, size of the area and most cloud.</param>
    /// <response code="200">What there is to look at.</response>
    /// <response code="202">The analysis takes longer than a call may wait and goes on: ask the same again later.</response>
    /// <response code="400">A member is missing or out of range.</response>
    /// <response code="422">No scene shows the place in those days: SATELLITE_DATA_ERROR.</response>
    /// <response code="502">The catalogue of scenes did not answer: EXTERNAL_SERVICE_ERROR.</response>
    /// <response code="503">The service is set up without a catalogue of scenes: SERVICE_UNAVAILABLE.</response>
    public static async Task<Results<Ok<ImageryResponse>, Accepted<KelpiePending>, ProblemHttpResult>> PostAsync(
        ImageryRequest request, KelpieRuns runs, CancellationToken cancellationToken) =>
        await runs.RunAsync(request, request.BufferKm, request.MaxCloudCover, cancellationToken) switch
        {
            { Analysis: { } analysis } => TypedResults.Ok(new ImageryResponse
            {
                AnalysisId = analysis.Id,
                Status = "success",
                Bounds = analysis.Result!.Bbox,
                AvailableLayers = KelpieAnswers.LayersOf(analysis.Result),
                Metadata = MetadataOf(analysis),
            }),
            { Pending: { } pending } => TypedResults.Accepted($"/api/v2/analyses/{pending.AnalysisId}", pending),
            var run => run.Problem!,
        };

    /// <summary>The best scene in true colour.</summary>
    /// <param name="id">Id of the analysis.</param>
    /// <response code="200">A picture of the bounds, on the web map's projection.</response>
    /// <response code="404">No such analysis.</response>
    /// <response code="409">The analysis has no result.</response>
    public static Task<Results<FileContentHttpResult, ProblemHttpResult>> RgbAsync(string id, KelpieRuns runs, PictureDrawer drawer, CancellationToken cancellationToken) =>
        DrawAsync(id, Layers.Find("rgb")!, runs, drawer, cancellationToken);

    /// <summary>The best scene in near infrared, red and green.</summary>
    /// <param name="id">Id of the analysis.</param>
    /// <response code="200">A picture of the bounds, on the web map's projection.</response>
    /// <response code="404">No such analysis.</response>
    /// <response code="409">The analysis has no result.</response>
    public static Task<Results<FileContentHttpResult, ProblemHttpResult>> FalseColorAsync(string id, KelpieRuns runs, PictureDrawer drawer, CancellationToken cancellationToken) =>
        DrawAsync(id, Layers.Find("false-color")!, runs, drawer, cancellationToken);

    /// <summary>A spectral index over the best scene, in a fixed range of values.</summary>
    /// <param name="id">Id of the analysis.</param>
    /// <param name="index"><c>fai</c>, <c>ndre</c>, <c>ndvi</c>, <c>red_edge_ndvi</c>, <c>kelp_index</c>, <c>ndwi</c> or <c>evi</c>; any of GET /api/v2/indices.</param>
    /// <param name="legacy">True: <c>fai</c> and <c>ndre</c> as v1 defined them, which is not what their names mean elsewhere.</param>
    /// <response code="200">A picture of the bounds, on the web map's projection.</response>
    /// <response code="404">No such analysis or index.</response>
    /// <response code="409">The analysis has no result.</response>
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> SpectralAsync(
        string id, string index, string? legacy, KelpieRuns runs, PictureDrawer drawer, CancellationToken cancellationToken) =>
        (SpectralIndices.Find(index, legacy == "true") ?? SpectralIndices.Find(index, legacy: true)) is { } found
            ? await DrawAsync(id, Layers.Of(found), runs, drawer, cancellationToken)
            : KelpieProblems.UnknownLayer("index", index, SpectralIndices.All.Select(i => i.Name).Distinct());

    /// <summary>Kelp, open water or cloud of the composite in one colour, the rest clear.</summary>
    /// <param name="id">Id of the analysis.</param>
    /// <param name="mask"><c>kelp</c>, <c>water</c> or <c>cloud</c>.</param>
    /// <param name="alpha">Opacity, 0 to 1; 0.6 when left out.</param>
    /// <response code="200">A picture of the bounds, on the web map's projection.</response>
    /// <response code="400">The opacity is out of range.</response>
    /// <response code="404">No such analysis or mask.</response>
    /// <response code="409">The analysis has no result.</response>
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> MaskAsync(
        string id, string mask, string? alpha, KelpieRuns runs, PictureDrawer drawer, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var opacity = ReadNumber("alpha", alpha, DefaultAlpha, errors);
        errors.Within("alpha", opacity, 0, 1, "");
        return errors.Any ? errors.ToProblem()
            : Masks.TryGetValue(mask, out var bit) ? await DrawAsync(id, Layers.Only(mask, mask, bit, opacity), runs, drawer, cancellationToken)
            : KelpieProblems.UnknownLayer("mask", mask, Masks.Keys);
    }

    /// <summary>Median wet biomass, kg/m², in colours from the lowest to the highest value asked for.</summary>
    /// <param name="id">Id of the analysis.</param>
    /// <param name="colormap"><c>hot</c>, <c>viridis</c> or <c>gray</c>; the product's own, which is fit for any colour vision, when left out.</param>
    /// <param name="min_biomass">Value of the first colour, kg/m²; 0 when left out.</param>
    /// <param name="max_biomass">Value of the last colour, kg/m²; 10 when left out.</param>
    /// <response code="200">A picture of the bounds, on the web map's projection.</response>
    /// <response code="400">A parameter is out of range.</response>
    /// <response code="404">No such analysis.</response>
    /// <response code="409">The analysis has no result.</response>
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> BiomassAsync(
        string id, string? colormap, string? min_biomass, string? max_biomass, KelpieRuns runs, PictureDrawer drawer, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var layer = (Layer.Share)Layers.Find("biomass")!;
        var (low, high) = (ReadNumber("min_biomass", min_biomass, layer.Map.Scale.Low, errors), ReadNumber("max_biomass", max_biomass, layer.Map.Scale.High, errors));
        if (!(low < high && Math.Abs(low) <= 1000 && Math.Abs(high) <= 1000))
        {
            errors.Add("min_biomass", $"must be less than max_biomass, both within ±1000 kg/m²; {low} to {high} are not.");
        }

        var ramp = colormap is null ? null : Ramp.Find(colormap);
        if (colormap is not null && ramp is null)
        {
            errors.Add("colormap", $"is not one of {string.Join(", ", Ramp.Names)}.");
        }

        return errors.Any
            ? errors.ToProblem()
            : await DrawAsync(id, layer with { Map = layer.Map with { Scale = ColorScale.Sequential(low, high) }, Ramp = ramp }, runs, drawer, cancellationToken);
    }

    /// <summary>What the layers of an analysis are made of: scenes, time, resolution, ranges of values.</summary>
    /// <param name="id">Id of the analysis.</param>
    /// <response code="200">All of it of the scenes that were read.</response>
    /// <response code="404">No such analysis.</response>
    /// <response code="409">The analysis has no result.</response>
    public static async Task<Results<Ok<ImageryMetadata>, ProblemHttpResult>> MetadataAsync(string id, KelpieRuns runs, CancellationToken cancellationToken)
    {
        var run = await runs.FindAsync(id, cancellationToken);
        return run.Analysis is { } analysis ? TypedResults.Ok(MetadataOf(analysis)) : run.Problem!;
    }

    /// <summary>Removes an analysis and its layers.</summary>
    /// <param name="id">Id of the analysis.</param>
    /// <response code="200">It is gone.</response>
    /// <response code="404">No such analysis.</response>
    public static async Task<Results<Ok<ImageryDeleted>, ProblemHttpResult>> DeleteAsync(
        string id, JobStore jobs, AnalysisStore store, FileReader files, CancellationToken cancellationToken) =>
        (await AnalysisEndpoint.DeleteAsync(id, jobs, store, files, cancellationToken)).Result is ProblemHttpResult problem
            ? problem
            : TypedResults.Ok(new ImageryDeleted { Status = "success", Message = $"Analysis {id} and its layers are removed." });

    /// <summary>Whether analyses can be made: whether Postgres and a catalogue of scenes are there.</summary>
    /// <response code="200">Both are.</response>
    /// <response code="503">One is not.</response>
    public static Results<Ok<ImageryHealth>, JsonHttpResult<ImageryHealth>> HealthAsync(Database database, SceneFinder scenes)
    {
        var checks = new Dictionary<string, bool> { ["storage"] = database.IsReady, ["catalog"] = scenes.Catalogs.Count > 0 };
        return checks.Values.All(ok => ok)
            ? TypedResults.Ok(new ImageryHealth { Status = "ok", Service = "imagery", Checks = checks })
            : TypedResults.Json(new ImageryHealth { Status = "unavailable", Service = "imagery", Checks = checks }, statusCode: 503);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> DrawAsync(
        string id, Layer layer, KelpieRuns runs, PictureDrawer drawer, CancellationToken cancellationToken)
    {
        var run = await runs.FindAsync(id, cancellationToken);
        if (run.Analysis is not { } analysis)
        {
            return run.Problem!;
        }

        if (await drawer.DrawAsync(id, layer, analysis.Result!.Bbox, Longest, cancellationToken) is not { } picture)
        {
            return KelpieProblems.WithoutBand(layer.Name, Layers.BandsOf(layer));
        }

        if (analysis.Result.Provenance.Demo)
        {
            DemoMark.Draw(picture.Pixels, picture.Width, picture.Height);
        }

        return TypedResults.File(PngEncoder.Encode(picture.Pixels, picture.Width, picture.Height), Png);
    }

    private static ImageryMetadata MetadataOf(AnalysisResponse analysis)
    {
        var result = analysis.Result!;
        var shown = result.Layers.FirstOrDefault(l => l.SceneId is not null)?.SceneId;
        var scene = result.Scenes.First(s => s.Used && (shown is null || s.Id == shown));
        return new ImageryMetadata
        {
            AnalysisId = analysis.Id,
            Bounds = result.Bbox,
            SceneId = scene.Id,
            SceneIds = KelpieAnswers.SceneIds(result),
            AcquisitionDate = scene.DatetimeUtc,
            Resolution = UtmPixelMetres,
            CloudCoverage = scene.CloudShare,
            AcquisitionInfo = "Sentinel-2 L2A",
            AvailableLayers = KelpieAnswers.LayersOf(result),
            LayerRanges = result.Layers.Where(l => l.Min is not null).ToDictionary(l => l.Name, l => (IReadOnlyList<double>)[l.Min!.Value, l.Max!.Value]),
            Demo = result.Provenance.Demo,
        };
    }

    private const double UtmPixelMetres = CarbonApp.Engine.Kelp.Projection.UtmGrid.FinePixelMetres;

    private static double ReadNumber(string field, string? text, double otherwise, FieldErrors errors)
    {
        if (string.IsNullOrEmpty(text))
        {
            return otherwise;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
        {
            return value;
        }

        errors.Add(field, $"'{(text.Length <= 40 ? text : text[..40] + "…")}' is no number.");
        return otherwise;
    }
}
