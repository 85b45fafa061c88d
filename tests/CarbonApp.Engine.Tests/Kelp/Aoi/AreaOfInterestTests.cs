using System.Text.Json;
using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Tests.Kelp.Aoi;

public class AreaOfInterestTests
{
    private const string Square = "[[32.9,34.5],[33.0,34.5],[33.0,34.6],[32.9,34.6],[32.9,34.5]]";

    [Theory]
    [InlineData($$$"""{"type":"Polygon","coordinates":[{{{Square}}}]}""")]
    [InlineData($$$"""{"type":"MultiPolygon","coordinates":[[{{{Square}}}]]}""")]
    [InlineData($$$"""{"type":"Feature","properties":{"a":1},"geometry":{"type":"Polygon","coordinates":[{{{Square}}}]}}""")]
    [InlineData($$$"""{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[{{{Square}}}]}}]}""")]
    [InlineData($$$"""{"type":"GeometryCollection","geometries":[{"type":"Polygon","coordinates":[{{{Square}}}]}]}""")]
    [InlineData("""{"type":"Polygon","coordinates":[[[32.9,34.5,7],[33.0,34.5,7],[33.0,34.6,7],[32.9,34.6,7],[32.9,34.5,7]]]}""")]
    [InlineData($$$"""{"type":"Polygon","crs":{"properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"coordinates":[{{{Square}}}]}""")]
    public void FromGeoJson_SquareInAnyWrapping_IsTheSquare(string json)
    {
        var accepted = Accepted(AreaOfInterest.FromGeoJson(Json(json)));

        Assert.Empty(accepted.Repairs);
        Assert.Equal(new GeoBounds(32.9, 34.5, 33.0, 34.6), accepted.Area.Bounds);
        Assert.Equal(101.75e6, accepted.Area.Area.SquareMetres, 0.1e6);
        Assert.Equal("36N", accepted.Area.Zone.ToString());
        Assert.True(IsCounterclockwise(Assert.Single(accepted.Area.Polygons).Rings[0]));
    }

    [Fact]
    public void FromGeoJson_WrongWayRoundAndOpen_IsPutRightAndSaid()
    {
        var accepted = Accepted(Read("[[[32.9,34.5],[32.9,34.6],[33.0,34.6],[33.0,34.5]]]"));

        Assert.Contains("last position", Assert.Single(accepted.Repairs), StringComparison.Ordinal);
        Assert.True(IsCounterclockwise(accepted.Area.Polygons[0].Rings[0]));
        Assert.Equal(5, accepted.Area.Polygons[0].Rings[0].Count);
    }

    [Fact]
    public void FromGeoJson_BowTie_KeepsBothLobes()
    {
        var accepted = Accepted(Read("[[[32.9,34.5],[33.0,34.6],[33.0,34.5],[32.9,34.6],[32.9,34.5]]]"));

        Assert.NotEmpty(accepted.Repairs);
        Assert.Equal(2, accepted.Area.Polygons.Count);
        Assert.Equal(101.75e6 / 2, accepted.Area.Area.SquareMetres, 0.1e6);
    }

    [Fact]
    public void FromGeoJson_OverlappingPolygons_CountOnce()
    {
        var accepted = Accepted(AreaOfInterest.FromGeoJson(Json(
            $$$"""{"type":"MultiPolygon","coordinates":[[{{{Square}}}],[[[32.95,34.5],[33.0,34.5],[33.0,34.6],[32.95,34.6],[32.95,34.5]]]]}""")));

        Assert.Single(accepted.Area.Polygons);
        Assert.Equal(101.75e6, accepted.Area.Area.SquareMetres, 0.1e6);
    }

    [Fact]
    public void FromGeoJson_Hole_IsNeitherAreaNorPixels()
    {
        var accepted = Accepted(Read($"[{Square},[[32.94,34.54],[32.96,34.54],[32.96,34.56],[32.94,34.56],[32.94,34.54]]]"));
        var raster = accepted.Area.Rasterise(accepted.Area.Zone);

        Assert.Equal(101.75e6 * 0.96, accepted.Area.Area.SquareMetres, 0.1e6);
        Assert.Equal(1, raster.Mask.PixelCount * 100 / accepted.Area.Area.SquareMetres, 0.002);
        var (column, row) = raster.Grid.ToPixel(accepted.Area.Zone.Project(new GeoPoint(32.95, 34.55)));
        Assert.False(raster.Mask.Contains((int)column, (int)row));
        Assert.False(IsCounterclockwise(accepted.Area.Polygons[0].Rings[1]));
    }

