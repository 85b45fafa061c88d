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
    /// <summary>Longest outline or layer, pasted or uploaded.</summary>
    private const int MostOutlineBytes = 1_900_000;

    /// <summary>Longest request that Api takes.</summary>
    private const int MostRequestBytes = 2 << 20;

    private const string Expected = "Expected is GeoJSON, such as {\"type\": \"Polygon\", \"coordinates\": …}.";

    /// <summary>Layers over the area. Of each the form has a file, and once that was read its text, its name, and whether it is used.</summary>
    private static readonly (string Field, string Label)[] Layers = [("land", "Land"), ("deep", "Too deep")];

    /// <summary>Fields of the form by the names Api has for them, and what they are called on the page.</summary>
    private static readonly Dictionary<string, (string Field, string Label)> ApiNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["aoi"] = ("shape-circle", "Area"), ["aoi.point.lat"] = ("lat", "Latitude"), ["aoi.point.lon"] = ("lon", "Longitude"), ["aoi.radiusKm"] = ("radius", "Radius"),
        ["aoi.bbox"] = ("west", "Box"), ["aoi.geometry"] = ("outline", "Outline"), ["from"] = ("from", "From"), ["to"] = ("to", "To"), ["months"] = ("months", "Months"),
        ["land"] = ("land", "Land"), ["tooDeep"] = ("deep", "Too deep"),
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

    /// <summary>The layer a field gives: its text, empty where there is none, the name of its file, and whether it is used.</summary>
    internal (string Text, string Name, bool IsUsed) Layer(string field) =>
        this[field] is { Length: > 0 } text ? (text, this[$"{field}-name"], this[$"{field}-used"].Length > 0) : ("", "", false);

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

        var form = new AnalysisForm(texts, MonthsOf(query["months"]));
        foreach (var (field, label) in Layers.Where(l => texts.ContainsKey($"{l.Field}-again")))
        {
            // Left out without a word, it would change the answer.
            form._errors[field] = $"{label}: the analysis you come from had this layer. Choose its file again, or go on without it.";
        }

        return form;
    }

    internal static async Task<AnalysisForm> ReadAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        var texts = form.Where(f => f.Key != "months").ToDictionary(f => f.Key, f => f.Value.ToString().Trim());
        var read = new AnalysisForm(texts, MonthsOf(form["months"]));
        // Where scripts run, the text of a file is in its field already.
        if (form.Files.GetFile("file") is { Length: > 0 } file)
        {
            texts["shape"] = "outline";
            await read.TakeAsync(file, "file", "outline", cancellationToken);
        }

        foreach (var (field, _) in Layers)
        {
            if (form.Files.GetFile($"{field}-file") is { Length: > 0 } layer && await read.TakeAsync(layer, field, field, cancellationToken))
            {
                (texts[$"{field}-name"], texts[$"{field}-used"]) = (layer.FileName, "on");
            }
        }

        return read;
    }

    /// <summary>Reads a file into a field; false where it is too large.</summary>
    private async Task<bool> TakeAsync(IFormFile file, string complainAt, string field, CancellationToken cancellationToken)
    {
        if (file.Length > MostOutlineBytes)
        {
            _errors[complainAt] = $"“{file.FileName}” is larger than 1.9 MB. Simplify its outline.";
            return false;
        }

        using var reader = new StreamReader(file.OpenReadStream());
        _texts[field] = await reader.ReadToEndAsync(cancellationToken);
        return true;
    }

    /// <summary>What Api is to be asked; null where a field is wrong.</summary>
    internal AnalysisRequest? ToRequest()
    {
        var request = new AnalysisRequest
        {
            Aoi = Area(), Land = LayerOrNull("land"), TooDeep = LayerOrNull("deep"), From = Instant("from"), To = Instant("to"), Months = Months.Count == 0 ? null : Months,
            Species = OrNull("species"), Detector = OrNull("detector") ?? "standard", TideCorrection = this["tide"].Length > 0,
            ReferenceLevelM = Number("level", 0), MaxCloudShare = Number("cloud", 50) / 100, ScenesPerQuarter = (int)Math.Clamp(Number("scenes", 4), -1, 1000),
            Catalog = OrNull("catalog"), Name = OrNull("name"), Refresh = this["refresh"].Length > 0,
        };
        if (request.From >= request.To)
        {
            _errors.TryAdd("to", "The end is not after the beginning. Swap them.");
        }

        if (_errors.Count == 0 && JsonSerializer.SerializeToUtf8Bytes(request, CarbonApi.Json).Length > MostRequestBytes)
        {
            _errors[request.Land is not null ? "land" : request.TooDeep is not null ? "deep" : "outline"] = "Outline and layers together are larger than the 2 MB that one request takes. Simplify them.";
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
        return text.Length == 0 ? Complain("outline", "Draw an outline, choose a file, or paste GeoJSON.")
            : text.Length > MostOutlineBytes ? Complain("outline", "The outline is longer than 1.9 million characters. Simplify it.")
            : Parse(text) ?? Complain("outline", $"The outline is no JSON. {Expected}");
    }

    private JsonElement? LayerOrNull(string field)
    {
        if (Layer(field) is not (var text, var name, IsUsed: true))
        {
            return null;
        }

        // To Api null is as good as no layer at all.
        if (Parse(text) is { ValueKind: JsonValueKind.Object } layer)
        {
            return layer;
        }

        _texts.Remove(field);
        return Complain(field, $"“{name}” is no GeoJSON and was not taken. {Expected}");
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private JsonElement? Complain(string field, string words)
    {
        _errors[field] = words;
        return null;
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
