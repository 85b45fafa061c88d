using System.Text.Json;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Outline;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Units;
using NetTopologySuite.Geometries;

namespace CarbonApp.Engine.Kelp.Aoi;

/// <summary>What is looked at: a valid area within <see cref="AoiLimits"/>, from GeoJSON, a circle or a box. Never changes once made.</summary>
public sealed class AreaOfInterest
{
    /// <summary>Corners of the polygon that stands for a circle: with 256 it lacks 0.01 % of the area.</summary>
    private const int CircleCorners = 256;

    /// <summary>In longitudes without jumps, which may leave −180 to 180.</summary>
    private readonly Polygon[] _polygons;

    internal AreaOfInterest(Polygon[] polygons, Area area, UtmZone zone)
    {
        (_polygons, Area, Zone) = (polygons, area, zone);
        Polygons = [.. polygons.SelectMany(Shapes.SplitAtAntimeridian)];
        Bounds = AoiChecks.BoundsOf(polygons);
    }

    /// <summary>Area on the ellipsoid.</summary>
    public Area Area { get; }

    /// <summary>The zone of its middle; a scene may well come in a neighbouring one.</summary>
    public UtmZone Zone { get; }

    /// <summary>Its polygons, none of which overlap, cut at the antimeridian; as GeoJSON wants them.</summary>
    public IReadOnlyList<GeoPolygon> Polygons { get; }

    /// <summary>The box around it.</summary>
    public GeoBounds Bounds { get; }

    /// <summary>
    /// The area of a GeoJSON Polygon, MultiPolygon, GeometryCollection, Feature or FeatureCollection, all polygons joined. Put right are: rings that
    /// cross themselves (every lobe counts), lie outside of their polygon, overlap, run the wrong way or lack their last point. An edge from 179 to
    /// −179 crosses the antimeridian, as do longitudes beyond 180 and polygons that were cut there.
    /// </summary>
    /// <param name="geoJson">The object; its depth is bounded by the parser.</param>
    public static AoiOutcome FromGeoJson(JsonElement geoJson) => FromGeoJson(geoJson, AoiSubject.Area);

    /// <summary>The same, of an area or of a layer over one.</summary>
    /// <param name="geoJson">The object; its depth is bounded by the parser.</param>
    /// <param name="subject">What a refusal speaks of.</param>
    public static AoiOutcome FromGeoJson(JsonElement geoJson, AoiSubject subject)
    {
        var read = GeoJsonPolygons.Read(geoJson, subject);
        string[] repairs = read.RingsClosed == 0 ? [] : [$"{read.RingsClosed} ring(s) lacked their last position, the same as the first; it was added."];
        return read.Fault ?? AoiChecks.Accept(read.Polygons, repairs, subject);
    }

    /// <summary>All that is nearer to a place than some metres, as a polygon.</summary>
    /// <param name="middle">The place.</param>
    /// <param name="radiusMetres">Geodesic, exact to 0.002 % (the scale of the projection it is drawn in).</param>
    public static AoiOutcome FromCircle(GeoPoint middle, double radiusMetres)
    {
        if (FaultOf(middle) is { } fault)
        {
            return fault;
        }

        if (!(radiusMetres > 0) || Math.PI * radiusMetres * radiusMetres > AoiLimits.MostSquareMetres)
        {
            return new AoiOutcome.Refused(
                radiusMetres > 0 ? AoiFault.TooLarge : AoiFault.TooSmall,
                $"A radius of {radiusMetres} m is not between {Math.Sqrt(AoiLimits.LeastSquareMetres / Math.PI):0} m and {Math.Sqrt(AoiLimits.MostSquareMetres / Math.PI):0} m; give one that is, or several areas.");
        }

        // Along and near its own meridian the projection's scale is 1.
        var around = new TransverseMercator(middle.LongitudeDegrees, scale: 1, falseEasting: 0, falseNorthing: 0);
        var center = around.Forward(middle);
        var corners = Enumerable.Range(0, CircleCorners).Select(corner => Math.SinCos(2 * Math.PI * corner / CircleCorners))
            .Select(turn => around.Inverse(new PlanePoint(center.X + (radiusMetres * turn.Cos), center.Y + (radiusMetres * turn.Sin)))).ToArray();
        return AoiChecks.Accept([[[.. corners, corners[0]]]], [], AoiSubject.Area);
    }