    [Theory]
    [InlineData("[[[179.9,-17],[-179.9,-17],[-179.9,-16.9],[179.9,-16.9],[179.9,-17]]]")]
    [InlineData("[[[179.9,-17],[180.1,-17],[180.1,-16.9],[179.9,-16.9],[179.9,-17]]]")]
    [InlineData("[[[-180.1,-17],[-179.9,-17],[-179.9,-16.9],[-180.1,-16.9],[-180.1,-17]]]")]
    public void FromGeoJson_AcrossTheAntimeridian_IsCutThereAndOneRaster(string rings) => AssertIsAcross(Accepted(Read(rings)).Area);

    [Fact]
    public void FromGeoJson_CutAtTheAntimeridianBefore_IsOneRasterToo() => AssertIsAcross(Accepted(AreaOfInterest.FromGeoJson(Json(
        """
        {"type":"MultiPolygon","coordinates":[
        [[[179.9,-17],[180,-17],[180,-16.9],[179.9,-16.9],[179.9,-17]]],
        [[[-180,-17],[-179.9,-17],[-179.9,-16.9],[-180,-16.9],[-180,-17]]]]}
        """))).Area);

    [Fact]
    public void FromBounds_WestBeyondEast_GoesAcrossTheAntimeridian() => AssertIsAcross(Accepted(AreaOfInterest.FromBounds(179.9, -17, -179.9, -16.9)).Area);

    [Theory]
    [InlineData(0, 100)]
    [InlineData(34.6, 5_000)]
    [InlineData(-52, 20_000)]
    [InlineData(70, 50_000)]
    public void FromCircle_Radius_HasItsAreaAndReachesAsFarEverywhere(double latitude, double radius)
    {
        var area = Accepted(AreaOfInterest.FromCircle(new GeoPoint(179.99, latitude), radius)).Area;

        Assert.Equal(1, area.Area.SquareMetres / (Math.PI * radius * radius), 2e-4);
        Assert.Equal(1, (area.Bounds.North - area.Bounds.South) * 111_195 / (2 * radius), 0.01);
        Assert.True(radius < 200 || area.Bounds.West > area.Bounds.East);
    }

    [Fact]
    public void Rasterise_Circle_IsThePixelsWhoseMiddleIsInside()
    {
        var middle = new GeoPoint(-123.3, 48.4);
        var area = Accepted(AreaOfInterest.FromCircle(middle, 400)).Area;
        var raster = area.Rasterise(area.Zone);
        var center = area.Zone.Project(middle);

        Assert.Equal((0, 0, 0, 0), (raster.Grid.WestMetres % 20, raster.Grid.NorthMetres % 20, raster.Grid.Width % 2, raster.Grid.Height % 2));
        for (var row = 0; row < raster.Grid.Height; row++)
        {
            for (var column = 0; column < raster.Grid.Width; column++)
            {
                var point = raster.Grid.ToPlane(column + 0.5, row + 0.5);
                var distance = Math.Sqrt(Math.Pow(point.X - center.X, 2) + Math.Pow(point.Y - center.Y, 2));
                Assert.True(distance is > 399 and < 401 || raster.Mask.Contains(column, row) == distance < 400, $"{column}, {row}: {distance} m");
            }
        }
    }

    [Fact]
    public void Rasterise_InTheNeighbouringZone_HasTheSameAreaThere()
    {
        var area = Accepted(AreaOfInterest.FromCircle(new GeoPoint(-120.05, 34.4), 3_000)).Area;
        var (own, other) = (area.Rasterise(new UtmZone(10, true)).Mask.PixelCount, area.Rasterise(new UtmZone(11, true)).Mask.PixelCount);

        Assert.Equal(1, own * 100 / area.Area.SquareMetres, 0.003);
        Assert.Equal(1, (double)own / other, 0.003);
    }

    [Fact]
    public void Rasterise_LongParallel_FollowsIt()
    {
        // An edge along 60° north leaves the straight line between its ends by 100 m in the middle.
        var area = Accepted(AreaOfInterest.FromBounds(5, 60, 6, 60.01)).Area;
        var raster = area.Rasterise(area.Zone);

        Assert.All(Enumerable.Range(0, 20).Select(i => 5.01 + (i * 0.05)), longitude =>
        {
            Assert.True(IsSet(raster, new GeoPoint(longitude, 60.0002)) && IsSet(raster, new GeoPoint(longitude, 60.0098)));
            Assert.False(IsSet(raster, new GeoPoint(longitude, 59.9998)) || IsSet(raster, new GeoPoint(longitude, 60.0102)));
        });
    }

