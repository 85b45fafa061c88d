namespace CarbonApp.Engine.Kelp.Projection;

/// <summary>A zone of the Universal Transverse Mercator grid on WGS 84 (NGA.SIG.0012): six degrees wide, scale 0.9996 in its middle, so that a
/// square metre of the plane is 0.9992 to 1.002 of one on the ellipsoid within the zone.</summary>
public readonly record struct UtmZone
{
    /// <summary>Southernmost latitude of the grid, degrees.</summary>
    public const double SouthernmostDegrees = -80;

    /// <summary>Northernmost latitude of the grid, degrees.</summary>
    public const double NorthernmostDegrees = 84;

    private const int NorthernEpsg = 32600;
    private const int SouthernEpsg = 32700;
    private static readonly TransverseMercator[] Northern = [.. Enumerable.Range(1, 60).Select(number => Grid(number, falseNorthing: 0))];
    private static readonly TransverseMercator[] Southern = [.. Enumerable.Range(1, 60).Select(number => Grid(number, falseNorthing: 10_000_000))];

    /// <summary>Makes a zone.</summary>
    /// <param name="number">1 (180° to 174° W) to 60.</param>
    /// <param name="isNorth">Whether northings count from the equator, else from 10,000 km south of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such zone.</exception>
    public UtmZone(int number, bool isNorth)
    {
        Number = number is >= 1 and <= 60 ? number : throw new ArgumentOutOfRangeException(nameof(number), number, "UTM zones are 1 to 60.");
        IsNorth = isNorth;
    }

    /// <summary>1 to 60.</summary>
    public int Number { get; }

    /// <summary>Whether northings count from the equator.</summary>
    public bool IsNorth { get; }

    /// <summary>Code of the reference system: 32601 to 32660 in the north, 32701 to 32760 in the south.</summary>
    public int Epsg => (IsNorth ? NorthernEpsg : SouthernEpsg) + Number;

    /// <summary>Longitude of its middle, degrees east.</summary>
    public double CentralMeridianDegrees => MeridianOf(Number);

    private TransverseMercator Projection => (IsNorth ? Northern : Southern)[Number - 1];

    /// <summary>The zone of a code; null where the code is no UTM zone on WGS 84.</summary>
    public static UtmZone? FromEpsg(int epsg) => epsg switch
    {
        > NorthernEpsg and <= NorthernEpsg + 60 => new UtmZone(epsg - NorthernEpsg, isNorth: true),
        > SouthernEpsg and <= SouthernEpsg + 60 => new UtmZone(epsg - SouthernEpsg, isNorth: false),
        _ => null,
    };

    /// <summary>The zone that a place belongs to, with the wider zones of south-west Norway (32V) and Svalbard (31X to 37X). The equator is north.</summary>
    /// <param name="place">Any longitude; beyond the grid's latitudes the zone of the longitude.</param>
    public static UtmZone At(GeoPoint place)
    {
        var fromAntimeridian = place.LongitudeDegrees + 180;
        var longitude = fromAntimeridian - (360 * Math.Floor(fromAntimeridian / 360)) - 180;
        var regular = Math.Clamp((int)Math.Floor((longitude + 180) / 6) + 1, 1, 60);
        var number = (place.LatitudeDegrees, longitude) switch
        {
            ( >= 56 and < 64, >= 3 and < 12) => 32,
            ( >= 72 and <= 84, >= 0 and < 42) => longitude switch { < 9 => 31, < 21 => 33, < 33 => 35, _ => 37 },
            _ => regular,
        };
        return new UtmZone(number, place.LatitudeDegrees >= 0);
    }

    /// <summary>From the globe to the zone's plane; a place outside of the zone has coordinates in it too, up to 90° away (then NaN).</summary>
    public PlanePoint Project(GeoPoint place) => Projection.Forward(place);

    /// <summary>From the zone's plane to the globe. The longitude continues across the antimeridian: 180.5, not −179.5, in zone 60.</summary>
    public GeoPoint Unproject(PlanePoint point) => Projection.Inverse(point);

    /// <summary>As people write it: 29N.</summary>
    public override string ToString() => $"{Number}{(IsNorth ? 'N' : 'S')}";

    private static double MeridianOf(int number) => (6 * number) - 183;

    private static TransverseMercator Grid(int number, double falseNorthing) => new(MeridianOf(number), 0.9996, 500_000, falseNorthing);
}
