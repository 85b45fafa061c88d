using System.Globalization;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Api.Kelp.Results;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Kelp.Tiles;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CarbonApp.Api.Kelp.Tiles;

internal static class TilesEndpoint
{
    private const string Png = "image/png";

    /// <summary>Results never change once they are there.</summary>
    private const string Immutable = "public, max-age=86400, immutable";

    public static void AddTiles(this IServiceCollection services)
    {
        services.AddSingleton<LayerPixels>();
        services.AddSingleton<LayerCogs>();
        services.AddSingleton<TileDrawer>();
        services.AddSingleton<PictureDrawer>();
    }

    public static void MapTiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/analyses/{id}/tiles/{layer}/{z}/{x}/{y}.png", TileAsync).Produces(200, contentType: Png).ProducesProblem(400).ProducesProblem(404).WithName("analysisTile");
        routes.MapGet("/analyses/{id}/legends/{layer}.svg", LegendAsync).Produces(200, contentType: "image/svg+xml").ProducesProblem(404).WithName("analysisLegend");
        routes.MapGet("/analyses/{id}/cog/{layer}.tif", CogAsync).Produces(200, contentType: ResultFiles.CogMediaType).ProducesProblem(404).WithName("analysisCog");
    }

    /// <summary>A tile of a layer, 256 px in Web Mercator; clear where it shows none of the area.</summary>
    /// <param name="id">ULID of the analysis.</param>
    /// <param name="layer">One of its layers, such as <c>rgb</c>, <c>ndvi</c>, <c>mask</c>, <c>cover</c>.</param>
    /// <param name="z">Zoom, 0 to 22.</param>
    /// <param name="x">Column from the west.</param>
    /// <param name="y">Row from the north.</param>
    /// <param name="legacy">True: <c>fai</c>, <c>ndre</c> and <c>kelp_index</c> as Kelpie v1 defined them.</param>
    /// <response code="200">The tile.</response>
    /// <response code="400">There is no such tile: VALIDATION.</response>
    /// <response code="404">No such analysis, or it has no such layer: NOT_FOUND.</response>
    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> TileAsync(
        string id, string layer, string z, string x, string y, string? legacy, HttpResponse response, AnalysisAnswers answers, TileDrawer drawer,
        CancellationToken cancellationToken)
    {
        if (Layers.Find(layer, legacy == "true") is not { } drawn)
        {
            return AnalysisProblems.UnknownLayer(layer, Layers.All.Select(l => l.Name));
        }

        if (!TryRead(z, x, y, out var tile))
        {
            return DomainProblems.Invalid("tile", $"there is no tile z={Shortened(z)} x={Shortened(x)} y={Shortened(y)}: z is 0 to {TileAddress.DeepestZoom}, x and y are 0 to 2^z − 1.");
        }

        if (await answers.IsDemoAsync(id, cancellationToken) is not { } isDemo || await drawer.DrawAsync(id, drawn, tile, cancellationToken) is not { } pixels)
        {
            return AnalysisProblems.Unknown(id);
        }

        if (isDemo && Array.Exists(pixels, p => p.Alpha > 0))
        {
            pixels = [.. pixels];
            DemoMark.Draw(pixels, TileAddress.Side, TileAddress.Side);
        }

        response.Headers.CacheControl = Immutable;
        return TypedResults.File(PngEncoder.Encode(pixels, TileAddress.Side, TileAddress.Side), Png);
    }

    /// <summary>What the colours of a layer mean.</summary>
    /// <param name="id">ULID of the analysis; legends are the same for all.</param>
    /// <param name="layer">One of its layers.</param>
    /// <param name="legacy">True: for the index as Kelpie v1 defined it.</param>
    /// <response code="200">A picture.</response>
    /// <response code="404">There is no such layer, or it is a picture without a legend: NOT_FOUND.</response>
    public static Results<ContentHttpResult, ProblemHttpResult> LegendAsync(string id, string layer, string? legacy) =>
        Layers.Find(layer, legacy == "true")?.Legend is { } legend
            ? TypedResults.Content(LegendSvg.Draw(legend), "image/svg+xml")
            : AnalysisProblems.UnknownLayer(layer, Layers.All.Where(l => l.Legend is not null).Select(l => l.Name));

    /// <summary>A layer as a cloud-optimised GeoTIFF: values as they are, not colours.</summary>
    /// <param name="id">ULID of the analysis.</param>
    /// <param name="layer">One of its layers.</param>
    /// <param name="legacy">True: the index as Kelpie v1 defined it.</param>
    /// <response code="200">The file.</response>
    /// <response code="404">No such analysis, or it has no such layer: NOT_FOUND.</response>
    public static async Task<Results<EmptyHttpResult, ProblemHttpResult>> CogAsync(
        string id, string layer, string? legacy, HttpResponse response, AnalysisAnswers answers, LayerCogs cogs, CancellationToken cancellationToken)
    {
        if (Layers.Find(layer, legacy == "true") is not { } wanted)
        {
            return AnalysisProblems.UnknownLayer(layer, Layers.All.Select(l => l.Name));
        }

        if (await answers.IsDemoAsync(id, cancellationToken) is not { } isDemo)
        {
            return AnalysisProblems.Unknown(id);
        }

        return await cogs.WriteAsync(id, wanted, Begin, cancellationToken) ? TypedResults.Empty : AnalysisProblems.Unknown(id);

        Stream Begin()
        {
            response.ContentType = ResultFiles.CogMediaType;
            response.Headers.CacheControl = Immutable;
            response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"{(isDemo ? "DEMO-" : "")}kelp-{id}-{wanted.Name}.tif" }.ToString();
            return response.Body;
        }
    }

    private static bool TryRead(string z, string x, string y, out TileAddress tile)
    {
        var (isRead, numbers) = (true, new int[3]);
        foreach (var (text, i) in new[] { z, x, y }.Select((text, i) => (text, i)))
        {
            isRead &= int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]);
        }

        isRead &= TileAddress.Exists(numbers[0], numbers[1], numbers[2]);
        tile = isRead ? new TileAddress(numbers[0], numbers[1], numbers[2]) : default;
        return isRead;
    }

    private static string Shortened(string text) => text.Length <= 12 ? text : text[..12] + "…";
}
