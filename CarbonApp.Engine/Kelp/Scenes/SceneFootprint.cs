using System.Text.Json;
using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>Outline of what a scene saw: the outer rings of its polygons, longitude and latitude in WGS 84 degrees.</summary>
/// <param name="Rings">One ring per polygon; at least three corners each. Holes are not kept: no scene has any.</param>
public sealed record SceneFootprint(IReadOnlyList<IReadOnlyList<(double Longitude, double Latitude)>> Rings)
{
    private const int MaxCorners = 20_000;

    /// <summary>The outline of a box, in two parts where it crosses the antimeridian.</summary>
    public static SceneFootprint Of(GeoBounds box) => new([.. box.Split().Select(b =>
        (IReadOnlyList<(double, double)>)[(b.West, b.South), (b.East, b.South), (b.East, b.North), (b.West, b.North)])]);

    /// <summary>Reads a GeoJSON Polygon or MultiPolygon (RFC 7946).</summary>
    /// <exception cref="SceneException">Another geometry, a corner that is no place on earth, or too many corners.</exception>
    public static SceneFootprint Read(JsonElement geometry)
    {
        var type = geometry.ValueKind == JsonValueKind.Object && geometry.TryGetProperty("type", out var name) ? name.ToString() : "nothing";
        if (type is not ("Polygon" or "MultiPolygon") || !geometry.TryGetProperty("coordinates", out var coordinates) || coordinates.ValueKind != JsonValueKind.Array)
        {
            throw new SceneException($"the geometry is {(type.Length > 40 ? type[..40] : type)}; a Polygon or MultiPolygon is needed.");
        }

        var polygons = type == "Polygon" ? [coordinates] : coordinates.EnumerateArray().ToArray();
        var corners = 0;
        return new SceneFootprint([.. polygons.Select(p => Ring(p, ref corners))]);
    }

    /// <summary>Whether the scene saw any of the box.</summary>
    public bool Intersects(GeoBounds box) => box.Split().Any(part => Rings.Any(ring => Overlaps(ring, part)));

    /// <summary>Whether the scene saw a place.</summary>
    public bool Contains(GeoPoint place) => Rings.Any(ring => Holds(ring, place, 0) || Holds(ring, place, -360) || Holds(ring, place, 360));

    private static IReadOnlyList<(double, double)> Ring(JsonElement polygon, ref int corners)
    {
        if (polygon.ValueKind != JsonValueKind.Array || polygon.GetArrayLength() == 0 || polygon[0].ValueKind != JsonValueKind.Array)
        {
            throw new SceneException("the geometry has a polygon without a ring.");
        }

        corners += polygon[0].GetArrayLength();
        if (corners > MaxCorners || polygon[0].GetArrayLength() < 3)
        {
            throw new SceneException($"the geometry has a ring of {polygon[0].GetArrayLength()} corners; 3 are needed and {MaxCorners} in all are read.");
        }

        var ring = polygon[0].EnumerateArray().Select(Corner).ToArray();
        var (east, west) = (ring.Max(c => c.Longitude), ring.Min(c => c.Longitude));
        // A ring that spans more than half the earth goes the short way round, across the antimeridian.
        return east - west > 180 ? [.. ring.Select(c => c.Longitude < 0 ? c with { Longitude = c.Longitude + 360 } : c)] : ring;
    }

    private static (double Longitude, double Latitude) Corner(JsonElement position) =>
        position.ValueKind == JsonValueKind.Array && position.GetArrayLength() >= 2
        && position[0].ValueKind == JsonValueKind.Number && position[0].TryGetDouble(out var longitude) && Math.Abs(longitude) <= 360
        && position[1].ValueKind == JsonValueKind.Number && position[1].TryGetDouble(out var latitude) && Math.Abs(latitude) <= 90
            ? (longitude, latitude)
            : throw new SceneException("the geometry has a corner that is no longitude and latitude.");

    /// <summary>Longitudes of a ring may run past ±180, so the box is tried a turn away as well.</summary>
    private static bool Overlaps(IReadOnlyList<(double, double)> ring, GeoBounds box)
    {
        ReadOnlySpan<double> turns = [0, -360, 360];
        foreach (var turn in turns)
        {
            if (Clipped(ring, box.West + turn, box.South, box.East + turn, box.North).Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a line from the place to the north crosses the ring an odd number of times.</summary>
    private static bool Holds(IReadOnlyList<(double X, double Y)> ring, GeoPoint place, double turn)
    {
        var (x, inside) = (place.LongitudeDegrees + turn, false);
        for (var i = 0; i < ring.Count; i++)
        {
            var (from, to) = (ring[i], ring[(i + 1) % ring.Count]);
            if (from.X > x != to.X > x && place.LatitudeDegrees < from.Y + ((x - from.X) / (to.X - from.X) * (to.Y - from.Y)))
            {
                inside = !inside;
            }
        }

        return inside;
    }

    /// <summary>What of a ring is in a box, by Sutherland and Hodgman (1974): cut at one side after the other.</summary>
    private static List<(double X, double Y)> Clipped(IReadOnlyList<(double X, double Y)> ring, double west, double south, double east, double north)
    {
        var rest = Cut([.. ring], p => p.X - west);
        rest = Cut(rest, p => east - p.X);
        rest = Cut(rest, p => p.Y - south);
        return Cut(rest, p => north - p.Y);
    }

    private static List<(double X, double Y)> Cut(List<(double X, double Y)> ring, Func<(double X, double Y), double> inside)
    {
        var kept = new List<(double, double)>(ring.Count + 4);
        for (var i = 0; i < ring.Count; i++)
        {
            var (from, to) = (ring[i], ring[(i + 1) % ring.Count]);
            var (a, b) = (inside(from), inside(to));
            if (a >= 0)
            {
                kept.Add(from);
            }

            if (a > 0 && b < 0 || a < 0 && b > 0)
            {
                var share = a / (a - b);
                kept.Add((from.X + share * (to.X - from.X), from.Y + share * (to.Y - from.Y)));
            }
        }

        return kept;
    }
}