    [Theory]
    [InlineData("""{"type":"Point","coordinates":[1,2]}""", AoiFault.NoPolygon, "radius")]
    [InlineData("""{"type":"FeatureCollection","features":[]}""", AoiFault.NoPolygon, "no polygon")]
    [InlineData("""{"type":"Circle"}""", AoiFault.NotGeoJson, "Circle")]
    [InlineData("""{"type":5}""", AoiFault.NotGeoJson, "type")]
    [InlineData("""{"type":"Feature","geometry":null}""", AoiFault.NotGeoJson, "type")]
    [InlineData("""[1]""", AoiFault.NotGeoJson, "type")]
    [InlineData("""null""", AoiFault.NotGeoJson, "type")]
    [InlineData("""{"type":"Polygon"}""", AoiFault.NotGeoJson, "list of rings")]
    [InlineData("""{"type":"Polygon","coordinates":[]}""", AoiFault.NotGeoJson, "list of rings")]
    [InlineData("""{"type":"MultiPolygon","coordinates":7}""", AoiFault.NotGeoJson, "coordinates")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}""", AoiFault.NotGeoJson, "2 positions")]
    [InlineData("""{"type":"Polygon","coordinates":[[0,0,1,1]]}""", AoiFault.NotGeoJson, "[longitude, latitude]")]
    [InlineData("""{"type":"Polygon","coordinates":[[["0",0],[1,0],[1,1]]]}""", AoiFault.NotGeoJson, "[longitude, latitude]")]
    [InlineData("""{"type":"Polygon","coordinates":[[[1e999,0],[1,0],[1,1]]]}""", AoiFault.BadCoordinate, "no place on earth")]
    [InlineData("""{"type":"Polygon","coordinates":[[[34,-120],[34,-121],[35,-121]]]}""", AoiFault.BadCoordinate, "longitude comes first")]
    [InlineData("""{"type":"Polygon","coordinates":[[[500000,4000000],[500100,4000000],[500100,4000100]]]}""", AoiFault.BadCoordinate, "WGS 84")]
    [InlineData("""{"type":"Polygon","crs":{"properties":{"name":"urn:ogc:def:crs:EPSG::32629"}},"coordinates":[[[0,0],[1,0],[1,1]]]}""", AoiFault.BadCoordinate, "32629")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,80],[120,80],[-120,80],[0,80]]]}""", AoiFault.TooNearPole, "pole")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,84.5],[1,84.5],[1,84.6],[0,84.5]]]}""", AoiFault.TooNearPole, "84")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,2],[0,0]]]}""", AoiFault.TooLarge, "10,000 km²")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[0.0001,0],[0.0001,0.0001],[0,0]]]}""", AoiFault.TooSmall, "400 m²")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0],[0,0]]]}""", AoiFault.TooSmall, "0 m²")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[12,0],[12,0.001],[0,0.001],[0,0]]]}""", AoiFault.TooSpread, "500 km")]
    [InlineData("""{"type":"MultiPolygon","coordinates":[[[[0,0],[0.01,0],[0.01,0.01],[0,0]]],[[[2,4],[2.01,4],[2.01,4.01],[2,4]]]]}""", AoiFault.TooSpread, "200 million")]
    public void FromGeoJson_Refused_NamesValueAndRemedy(string json, AoiFault fault, string says)
    {
        var refused = Assert.IsType<AoiOutcome.Refused>(AreaOfInterest.FromGeoJson(Json(json)));

        Assert.Equal(fault, refused.Fault);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"Point","coordinates":[1,2]}""", "A Point has no area; give a Polygon or a MultiPolygon.")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,2],[0,0]]]}""", "The layer is 49,227 km²; at most 10,000 km² are taken at once. Cut it to what lies in the area.")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[0.0001,0],[0.0001,0.0001],[0,0]]]}""", "The layer is 61.5 m²")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,84.5],[1,84.5],[1,84.6],[0,84.5]]]}""", "The layer reaches from 84.5° to 84.6° north")]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[12,0],[12,0.001],[0,0.001],[0,0]]]}""", "Cut it to what lies in the area.")]
    public void FromGeoJson_LayerRefused_SpeaksOfTheLayerWithARemedyOfItsOwn(string json, string says)
    {
        var refused = Assert.IsType<AoiOutcome.Refused>(AreaOfInterest.FromGeoJson(Json(json), AoiSubject.Layer));

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("radius", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("parts", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromGeoJson_ScribbleOfManyPoints_IsRefusedForItsCrossings()
    {
        var random = new Random(1);
        var points = string.Join(',', Enumerable.Range(0, 5_000).Select(_ => $"[{random.NextDouble() * 0.5},{random.NextDouble() * 0.5}]"));

        var refused = Assert.IsType<AoiOutcome.Refused>(Read($"[[{points}]]"));

        Assert.Equal(AoiFault.TooIntricate, refused.Fault);
    }

    [Theory]
    [InlineData("[1,1],[1.1,1.1],")]
    [InlineData("[1,1],[1,1.1],")]
    public void FromGeoJson_ToAndFroOnOneLine_IsRefusedForItsCrossings(string toAndFro)
    {
        var points = string.Concat(Enumerable.Repeat(toAndFro, 4_000));

        Assert.Equal(AoiFault.TooIntricate, Assert.IsType<AoiOutcome.Refused>(Read($"[[{points}[1.1,1],[1,1]]]")).Fault);
    }

    /// <summary>Rays from one point touch there, each with each.</summary>
    [Theory]
    [InlineData(30, false)]
    [InlineData(3_000, true)]
    public void FromGeoJson_StarOfRays_IsRepairedUnlessTheyAreMany(int count, bool isRefused)
    {
        var width = 0.6 * Math.PI / count;
        var rays = string.Join(',', Enumerable.Range(0, count).Select(i => 2 * Math.PI * i / count).Select(angle =>
            $"[1,1],[{1 + (0.1 * Math.Cos(angle))},{1 + (0.1 * Math.Sin(angle))}],[{1 + (0.1 * Math.Cos(angle + width))},{1 + (0.1 * Math.Sin(angle + width))}]"));

        var outcome = Read($"[[{rays}]]");

        if (isRefused)
        {
            Assert.Equal(AoiFault.TooIntricate, Assert.IsType<AoiOutcome.Refused>(outcome).Fault);
        }
        else
        {
            // Triangles of ½·r²·sin(width); a degree is 111.3 by 110.6 km there.
            Assert.Equal(count * 0.5 * 0.01 * Math.Sin(width) * 111.30 * 110.58, Accepted(outcome).Area.Area.SquareMetres / 1e6, 0.1);
        }
    }

    /// <summary>The most that is repaired: random points, nearly two thousand crossings.</summary>
    [Fact]
    public void FromGeoJson_AsManyCrossingsAsAreRepaired_IsRepaired()
    {
        var random = new Random(4);
        var points = string.Join(',', Enumerable.Range(0, 90).Select(_ => $"[{random.NextDouble() * 0.5},{random.NextDouble() * 0.5}]"));

        var area = Accepted(Read($"[[{points}]]")).Area;

        Assert.Equal(area.Area.SquareMetres, area.Rasterise(area.Zone).Mask.PixelCount * 100.0, 0.01 * area.Area.SquareMetres);
    }

    [Fact]
    public void FromGeoJson_MorePointsThanTheLimit_IsRefused()
    {
        var points = string.Join(',', Enumerable.Repeat("[1,1]", AoiLimits.MostPoints + 1));

        Assert.Equal(AoiFault.TooIntricate, Assert.IsType<AoiOutcome.Refused>(Read($"[[{points}]]")).Fault);
    }

    /// <summary>On a lattice, where edges meet, lie on each other and run back: several polygons, each with a hole that may be anywhere.</summary>
    [Fact]
    public void FromGeoJson_PolygonsOnALattice_AreRepairedToWhatTheirRasterCovers()
    {
        var repaired = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            string Ring() => $"[{string.Join(',', Enumerable.Range(0, random.Next(3, 12)).Select(_ => $"[{-70 + (random.Next(6) * 0.01)},{-52 + (random.Next(6) * 0.01)}]"))}]";
            var polygons = string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"[{Ring()},{Ring()}]"));

            var outcome = AreaOfInterest.FromGeoJson(Json($$"""{"type":"MultiPolygon","coordinates":[{{polygons}}]}"""));

            // All points on one line enclose nothing.
            if (outcome is AoiOutcome.Accepted(var area, var repairs))
            {
                repaired += repairs.Count > 1 ? 1 : 0;
                Assert.Equal(area.Area.SquareMetres, area.Rasterise(area.Zone).Mask.PixelCount * 100.0, (0.01 * area.Area.SquareMetres) + 2_000);
            }
            else
            {
                Assert.Equal(AoiFault.TooSmall, Assert.IsType<AoiOutcome.Refused>(outcome).Fault);
            }
        }

        Assert.InRange(repaired, 200, 300);
    }

    [Fact]
    public void FromGeoJson_RandomClosedWalks_AreRepairedToWhatTheirRasterCovers()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var points = string.Join(',', Enumerable.Range(0, random.Next(3, 20)).Select(_ => $"[{-70 + (random.NextDouble() * 0.05)},{-52 + (random.NextDouble() * 0.05)}]"));

            var area = Accepted(Read($"[[{points}]]")).Area;

            Assert.Equal(area.Area.SquareMetres, area.Rasterise(area.Zone).Mask.PixelCount * 100.0, 0.01 * area.Area.SquareMetres);
            Assert.All(area.Polygons, polygon => Assert.True(IsCounterclockwise(polygon.Rings[0])));
        }
    }

    [Theory]
    [InlineData(0, AoiFault.TooSmall)]
    [InlineData(-5, AoiFault.TooSmall)]
    [InlineData(double.NaN, AoiFault.TooSmall)]
    [InlineData(5, AoiFault.TooSmall)]
    [InlineData(57_000, AoiFault.TooLarge)]
    [InlineData(double.PositiveInfinity, AoiFault.TooLarge)]
    public void FromCircle_RadiusOutOfRange_IsRefused(double radius, AoiFault fault) =>
        Assert.Equal(fault, Assert.IsType<AoiOutcome.Refused>(AreaOfInterest.FromCircle(new GeoPoint(10, 10), radius)).Fault);

    [Theory]
    [InlineData(0, 10, 1, 10, AoiFault.TooSmall)]
    [InlineData(0, 11, 1, 10, AoiFault.TooSmall)]
    [InlineData(-170, 10, 170, 10.1, AoiFault.TooLarge)]
    [InlineData(-170, 10, 170, 10.0001, AoiFault.TooSpread)]
    [InlineData(0, double.NaN, 1, 10, AoiFault.BadCoordinate)]
    [InlineData(0, 10, 400, 11, AoiFault.BadCoordinate)]
    public void FromBounds_NoBox_IsRefused(double west, double south, double east, double north, AoiFault fault) =>
        Assert.Equal(fault, Assert.IsType<AoiOutcome.Refused>(AreaOfInterest.FromBounds(west, south, east, north)).Fault);

    private static void AssertIsAcross(AreaOfInterest area)
    {
        Assert.Equal((179.9, -179.9), (area.Bounds.West, area.Bounds.East));
        Assert.Equal(2, area.Polygons.Count);
        Assert.All(area.Polygons.SelectMany(p => p.Rings).SelectMany(r => r), p => Assert.InRange(p.LongitudeDegrees, -180, 180));
        Assert.Equal(area.Area.SquareMetres, area.Polygons.Sum(p => p.SquareMetres), 1);
        var raster = area.Rasterise(area.Zone);
        Assert.InRange(raster.Grid.Width, 2_100, 2_200);
        Assert.Equal(1, raster.Mask.PixelCount * 100 / area.Area.SquareMetres, 0.003);
        Assert.True(IsSet(raster, new GeoPoint(179.95, -16.95)) && IsSet(raster, new GeoPoint(180, -16.95)) && IsSet(raster, new GeoPoint(-179.95, -16.95)));
    }

    private static bool IsSet(AreaRaster raster, GeoPoint place)
    {
        var (column, row) = raster.Grid.ToPixel(raster.Grid.Zone.Project(place));
        return raster.Mask.Contains((int)Math.Floor(column), (int)Math.Floor(row));
    }

    private static bool IsCounterclockwise(IReadOnlyList<GeoPoint> ring) =>
        ring.Zip(ring.Skip(1), (a, b) => (a.LongitudeDegrees * b.LatitudeDegrees) - (b.LongitudeDegrees * a.LatitudeDegrees)).Sum() > 0;

    private static AoiOutcome Read(string rings) => AreaOfInterest.FromGeoJson(Json($$"""{"type":"Polygon","coordinates":{{rings}} }"""));

    private static AoiOutcome.Accepted Accepted(AoiOutcome outcome) =>
        outcome as AoiOutcome.Accepted ?? throw new Xunit.Sdk.XunitException(outcome.ToString());

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
