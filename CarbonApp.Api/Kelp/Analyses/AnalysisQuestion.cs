using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Carbon;
using CarbonApp.Engine.Kelp.Projection;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Kelp.Analyses;

/// <summary>A request that has been understood.</summary>
/// <param name="Area">Where.</param>
/// <param name="Land">Land, where a layer of it was given.</param>
/// <param name="TooDeep">Water too deep, where a layer of it was given.</param>
/// <param name="Repairs">What had to be put right of the outline, for people.</param>
/// <param name="From">Beginning of the period, UTC.</param>
/// <param name="To">Its end, exclusive.</param>
/// <param name="Months">Calendar months to take scenes from.</param>
/// <param name="Species">Whose constants are used.</param>
/// <param name="SpeciesRule"><c>given</c>, <c>region</c> or <c>assumed</c>.</param>
/// <param name="Request">The request with every default filled in.</param>
internal sealed record AnalysisQuestion(
    AreaOfInterest Area, AreaOfInterest? Land, AreaOfInterest? TooDeep, IReadOnlyList<string> Repairs, DateTimeOffset From, DateTimeOffset To, IReadOnlySet<int> Months,
    KelpSpecies Species, string SpeciesRule, AnalysisRequest Request)
{
    private const int LongestYears = 12;
    private const int LongestName = 120;
    private const double LongestRadiusKm = 50;
    private static readonly int[] AllMonths = [.. Enumerable.Range(1, 12)];

    /// <summary>Reads a request; false with a problem that names what to change.</summary>
    /// <param name="request">As posted.</param>
    /// <param name="catalogs">Catalogues the service is set up with.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="problem">Why it cannot be.</param>
    public static bool TryRead(
        AnalysisRequest request, IReadOnlyList<string> catalogs, [NotNullWhen(true)] out AnalysisQuestion? question, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var errors = new FieldErrors();
        question = Read(request, catalogs, errors);
        problem = errors.Any ? errors.ToProblem() : null;
        return problem is null;
    }

    /// <summary>The same, telling faults to who collects them.</summary>
    public static AnalysisQuestion? Read(AnalysisRequest request, IReadOnlyList<string> catalogs, FieldErrors errors)
    {
        var area = ReadArea(request.Aoi, errors);
        var (land, tooDeep) = (ReadLayer("land", request.Land, errors), ReadLayer("tooDeep", request.TooDeep, errors));
        var (from, to) = ReadPeriod(request, errors);
        var months = ReadMonths(request.Months, errors);
        var species = request.Species is null ? null : errors.OneOf("species", request.Species, AnalysisNames.Species);
        errors.OneOf("detector", request.Detector ?? "", AnalysisNames.Detectors);
        if (request.Catalog is not null)
        {
            errors.OneOf("catalog", request.Catalog, [.. catalogs]);
        }

        errors.Within("maxCloudShare", request.MaxCloudShare, 0, 1, "");
        errors.Within("scenesPerQuarter", request.ScenesPerQuarter, 1, 20, " scenes");
        errors.Within("referenceLevelM", request.ReferenceLevelM, TideCorrection.LowestMetres, TideCorrection.HighestMetres, " m above chart datum");
        if (request.Name is { Length: > LongestName } || request.Name?.Any(char.IsControl) == true)
        {
            errors.Add("name", $"is longer than {LongestName} characters or has control characters.");
        }

        return errors.Any ? null : Complete(request, area!, land, tooDeep, from, to, months, species);
    }

    private static AnalysisQuestion Complete(
        AnalysisRequest request, AoiOutcome.Accepted aoi, AoiOutcome.Accepted? land, AoiOutcome.Accepted? tooDeep, DateTimeOffset from, DateTimeOffset to,
        IReadOnlyList<int> months, string? species)
    {
        var middle = MiddleOf(aoi.Area.Bounds);
        var known = KelpCoasts.At(middle.LatitudeDegrees, middle.LongitudeDegrees);
        var chosen = species is null ? known ?? KelpSpecies.Macrocystis : AnalysisNames.ToSpecies(species);
        var rule = species is not null ? "given" : known is not null ? "region" : "assumed";
        string[] repairs = [.. aoi.Repairs, .. (land?.Repairs ?? []).Select(r => $"Land: {r}"), .. (tooDeep?.Repairs ?? []).Select(r => $"Too deep: {r}")];
        return new(aoi.Area, land?.Area, tooDeep?.Area, repairs, from, to, months.ToHashSet(), chosen, rule, request with
        {
            From = from,
            To = to,
            Months = months,
            Species = species,
            Refresh = false,
        });
    }

    /// <summary>The middle of a box, longitude from −180 to 180.</summary>
    public static GeoPoint MiddleOf(GeoBounds box)
    {
        var east = box.East < box.West ? box.East + 360 : box.East;
        var middle = (box.West + east) / 2;
        return new(middle > 180 ? middle - 360 : middle, (box.South + box.North) / 2);
    }

    private static AoiOutcome.Accepted? ReadArea(AnalysisArea? aoi, FieldErrors errors)
    {
        if (!errors.Require("aoi", aoi))
        {
            return null;
        }

        var geometry = aoi.Geometry is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } given ? given : (JsonElement?)null;
        if ((geometry is null ? 0 : 1) + (aoi.Bbox is null ? 0 : 1) + (aoi.Point is null ? 0 : 1) != 1 || (aoi.RadiusKm is not null && aoi.Point is null))
        {
            errors.Add("aoi", "is given in exactly one way: geometry (GeoJSON), bbox (west, south, east, north), or point with radiusKm.");
            return null;
        }

        return aoi.Point is { } point ? ReadCircle(point, aoi.RadiusKm, errors)
            : aoi.Bbox is { } box ? ReadBox(box, errors)
            : Accepted("aoi.geometry", AreaOfInterest.FromGeoJson(geometry!.Value), errors);
    }

    private static AoiOutcome.Accepted? ReadLayer(string field, JsonElement? geoJson, FieldErrors errors) =>
        geoJson is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } given ? Accepted(field, AreaOfInterest.FromGeoJson(given, AoiSubject.Layer), errors) : null;

    private static AoiOutcome.Accepted? ReadCircle(AnalysisPoint point, double? radiusKm, FieldErrors errors)
    {
        errors.Within("aoi.point.lat", point.Lat ?? double.NaN, AoiLimits.SouthernmostDegrees, AoiLimits.NorthernmostDegrees, "°");
        errors.Within("aoi.point.lon", point.Lon ?? double.NaN, -180, 180, "°");
        errors.Within("aoi.radiusKm", radiusKm ?? double.NaN, 0.1, LongestRadiusKm, " km");
        return errors.Any ? null : Accepted("aoi", AreaOfInterest.FromCircle(new(point.Lon!.Value, point.Lat!.Value), radiusKm!.Value * 1000), errors);
    }

    private static AoiOutcome.Accepted? ReadBox(IReadOnlyList<double> box, FieldErrors errors)
    {
        if (box is [var west, var south, var east, var north])
        {
            return Accepted("aoi.bbox", AreaOfInterest.FromBounds(west, south, east, north), errors);
        }

        errors.Add("aoi.bbox", "is no box: expected [west, south, east, north] in degrees.");
        return null;
    }

    private static AoiOutcome.Accepted? Accepted(string field, AoiOutcome outcome, FieldErrors errors)
    {
        if (outcome is AoiOutcome.Refused refused)
        {
            errors.Add(field, refused.Message);
        }

        return outcome as AoiOutcome.Accepted;
    }

    private static (DateTimeOffset From, DateTimeOffset To) ReadPeriod(AnalysisRequest request, FieldErrors errors)
    {
        if (request.From is not { } from || request.To is not { } to)
        {
            errors.Add(request.From is null ? "from" : "to", "is missing.");
            return default;
        }

        if (to <= from || to > from.AddYears(LongestYears))
        {
            errors.Add("to", $"must lie after from and at most {LongestYears} years later: it is exclusive.");
        }

        return (from.ToUniversalTime(), to.ToUniversalTime());
    }

    private static IReadOnlyList<int> ReadMonths(IReadOnlyList<int>? months, FieldErrors errors)
    {
        if (months is null)
        {
            return AllMonths;
        }

        if (months.Count is < 1 or > 12 || months.Any(m => m is < 1 or > 12) || months.Distinct().Count() < months.Count)
        {
            errors.Add("months", "names calendar months, 1 to 12, each once and at least one; leave it out for all.");
        }

        return [.. months.Order()];
    }
}
