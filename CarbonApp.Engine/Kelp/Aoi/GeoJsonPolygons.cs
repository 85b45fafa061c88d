using System.Text.Json;
using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Kelp.Aoi;

/// <summary>All polygons of a GeoJSON object (RFC 7946): Polygon, MultiPolygon, a collection of these, a Feature or a FeatureCollection of them.
/// Stops at the first fault. Heights and properties are passed over.</summary>
internal sealed class GeoJsonPolygons
{
    private readonly List<IReadOnlyList<GeoPoint[]>> _polygons = [];
    private readonly AoiSubject _subject;
    private int _points;

    private GeoJsonPolygons(AoiSubject subject) => _subject = subject;

    /// <summary>The first thing that is wrong; null where nothing is.</summary>
    public AoiOutcome.Refused? Fault { get; private set; }

    /// <summary>Rings of each polygon, closed.</summary>
    public IReadOnlyList<IReadOnlyList<GeoPoint[]>> Polygons => _polygons;

    /// <summary>Rings that lacked their last point and were given it.</summary>
    public int RingsClosed { get; private set; }

    public static GeoJsonPolygons Read(JsonElement root, AoiSubject subject)
    {
        var polygons = new GeoJsonPolygons(subject);
        polygons.CheckReferenceSystem(root);
        polygons.Visit(root);
        if (polygons.Fault is null && polygons._polygons.Count == 0)
        {
            polygons.Refuse(AoiFault.NoPolygon, "The GeoJSON holds no polygon; give a Polygon or a MultiPolygon.");
        }

        return polygons;
    }

    private void Visit(JsonElement element)
    {
        switch (Fault is null ? Text(element, "type") : null)
        {
            case "Feature":
                Visit(Member(element, "geometry"));
                break;
            case "FeatureCollection":
                VisitEach(element, "features", Visit);
                break;
            case "GeometryCollection":
                VisitEach(element, "geometries", Visit);
                break;
            case "MultiPolygon":
                VisitEach(element, "coordinates", ReadPolygon);
                break;
            case "Polygon":
                ReadPolygon(Member(element, "coordinates"));
                break;
            case "Point" or "MultiPoint" or "LineString" or "MultiLineString":
                Refuse(AoiFault.NoPolygon, $"A {Text(element, "type")} has no area; give a Polygon or a MultiPolygon{_subject.OrElse}.");
                break;
            case { } other:
                Refuse(AoiFault.NotGeoJson, $"\"{Shortened(other)}\" is no type of GeoJSON; give a Polygon, a MultiPolygon, a Feature or a FeatureCollection.");
                break;
            default:
                Refuse(AoiFault.NotGeoJson, "A GeoJSON object needs a member \"type\" that is a text.");
                break;
        }
    }

    private void VisitEach(JsonElement element, string list, Action<JsonElement> visit)
    {
        var items = Member(element, list);
        if (items.ValueKind != JsonValueKind.Array)
        {
            Refuse(AoiFault.NotGeoJson, $"A {Text(element, "type")} needs a list \"{list}\".");
            return;
        }

        foreach (var item in items.EnumerateArray())
        {
            if (Fault is null)
            {
                visit(item);
            }
        }
    }

    private void ReadPolygon(JsonElement rings)
    {
        if (rings.ValueKind != JsonValueKind.Array || rings.GetArrayLength() == 0)
        {
            Refuse(AoiFault.NotGeoJson, "A polygon's coordinates are a list of rings, of which at least one.");
            return;
        }

        var read = new List<GeoPoint[]>();
        foreach (var ring in rings.EnumerateArray())
        {
            if (Fault is null)
            {
                read.Add(ReadRing(ring));
            }
        }

        _polygons.Add(read);
    }

    private GeoPoint[] ReadRing(JsonElement ring)
    {
        var count = ring.ValueKind == JsonValueKind.Array ? ring.GetArrayLength() : 0;
        _points += count;
        if (count < 3)
        {
            Refuse(AoiFault.NotGeoJson, $"A ring has {count} positions; it needs four, the last the same as the first.");
        }
        else if (_points > AoiLimits.MostPoints)
        {
            Refuse(AoiFault.TooIntricate, $"The outline has more than {AoiLimits.MostPoints} points; simplify it to a point per 10 m or less.");
        }

        // By index an element would be looked for from the start each time.
        var points = Fault is null ? ring.EnumerateArray().TakeWhile(_ => Fault is null).Select(ReadPosition).ToList() : [];
        if (Fault is null && points[0] != points[^1])
        {
            points.Add(points[0]);
            RingsClosed++;
        }

        return [.. points];
    }

    private GeoPoint ReadPosition(JsonElement position)
    {
        if (position.ValueKind != JsonValueKind.Array || position.GetArrayLength() < 2
            || position[0].ValueKind != JsonValueKind.Number || position[1].ValueKind != JsonValueKind.Number)
        {
            Refuse(AoiFault.NotGeoJson, $"{Shortened(position.GetRawText())} is no position; a position is [longitude, latitude] in degrees.");
            return default;
        }

        var point = new GeoPoint(position[0].GetDouble(), position[1].GetDouble());
        if (AreaOfInterest.FaultOf(point) is { } fault)
        {
            Fault ??= fault;
        }

        return point;
    }

    /// <summary>RFC 7946 knows WGS 84 only; files of before it may name another system, whose numbers would be taken for degrees.</summary>
    private void CheckReferenceSystem(JsonElement root)
    {
        var name = Text(Member(Member(root, "crs"), "properties"), "name");
        if (name is not null && !name.EndsWith("CRS84", StringComparison.Ordinal) && !name.EndsWith(":4326", StringComparison.Ordinal))
        {
            Refuse(AoiFault.BadCoordinate, $"The coordinates are of {Shortened(name)}; give longitude and latitude on WGS 84 (RFC 7946).");
        }
    }

    private void Refuse(AoiFault fault, string message) => Fault ??= new AoiOutcome.Refused(fault, message);

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;

    private static string Shortened(string text) => text.Length <= 60 ? text : $"{text[..60]}…";
}
