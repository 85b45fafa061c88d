using CarbonApp.Engine.Kelp.Outline;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Units;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

namespace CarbonApp.Engine.Kelp.Aoi;

/// <summary>From rings as they were given to an area that holds every promise, in the order in which checks stay cheap.</summary>
internal static class AoiChecks
{
    /// <summary>Repairs and checks.</summary>
    /// <param name="polygons">Rings of each, closed, the outer one first; at most <see cref="AoiLimits.MostPoints"/> points, all on earth.</param>
    /// <param name="repairs">What was put right before.</param>
    /// <param name="subject">What a refusal speaks of.</param>
    public static AoiOutcome Accept(IReadOnlyList<IReadOnlyList<GeoPoint[]>> polygons, IReadOnlyList<string> repairs, AoiSubject subject)
    {
        var rings = polygons.SelectMany(polygon => polygon).ToArray();
        var (start, unrolled) = (rings[0][0].LongitudeDegrees, polygons.Select(_ => new List<GeoPoint[]>()).ToArray());
        for (var i = 0; i < polygons.Count; i++)
        {
            unrolled[i].AddRange(polygons[i].Select(ring => Unrolled(ring, start)));
        }

        return FaultOfRings([.. unrolled.SelectMany(polygon => polygon)], subject) ?? AcceptShape(unrolled, repairs, subject);
    }

    /// <summary>The refusal for an area of some m².</summary>
    public static AoiOutcome.Refused TooLarge(double squareMetres, AoiSubject subject) => new(
        AoiFault.TooLarge, $"The {subject.Name} is {squareMetres / 1e6:#,0} km²; at most {AoiLimits.MostSquareMetres / 1e6:#,0} km² are taken at once. {subject.IfTooLarge}");

    /// <summary>The box around polygons in longitudes without jumps.</summary>
    public static GeoBounds BoundsOf(IEnumerable<Polygon> polygons)
    {
        var box = new Envelope();
        foreach (var polygon in polygons)
        {
            box.ExpandToInclude(polygon.EnvelopeInternal);
        }

        var (west, east) = (Wrapped(box.MinX), Wrapped(box.MaxX));
        // An eastern edge on the antimeridian is its eastern name: 180, not −180.
        return new GeoBounds(west, box.MinY, east == -180 ? 180 : east, box.MaxY);
    }

    private static AoiOutcome AcceptShape(IReadOnlyList<IReadOnlyList<GeoPoint[]>> polygons, IReadOnlyList<string> repairs, AoiSubject subject)
    {
        Geometry shape = Shapes.Collection(polygons.Select(Shapes.Polygon));
        if (!shape.IsValid)
        {
            shape = GeometryFixer.Fix(shape);
            repairs = [.. repairs, "The outline crossed, touched or overlapped itself; it was made valid and covers all that any part of it enclosed."];
        }

        Polygon[] valid = [.. Shapes.PolygonsOf(shape)];
        var squareMetres = valid.Sum(polygon => Shapes.ToGeoPolygon(polygon).SquareMetres);
        return FaultOfArea(squareMetres, subject) ?? AcceptExtent(valid, squareMetres, repairs, subject);
    }

    private static AoiOutcome AcceptExtent(Polygon[] polygons, double squareMetres, IReadOnlyList<string> repairs, AoiSubject subject)
    {
        var box = new Envelope();
        Array.ForEach(polygons, polygon => box.ExpandToInclude(polygon.EnvelopeInternal));
        var zone = UtmZone.At(new GeoPoint(box.Centre.X, box.Centre.Y));
        var rings = polygons.SelectMany(polygon => PlaneOutline.Of(polygon, zone)).ToArray();
        var reach = rings.Max(ring => ring.Max(point => Math.Abs(point.X - 500_000)));
        if (!(reach <= AoiLimits.MostMetresFromMeridian))
        {
            return Spread($"reaches {reach / 1000:#,0} km from the middle of UTM zone {zone}; the limit is {AoiLimits.MostMetresFromMeridian / 1000:0} km");
        }

        var grid = PlaneOutline.GridAround(rings, zone);
        var pixels = (long)grid.Width * grid.Height;
        return pixels > AoiLimits.MostGridPixels
            ? Spread($"needs a raster of {grid.Width} × {grid.Height} pixels of 10 m; the limit is {AoiLimits.MostGridPixels / 1_000_000} million")
            : new AoiOutcome.Accepted(new AreaOfInterest(polygons, Area.FromSquareMetres(squareMetres), zone), repairs);

        AoiOutcome.Refused Spread(string what) => new(AoiFault.TooSpread, $"The {subject.Name} {what}. {subject.IfTooSpread}");
    }

    /// <summary>Longitudes that go on without jumps: every point is the copy nearest to the one before, the first nearest to where all start.</summary>
    private static GeoPoint[] Unrolled(GeoPoint[] ring, double start)
    {
        var longitude = start;
        return Array.ConvertAll(ring, point =>
        {
            longitude = point.LongitudeDegrees + (360 * Math.Round((longitude - point.LongitudeDegrees) / 360));
            return point with { LongitudeDegrees = longitude };
        });
    }

    private static AoiOutcome.Refused? FaultOfRings(IReadOnlyList<GeoPoint[]> rings, AoiSubject subject)
    {
        if (rings.Any(ring => Math.Abs(ring[0].LongitudeDegrees - ring[^1].LongitudeDegrees) > 180))
        {
            return new AoiOutcome.Refused(AoiFault.TooNearPole, "A ring goes around a pole; UTM and Sentinel-2 do not reach there. Draw it on one side of the pole.");
        }

        var (south, north) = (rings.Min(ring => ring.Min(p => p.LatitudeDegrees)), rings.Max(ring => ring.Max(p => p.LatitudeDegrees)));
        if (south < AoiLimits.SouthernmostDegrees || north > AoiLimits.NorthernmostDegrees)
        {
            return new AoiOutcome.Refused(
                AoiFault.TooNearPole, $"The {subject.Name} reaches from {south}° to {north}° north; it has to stay between {AoiLimits.SouthernmostDegrees}° and {AoiLimits.NorthernmostDegrees}°, where UTM is defined.");
        }

        var metres = rings.Sum(ring => ring.Zip(ring.Skip(1), PlaneOutline.Metres).Sum());
        if (metres > AoiLimits.MostOutlineMetres)
        {
            return new AoiOutcome.Refused(
                AoiFault.TooIntricate, $"The outline is {metres / 1000:#,0} km long; the limit is {AoiLimits.MostOutlineMetres / 1000:#,0} km. {subject.IfTooLong}");
        }

        return EdgeMeetings.Count(rings, AoiLimits.MostMeetings) <= AoiLimits.MostMeetings ? null : new AoiOutcome.Refused(
            AoiFault.TooIntricate, $"The outline crosses or touches itself more than {AoiLimits.MostMeetings:#,0} times; draw it again without crossings.");
    }

    private static AoiOutcome.Refused? FaultOfArea(double squareMetres, AoiSubject subject) => squareMetres switch
    {
        > AoiLimits.MostSquareMetres => TooLarge(squareMetres, subject),
        < AoiLimits.LeastSquareMetres => new AoiOutcome.Refused(
            AoiFault.TooSmall, $"The {subject.Name} is {squareMetres:0.#} m²; at least {AoiLimits.LeastSquareMetres} m² (four pixels) are needed. Draw it larger."),
        _ => null,
    };

    private static double Wrapped(double longitude) => longitude - (360 * Math.Floor((longitude + 180) / 360));
}
