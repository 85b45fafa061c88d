using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using CarbonApp.Api.Kelp.Analyses;

namespace CarbonApp.Cli.Kelp;

/// <summary>The options that say where: a circle, a box or a file. What the numbers may be, the Api says.</summary>
internal sealed class AreaOptions
{
    private const long LongestFile = 2 << 20;

    public Option<double?> Lat { get; } = Number("--lat", "Latitude of the middle of a circle, degrees north; south is negative.", "DEG");

    public Option<double?> Lon { get; } = Number("--lon", "Longitude of it, degrees east; west is negative.", "DEG");

    public Option<double?> RadiusKm { get; } = Number("--radius-km", "Radius of the circle, km.", "KM");

    public Option<double[]?> Box { get; } = new("--bbox")
    {
        Description = "Area as west,south,east,north in degrees; west above east crosses the antimeridian.", HelpName = "W,S,E,N", CustomParser = ParseBox,
    };

    public Option<string?> GeoJson { get; } = new("--geojson") { Description = "File with the area as GeoJSON; - is standard input.", HelpName = "FILE" };

    /// <summary>Adds the options and the rule that there is one way of saying where.</summary>
    /// <param name="command">The command.</param>
    /// <param name="outline">True where an area may have any outline and a circle needs its radius.</param>
    public void AddTo(Command command, bool outline)
    {
        Option[] all = outline ? [Lat, Lon, RadiusKm, Box, GeoJson] : [Lat, Lon, RadiusKm, Box];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }

        var ways = outline ? "--lat, --lon and --radius-km, --bbox, or --geojson" : "--lat and --lon, or --bbox";
        command.Validators.Add(result =>
        {
            var (circle, complete) = (Any(result, Lat, Lon, RadiusKm), result.GetResult(Lat) is not null && result.GetResult(Lon) is not null);
            var given = (circle ? 1 : 0) + (Any(result, Box) ? 1 : 0) + (outline && Any(result, GeoJson) ? 1 : 0);
            if (given != 1 || (circle && !(complete && (!outline || Any(result, RadiusKm)))))
            {
                result.AddError($"Say where in one way: {ways}.");
            }
        });
    }

    /// <summary>The area as the Api takes it; reads the file.</summary>
    public AnalysisArea ToArea(ParseResult parsed) => parsed.GetValue(GeoJson) is { } file
        ? new AnalysisArea { Geometry = Read(file) }
        : parsed.GetValue(Box) is { Length: > 0 } box
            ? new AnalysisArea { Bbox = box }
            : new AnalysisArea { Point = new AnalysisPoint { Lat = parsed.GetValue(Lat), Lon = parsed.GetValue(Lon) }, RadiusKm = parsed.GetValue(RadiusKm) };

    /// <summary>A finite number: JSON has no other.</summary>
    public static Option<double?> Number(string name, string description, string unit) => new(name)
    {
        Description = description,
        HelpName = unit,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (TryParse(text, out var number))
            {
                return number;
            }

            result.AddError($"{name}: '{text}' is not a number.");
            return null;
        },
    };

    private static bool Any(CommandResult result, params ReadOnlySpan<Option> options)
    {
        foreach (var option in options)
        {
            if (result.GetResult(option) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static double[]? ParseBox(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var sides = text.Split(',').Select(s => TryParse(s, out var side) ? side : double.NaN).ToArray();
        if (sides.Length == 4 && !sides.Any(double.IsNaN))
        {
            return sides;
        }

        result.AddError($"--bbox: '{text}' is not four numbers west,south,east,north, such as -122.1,36.5,-121.9,36.7.");
        return null;
    }

    private static bool TryParse(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <summary>The JSON of a file, or of standard input for <c>-</c>.</summary>
    /// <exception cref="IOException">No JSON, or longer than the Api takes; says where.</exception>
    public static JsonElement Read(string file)
    {
        using var stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
        using var content = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            content.Write(buffer.AsSpan(0, read));
            if (content.Length > LongestFile)
            {
                throw new IOException($"{file}: longer than {LongestFile >> 20} MB, the most the Api takes: simplify the outline.");
            }
        }

        try
        {
            return JsonSerializer.Deserialize<JsonElement>(content.GetBuffer().AsSpan(0, (int)content.Length));
        }
        catch (JsonException e)
        {
            throw new IOException($"{file}: no JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}).", e);
        }
    }
}
