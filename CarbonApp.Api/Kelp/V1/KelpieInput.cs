using System.Globalization;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Kelp.Analyses;

namespace CarbonApp.Api.Kelp.V1;

/// <summary>Reads v1's requests into those of an analysis. What does not hold is added to the errors under the field's v1 name.</summary>
internal static class KelpieInput
{
    private const double DefaultBufferKm = 1;
    private const double DefaultCloud = 0.3;
    private const int LongestDays = 365;
    private const double KilometresPerDegree = 111.32;

    /// <summary>The request as v2 has it; null with errors.</summary>
    public static AnalysisRequest? Read(RunRequest request, double? bufferKm, double? maxCloud, FieldErrors errors)
    {
        var (lat, lng) = ReadPoint(request.Aoi, errors);
        var (from, to) = ReadDays(request, errors);
        errors.Within("buffer_km", bufferKm ?? DefaultBufferKm, 0.1, 10, " km");
        errors.Within("max_cloud_cover", maxCloud ?? DefaultCloud, 0, 1, "");
        if (request.Species is not null)
        {
            errors.OneOf("species", request.Species, AnalysisNames.Species);
        }

        return errors.Any ? null : new AnalysisRequest
        {
            Aoi = new AnalysisArea { Bbox = Around(lat, lng, bufferKm ?? DefaultBufferKm) },
            From = from,
            To = to,
            Species = request.Species,
            MaxCloudShare = maxCloud ?? DefaultCloud,
        };
    }

    private static (double Lat, double Lng) ReadPoint(KelpiePoint? point, FieldErrors errors)
    {
        if (point?.Lat is not { } lat || point.Lng is not { } lng)
        {
            errors.Add(point is null ? "aoi" : point.Lat is null ? "aoi.lat" : "aoi.lng", "is missing: aoi holds lat and lng, in degrees.");
            return default;
        }

        errors.Within("aoi.lat", lat, -79.5, 83.5, "°");
        errors.Within("aoi.lng", lng, -180, 180, "°");
        return (lat, lng);
    }

    private static (DateTimeOffset From, DateTimeOffset To) ReadDays(RunRequest request, FieldErrors errors)
    {
        var (start, end) = (ReadDay("start_date", request.StartDate, errors), ReadDay("end_date", request.EndDate, errors));
        if (start is not { } first || end is not { } last)
        {
            return default;
        }

        if (last <= first || last.DayNumber - first.DayNumber > LongestDays)
        {
            errors.Add("end_date", $"must lie after start_date and at most {LongestDays} days later; {request.StartDate} to {request.EndDate} does not.");
        }

        return (Midnight(first), Midnight(last.AddDays(1)));
    }

    private static DateOnly? ReadDay(string field, string? text, FieldErrors errors)
    {
        if (text is null)
        {
            errors.Add(field, "is missing: a day such as 2023-08-01.");
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2015 and <= 2199)
        {
            return day;
        }

        errors.Add(field, $"'{(text.Length <= 40 ? text : text[..40] + "…")}' is no day from 2015 (the first scenes) on, written YYYY-MM-DD.");
        return null;
    }

    /// <summary>A box of so many kilometres to each side; v1 took a degree of longitude for as long as one of latitude.</summary>
    private static double[] Around(double lat, double lng, double km)
    {
        var (up, side) = (km / KilometresPerDegree, km / KilometresPerDegree / Math.Cos(lat * Math.PI / 180));
        return [Wrapped(lng - side), lat - up, Wrapped(lng + side), lat + up];
    }

    private static double Wrapped(double longitude) => longitude < -180 ? longitude + 360 : longitude > 180 ? longitude - 360 : longitude;

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