    /// <summary>All between two meridians and two parallels, degrees.</summary>
    /// <param name="west">From here eastward …</param>
    /// <param name="south">Less than <paramref name="north"/>.</param>
    /// <param name="east">… to here; less than <paramref name="west"/> across the antimeridian (RFC 7946, section 5.2).</param>
    /// <param name="north">Greater than <paramref name="south"/>.</param>
    public static AoiOutcome FromBounds(double west, double south, double east, double north)
    {
        if ((FaultOf(new GeoPoint(west, south)) ?? FaultOf(new GeoPoint(east, north))) is { } fault)
        {
            return fault;
        }

        if (south >= north)
        {
            return new AoiOutcome.Refused(AoiFault.TooSmall, $"The box reaches from {south}° to {north}° north; the southern edge has to come first and lie below the northern one.");
        }

        var end = east < west ? east + 360 : east;
        // A wide box is refused here; as a ring of four points its edges would be taken the short way round.
        if (end - west >= 180)
        {
            var squareMetres = Math.Abs(EllipsoidArea.SignedSquareMetres(Ring(west, end)));
            return squareMetres > AoiLimits.MostSquareMetres
                ? AoiChecks.TooLarge(squareMetres, AoiSubject.Area)
                : new AoiOutcome.Refused(AoiFault.TooSpread, $"The box is {end - west}° wide, which no UTM zone holds. Give its parts one by one.");
        }

        return AoiChecks.Accept([[Ring(west, end)]], [], AoiSubject.Area);

        GeoPoint[] Ring(double from, double to) => [new(from, south), new(to, south), new(to, north), new(from, north), new(from, south)];
    }

    /// <summary>The area on the 10 m grid of a zone: pixels whose middle lies inside; none where the area is narrower than they are.</summary>
    /// <param name="zone">Of the scene: this area's or one beside it.</param>
    /// <param name="cancellationToken">Asked once a row.</param>
    public AreaRaster Rasterise(UtmZone zone, CancellationToken cancellationToken = default)
    {
        var rings = _polygons.SelectMany(polygon => PlaneOutline.Of(polygon, zone)).ToArray();
        var grid = PlaneOutline.GridAround(rings, zone);
        return new AreaRaster(grid, PolygonRaster.Fill(rings, grid, cancellationToken));
    }

    /// <summary>The same on any grid, as flags: what of the area lies in it.</summary>
    /// <param name="grid">10 m pixels of this area's zone or one beside it.</param>
    /// <param name="cancellationToken">Asked once a row.</param>
    public BitMask RasteriseOn(UtmGrid grid, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var filled = PolygonRaster.Fill(_polygons.SelectMany(polygon => PlaneOutline.Of(polygon, grid.Zone)), grid, cancellationToken);
        var mask = new BitMask(grid.Width, grid.Height);
        for (var row = 0; row < grid.Height; row++)
        {
            foreach (var run in filled.Runs(row))
            {
                mask.Set(row, run.Start, run.End);
            }
        }

        return mask;
    }

    /// <summary>What is wrong with a place; null where nothing is.</summary>
    internal static AoiOutcome.Refused? FaultOf(GeoPoint point)
    {
        var (longitude, latitude) = point;
        if (Math.Abs(longitude) <= 360 && Math.Abs(latitude) <= 90)
        {
            return null;
        }

        var remedy = Math.Abs(latitude) <= 360 && Math.Abs(longitude) <= 90
            ? "longitude comes first"
            : "longitudes are from -180 to 180 degrees, latitudes from -90 to 90, on WGS 84";
        return new AoiOutcome.Refused(AoiFault.BadCoordinate, $"[{longitude}, {latitude}] is no place on earth: {remedy}.");
    }
}
