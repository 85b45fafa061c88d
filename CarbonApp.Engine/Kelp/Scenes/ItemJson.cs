using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>Members of a scene's JSON, each read as what it should be or taken as absent.</summary>
internal static partial class ItemJson
{
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The first element of a list that is a member.</summary>
    public static JsonElement? First(this JsonElement element, string list) =>
        element.Member(list) is { ValueKind: JsonValueKind.Array } values && values.GetArrayLength() > 0 ? values[0] : null;

    public static string? Text(this JsonElement element, string name, int longest = 256) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text && text.Length <= longest ? text : null;

    public static double? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    public static bool? Flag(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

    /// <summary>A time with its offset; one without counts as UTC.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        DateTimeOffset.TryParse(element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    /// <summary>A STAC <c>proj:transform</c>: x = t0·column + t1·row + t2, y = t3·column + t4·row + t5; a third row is not needed.</summary>
    public static GeoTransform? Transform(this JsonElement element, string name)
    {
        if (element.Member(name) is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() is < 6 or > 9)
        {
            return null;
        }

        var t = list.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Number ? v.GetDouble() : double.NaN).ToArray();
        return t.All(double.IsFinite) ? new GeoTransform(t[2], t[0], t[1], t[5], t[3], t[4]) : null;
    }

    /// <summary>The number in "EPSG:32629".</summary>
    public static int? Epsg(string? code) =>
        code is not null && code.StartsWith("EPSG:", StringComparison.OrdinalIgnoreCase)
        && int.TryParse(code.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var epsg) ? epsg : null;

    /// <summary>The tile in a product's name, such as "…_T29RKH_…".</summary>
    public static string? TileInName(string? name) => name is not null && TileName().Match(name) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"_T([0-9]{2}[A-Z]{3})(?:_|\.|$)", RegexOptions.CultureInvariant)]
    private static partial Regex TileName();
}
