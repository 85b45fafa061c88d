using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Tests.Oracles;

namespace CarbonApp.Engine.Tests.Kelp.Projection;

public class UtmZoneTests
{
    /// <summary>gdaltransform prints 15 digits: 0.01 µm of a northing.</summary>
    private const double Metres = 1e-6;

    /// <summary>A zone at each end, in the middle, on both sides of the equator.</summary>
    public static TheoryData<int> Codes => [32601, 32610, 32629, 32636, 32660, 32701, 32719, 32734, 32760];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Project_RandomPlacesAndEdges_IsGdals(int epsg)
    {
        var zone = Zone(epsg);
        var places = Places(zone);
        var expected = Gdal.Transform(4326, epsg, [.. places.Select(p => (p.LongitudeDegrees, p.LatitudeDegrees))]);

        Assert.All(places.Zip(expected), pair =>
        {
            var ours = zone.Project(pair.First);
            Assert.True(Distance(ours, pair.Second) < Metres, $"{pair.First}: {ours}, GDAL {pair.Second}");
        });
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Unproject_RandomPoints_IsGdals(int epsg)
    {
        var zone = Zone(epsg);
        var random = new Random(epsg);
        PlanePoint[] points = [.. Enumerable.Range(0, 400).Select(_ => new PlanePoint(random.NextDouble() * 1e6, random.NextDouble() * 9.9e6))];
        var expected = Gdal.Transform(epsg, 4326, [.. points.Select(p => (p.X, p.Y))]);

        Assert.All(points.Zip(expected), pair =>
        {
            var ours = zone.Unproject(pair.First);
            // 1e-11 degrees are a micrometre.
            Assert.Equal(0, Math.IEEERemainder(ours.LongitudeDegrees - pair.Second.X, 360) * Math.Cos(ours.LatitudeDegrees * Math.PI / 180), 1e-11);
            Assert.Equal(pair.Second.Y, ours.LatitudeDegrees, 1e-11);
        });
    }

    [Fact]
    public void Unproject_OfProject_IsThePlace()
    {
        foreach (var zone in Codes.Select(row => Zone(row.Data)))
        {
            Assert.All(Places(zone), place =>
            {
                var back = zone.Unproject(zone.Project(place));
                Assert.Equal(place.LatitudeDegrees, back.LatitudeDegrees, 1e-10);
                Assert.Equal(0, Math.IEEERemainder(place.LongitudeDegrees - back.LongitudeDegrees, 360) * Math.Cos(place.LatitudeDegrees * Math.PI / 180), 1e-10);
            });
        }
    }

    [Fact]
    public void Project_Scale_IsTheZonesInItsMiddleAndConformal()
    {
        var zone = new UtmZone(30, isNorth: true);
        var (origin, north, east) = (zone.Project(new(-3, 0)), zone.Project(new(-3, 1e-5)), zone.Project(new(-3 + 1e-5, 0)));

        Assert.Equal((500_000, 0), (origin.X, origin.Y));
        // A degree of the meridian at the equator is π/180·a(1 − e²) = 110574.2758 m, one of the equator 111319.4908 m.
        Assert.Equal(0.9996 * 1.105742758, north.Y, 1e-7);
        Assert.Equal(0.9996 * 1.113194908, east.X - 500_000, 1e-7);
    }

    [Theory]
    [InlineData(-180, 10, "1N")]
    [InlineData(180, 10, "1N")]
    [InlineData(179.99, -10, "60S")]
    [InlineData(181, 10, "1N")]
    [InlineData(-541, 10, "60N")]
    [InlineData(0, 0, "31N")]
    [InlineData(-0.001, -0.001, "30S")]
    [InlineData(32.99, 34.6, "36N")]
    [InlineData(2.99, 60, "31N")]
    [InlineData(5, 60, "32N")]
    [InlineData(5, 64, "31N")]
    [InlineData(8, 78, "31N")]
    [InlineData(10, 78, "33N")]
    [InlineData(25, 78, "35N")]
    [InlineData(35, 78, "37N")]
    [InlineData(42, 78, "38N")]
    public void At_Place_IsItsZone(double longitude, double latitude, string expected) =>
        Assert.Equal(expected, UtmZone.At(new GeoPoint(longitude, latitude)).ToString());

    [Theory]
    [InlineData(32600)]
    [InlineData(32661)]
    [InlineData(32700)]
    [InlineData(32761)]
    [InlineData(4326)]
    public void FromEpsg_NoUtmZone_IsNull(int epsg) => Assert.Null(UtmZone.FromEpsg(epsg));

    [Fact]
    public void FromEpsg_OfEveryZone_IsTheZone() => Assert.All(
        from number in Enumerable.Range(1, 60) from isNorth in new[] { false, true } select new UtmZone(number, isNorth),
        zone => Assert.Equal(zone, UtmZone.FromEpsg(zone.Epsg)));

    [Theory]
    [InlineData(90, 0)]
    [InlineData(-91, 10)]
    [InlineData(180, 50)]
    [InlineData(double.NaN, 0)]
    [InlineData(0, double.NaN)]
    [InlineData(0, 91)]
    public void Project_OutOfThePlane_IsNaN(double eastOfMeridian, double latitude)
    {
        var point = new UtmZone(31, isNorth: true).Project(new GeoPoint(3 + eastOfMeridian, latitude));

        Assert.True(double.IsNaN(point.X) && double.IsNaN(point.Y));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(61)]
    public void UtmZone_NoSuchNumber_Throws(int number) => Assert.Throws<ArgumentOutOfRangeException>(() => new UtmZone(number, true));

    /// <summary>Within 12° of the middle, two zones' width to either side; the equator, the grid's ends, the zone's edges and the antimeridian.</summary>
    private static List<GeoPoint> Places(UtmZone zone)
    {
        var random = new Random(zone.Epsg);
        var meridian = zone.CentralMeridianDegrees;
        List<GeoPoint> places = [.. Enumerable.Range(0, 400).Select(_ => new GeoPoint(meridian + (24 * random.NextDouble()) - 12, (164 * random.NextDouble()) - 80))];
        places.AddRange(from east in new[] { -6, -3, 0, 1e-9, 3, 6 } from latitude in new[] { -80, -1e-9, 0, 45, 84 } select new GeoPoint(meridian + east, latitude));
        places.AddRange(new[] { -80.0, 0, 60 }.Select(latitude => new GeoPoint(meridian < 0 ? -180 : 180, latitude)).Where(_ => Math.Abs(meridian) == 177));
        return places;
    }

    private static UtmZone Zone(int epsg) => UtmZone.FromEpsg(epsg)!.Value;

    private static double Distance(PlanePoint point, (double X, double Y) other) => Math.Max(Math.Abs(point.X - other.X), Math.Abs(point.Y - other.Y));
}
