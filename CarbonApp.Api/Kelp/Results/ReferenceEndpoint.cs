using System.Globalization;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Json;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Api.Kelp.Analyses.Pipeline;
using CarbonApp.Api.Kelp.Tiles;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Kelp.Carbon;
using CarbonApp.Engine.Kelp.Indices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Kelp.Results;

internal static class ReferenceEndpoint
{
    private const int CurveHours = 12;
    private const int CurveMinutes = 30;

    public static void MapReference(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/indices", Indices).WithName("indices");
        routes.MapGet("/species", Species).WithName("species");
        routes.MapGet("/tide", Tide).ProducesProblem(400).ProducesProblem(422).WithName("tide");
    }

    /// <summary>The spectral indices there are, with formula, source and the range of their colours.</summary>
    /// <response code="200">The indices.</response>
    public static Ok<IndicesResponse> Indices() => TypedResults.Ok(new IndicesResponse
    {
        Indices = [.. SpectralIndices.All.DistinctBy(i => i.Name).Select(ToItem)],
    });

    /// <summary>The kelps whose constants are known, with each constant, its spread and source.</summary>
    /// <response code="200">The species.</response>
    public static Ok<SpeciesResponse> Species() => TypedResults.Ok(new SpeciesResponse
    {
        Species = [.. Enum.GetValues<KelpSpecies>().Select(SpeciesTable.Of)],
    });

    /// <summary>The tide at a place and instant, predicted from the stations within 50 km; without weather.</summary>
    /// <param name="lat">Latitude, degrees.</param>
    /// <param name="lon">Longitude, degrees.</param>
    /// <param name="t">Instant, ISO 8601; now when left out.</param>
    /// <response code="200">The height, its stations, and a curve around it.</response>
    /// <response code="400">A parameter is missing or out of range: VALIDATION.</response>
    /// <response code="422">No station is within 50 km: NO_TIDE_STATION.</response>
    public static Results<Ok<TideResponse>, ProblemHttpResult> Tide(string? lat, string? lon, string? t, TimeProvider time)
    {
        var errors = new FieldErrors();
        var (latitude, longitude) = (ReadNumber("lat", lat, -90, 90, errors), ReadNumber("lon", lon, -180, 180, errors));
        var instant = time.GetUtcNow();
        if (!string.IsNullOrEmpty(t) && !UtcTime.TryParse(t, out instant))
        {
            errors.Add("t", $"is not {UtcTime.Expected}.");
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var tides = new TideBook(latitude, longitude);
        return tides.At(instant) is { } tide
            ? TypedResults.Ok(new TideResponse
            {
                Lat = latitude,
                Lon = longitude,
                T = instant,
                HeightM = tide.HeightM,
                ChartDatum = tide.ChartDatum,
                Stations = tide.Stations,
                Curve = [.. Enumerable.Range(0, (2 * CurveHours * 60 / CurveMinutes) + 1)
                    .Select(step => instant.AddHours(-CurveHours).AddMinutes(step * CurveMinutes))
                    .Select(at => new TidePoint { T = at, HeightM = tides.At(at)!.HeightM })],
            })
            : DomainProblems.Of(422, ProblemCode.NoTideStation, "No tide station is near", FormattableString.Invariant(
                $"No station lies within 50 km of {latitude}, {longitude}; the nearest is {tides.NearestKm(instant):0} km away. Ask for a place nearer to a gauge."));
    }

    private static IndexItem ToItem(SpectralIndex index)
    {
        var scale = Layers.Of(index).Map.Scale;
        return new IndexItem
        {
            Name = index.Name,
            Title = Layers.Of(index).Title,
            Formula = index.Formula,
            Source = index.Source,
            Min = scale.Low,
            Max = scale.High,
            Unit = Layers.Of(index).Map.Unit is { Length: > 0 } unit ? unit : null,
            LegacyFormula = SpectralIndices.Find(index.Name, legacy: true) is { IsLegacy: true } legacy ? legacy.Formula : null,
        };
    }

    private static double ReadNumber(string field, string? text, double low, double high, FieldErrors errors)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !(value >= low && value <= high))
        {
            errors.Add(field, $"is missing or no number of degrees from {low} to {high}.");
        }

        return value;
    }
}
