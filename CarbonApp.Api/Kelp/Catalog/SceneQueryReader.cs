using System.Diagnostics;
using System.Globalization;
using CarbonApp.Api.Json;
using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>Reads the query string of <c>GET /api/v2/scenes</c>.</summary>
internal static class SceneQueryReader
{
    public const int DefaultLimit = 100;
    public const int MostScenes = 1_000;
    public const double DefaultRadiusKm = 5;
    private static readonly TimeSpan DefaultPeriod = TimeSpan.FromDays(90);
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(12 * 366);

    /// <summary>The query, or what is wrong with it by field.</summary>
    public static (SceneQuery? Query, Dictionary<string, string[]> Errors) Read(SceneParameters given, DateTimeOffset now)
    {
        var errors = new Dictionary<string, string[]>();
        var box = ReadPlace(given, errors);
        var to = ReadTime("to", given.To, now, errors);
        var from = ReadTime("from", given.From, to - DefaultPeriod, errors);
        var cloud = ReadNumber("maxCloud", given.MaxCloud, 1, 0, 1, "a share from 0 to 1, such as 0.5", errors);
        var limit = ReadNumber("limit", given.Limit, DefaultLimit, 1, MostScenes, $"a whole number from 1 to {MostScenes}", errors);
        if (!errors.ContainsKey("from") && !errors.ContainsKey("to"))
        {
            CheckPeriod(from, to, errors);
        }

        if (!errors.ContainsKey("limit") && limit != Math.Floor(limit))
        {
            errors["limit"] = [$"'{given.Limit}' is not a whole number from 1 to {MostScenes}."];
        }

        return errors.Count > 0 ? (null, errors) : (new SceneQuery
        {
            Box = box,
            From = from,
            To = to,
            MaxCloudPercent = cloud < 1 ? cloud * 100 : null,
            Limit = (int)limit,
        }, errors);
    }

    private static GeoBounds ReadPlace(SceneParameters given, Dictionary<string, string[]> errors)
    {
        var hasBox = !string.IsNullOrEmpty(given.Bbox);
        if (hasBox == (!string.IsNullOrEmpty(given.Lat) || !string.IsNullOrEmpty(given.Lon)))
        {
            errors["bbox"] = ["Give either bbox=west,south,east,north or lat and lon (with radiusKm), in degrees."];
            return default;
        }

        if (hasBox)
        {
            return ReadBox(given.Bbox!, errors);
        }

        var latitude = ReadNumber("lat", given.Lat, double.NaN, -90, 90, "a latitude from -90 to 90 degrees", errors);
        var longitude = ReadNumber("lon", given.Lon, double.NaN, -180, 180, "a longitude from -180 to 180 degrees", errors);
        var radiusKm = ReadNumber("radiusKm", given.RadiusKm, DefaultRadiusKm, 0.1, 50, "a radius from 0.1 to 50 km", errors);
        return errors.Count > 0 ? default : ReadCircle(new GeoPoint(longitude, latitude), radiusKm, errors);
    }

    private static GeoBounds ReadCircle(GeoPoint middle, double radiusKm, Dictionary<string, string[]> errors)
    {
        switch (AreaOfInterest.FromCircle(middle, radiusKm * 1000))
        {
            case AoiOutcome.Accepted(var area, _):
                return area.Bounds;
            case AoiOutcome.Refused(_, var message):
                errors["lat"] = [message];
                return default;
            default:
                throw new UnreachableException();
        }
    }

    private static GeoBounds ReadBox(string text, Dictionary<string, string[]> errors)
    {
        var sides = text.Split(',').Select(s => double.TryParse(s, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN).ToArray();
        var box = sides.Length == 4 ? new GeoBounds(sides[0], sides[1], sides[2], sides[3]) : new GeoBounds(double.NaN, 0, 0, 0);
        if (!box.IsValid)
        {
            errors["bbox"] = [$"'{Short(text)}' is not west,south,east,north in degrees, with south not above north, such as 32.97,34.57,33.03,34.63."];
        }

        return box;
    }

    private static DateTimeOffset ReadTime(string field, string? text, DateTimeOffset otherwise, Dictionary<string, string[]> errors)
    {
        if (string.IsNullOrEmpty(text))
        {
            return otherwise;
        }

        if (UtcTime.TryParse(text, out var time))
        {
            return time;
        }

        errors[field] = [$"'{Short(text)}' is not {UtcTime.Expected}."];
        return otherwise;
    }

    private static void CheckPeriod(DateTimeOffset from, DateTimeOffset to, Dictionary<string, string[]> errors)
    {
        if (to <= from)
        {
            errors["to"] = [$"{to:yyyy-MM-dd'T'HH:mm:ss'Z'} is not after from, {from:yyyy-MM-dd'T'HH:mm:ss'Z'}."];
        }
        else if (to - from > LongestPeriod)
        {
            errors["to"] = [$"the period is {(to - from).TotalDays:0} days long; ask for at most {LongestPeriod.TotalDays:0} at once."];
        }
    }

    private static double ReadNumber(string field, string? text, double otherwise, double least, double most, string expected, Dictionary<string, string[]> errors)
    {
        if (string.IsNullOrEmpty(text) && !double.IsNaN(otherwise))
        {
            return otherwise;
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !(value >= least && value <= most))
        {
            errors[field] = [$"'{Short(text ?? "")}' is not {expected}."];
        }

        return value;
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
