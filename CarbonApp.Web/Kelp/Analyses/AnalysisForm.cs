using System.Globalization;
using System.Text.Json;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Wording;
using Microsoft.Extensions.Primitives;

namespace CarbonApp.Web.Kelp.Analyses;

/// <summary>The form of an analysis as it was sent: text, so that what was mistyped can be shown again. Ranges are Api's to judge.</summary>
public sealed class AnalysisForm
{
    /// <summary>Longest outline, pasted or uploaded; Api takes requests up to 2 MiB.</summary>
    private const int MostOutlineBytes = 1_900_000;

    /// <summary>Fields of the form by the names Api has for them, and what they are called on the page.</summary>
    private static readonly Dictionary<string, (string Field, string Label)> ApiNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["aoi"] = ("shape-circle", "Area"), ["aoi.point.lat"] = ("lat", "Latitude"), ["aoi.point.lon"] = ("lon", "Longitude"), ["aoi.radiusKm"] = ("radius", "Radius"),
        ["aoi.bbox"] = ("west", "Box"), ["aoi.geometry"] = ("outline", "Outline"), ["from"] = ("from", "From"), ["to"] = ("to", "To"), ["months"] = ("months", "Months"),
        ["species"] = ("species", "Species"), ["detector"] = ("detector", "Detector"), ["catalog"] = ("catalog", "Catalogue"), ["maxCloudShare"] = ("cloud", "Cloud"),
        ["scenesPerQuarter"] = ("scenes", "Scenes per quarter"), ["referenceLevelM"] = ("level", "Water level"), ["name"] = ("name", "Name"),
    };

    private readonly Dictionary<string, string> _texts;
    private readonly Dictionary<string, string> _errors = [];

    private AnalysisForm(Dictionary<string, string> texts, IReadOnlyList<int> months) => (_texts, Months) = (texts, months);

    /// <summary>Calendar months ticked; none means all.</summary>
    public IReadOnlyList<int> Months { get; }

    /// <summary>Complaints by field.</summary>
    public IReadOnlyDictionary<string, string> Errors => _errors;

    /// <summary>A field's text, trimmed; empty where it was left out.</summary>
    public string this[string field] => _texts.GetValueOrDefault(field, "");

    /// <summary>A form to begin with: the year before today; fields of the address come first, so that an area can be linked to.</summary>
    internal static AnalysisForm Blank(IQueryCollection query, DateTimeOffset now)
    {
        var texts = new Dictionary<string, string>
        {
            ["shape"] = "circle", ["radius"] = "3", ["from"] = Day(now.AddYears(-1)), ["to"] = Day(now), ["detector"] = "standard", ["tide"] = "on", ["level"] = "0", ["cloud"] = "50",
            ["scenes"] = "4",
        };
        foreach (var (field, value) in query.Where(q => q.Key is not ("months" or "before")))
        {
            texts[field] = value.ToString().Trim();
        }

        return new(texts, MonthsOf(query["months"]));
    }

    internal static async Task<AnalysisForm> ReadAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        var texts = form.Where(f => f.Key != "months").ToDictionary(f => f.Key, f => f.Value.ToString().Trim());
        var read = new AnalysisForm(texts, MonthsOf(form["months"]));
        // Where scripts run, the file's text is in the field already.
        if (form.Files.GetFile("file") is { Length: > 0 } file)
        {
            texts["shape"] = "outline";
            if (file.Length > MostOutlineBytes)
            {
                read._errors["file"] = $"“{file.FileName}” is larger than 1.9 MB. Simplify its outline.";
            }
            else
            {
                using var reader = new StreamReader(file.OpenReadStream());
                texts["outline"] = await reader.ReadToEndAsync(cancellationToken);
            }
        }

        return read;
    }

    /// <summary>What Api is to be asked; null where a field is wrong.</summary>
    internal AnalysisRequest? ToRequest()
    {
        var request = new AnalysisRequest
        {
            Aoi = Area(), From = Instant("from"), To = Instant("to"), Months = Months.Count == 0 ? null : Months,
            Species = OrNull("species"), Detector = OrNull("detector") ?? "standard", TideCorrection = this["tide"].Length > 0,
            ReferenceLevelM = Number("level", 0), MaxCloudShare = Number("cloud", 50) / 100, ScenesPerQuarter = (int)Math.Clamp(Number("scenes", 4), -1, 1000),
            Catalog = OrNull("catalog"), Name = OrNull("name"), Refresh = this["refresh"].Length > 0,
        };
        if (request.From >= request.To)
        {
            _errors.TryAdd("to", "The end is not after the beginning. Swap them.");
        }

        return _errors.Count == 0 ? request : null;
    }

    /// <summary>Puts Api's complaints at their fields.</summary>
    internal void Take(IEnumerable<FieldError> complaints)
    {
        foreach (var (name, message) in complaints)
        {
            var (field, label) = ApiNames.GetValueOrDefault(name, (name, name));
            _errors.TryAdd(field, $"{label}: {message}");
        }
    }

    private AnalysisArea Area() => this["shape"] switch
    {
        "box" => new() { Bbox = [Number("west"), Number("south"), Number("east"), Number("north")] },
        "outline" => new() { Geometry = Outline() },
        _ => new() { Point = new() { Lat = Number("lat"), Lon = Number("lon") }, RadiusKm = Number("radius") },
    };

    private JsonElement? Outline()
    {
        if (_errors.ContainsKey("file"))
        {
            return null;
        }

        var text = this["outline"];
        if (text.Length == 0)
        {
            _errors["outline"] = "Draw an outline, choose a file, or paste GeoJSON.";
            return null;
        }

        if (text.Length > MostOutlineBytes)
        {
            _errors["outline"] = "The outline is longer than 1.9 million characters. Simplify it.";
            return null;
        }

        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            _errors["outline"] = "The outline is no JSON. Expected is GeoJSON, such as {\"type\": \"Polygon\", \"coordinates\": …}.";
            return null;
        }
    }

    private DateTimeOffset? Instant(string field)
    {
        if (Times.TryParse(this[field], out var time))
        {
            return time;
        }

        _errors[field] = this[field].Length == 0 ? "A day is missing. Write it like 2024-06-01." : $"“{this[field]}” is not a day. Write it like 2024-06-01.";
        return null;
    }

    private double Number(string field, double? otherwise = null)
    {
        var text = this[field];
        if (text.Length == 0 && otherwise is { } value)
        {
            return value;
        }

        if (double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }

        _errors[field] = text.Length == 0 ? "A number is missing here." : $"“{text}” is not a number.";
        return 0;
    }

    private string? OrNull(string field) => this[field] is { Length: > 0 } text ? text : null;

    private static int[] MonthsOf(StringValues values) =>
        [.. values.SelectMany(v => (v ?? "").Split(',')).Select(v => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var month) ? month : 0).Where(m => m is >= 1 and <= 12).Distinct().Order()];

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
