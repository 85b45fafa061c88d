using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Tests.Kelp.Projection;

public class GridCarrierTests
{
    /// <summary>Neighbours in the middle, at the antimeridian and across the equator, at latitudes up to 75°; each is gone both ways.</summary>
    public static TheoryData<int, int, double> Borders
    {
        get
        {
            var borders = new TheoryData<int, int, double>();
            foreach (var (west, east) in new[] { (36, 37), (60, 1), (1, 2), (30, 31) })
            {
                foreach (var latitude in new[] { 0.3, 20, 34.6, 50, 62, 75 })
                {
                    borders.Add(32600 + west, 32600 + east, latitude);
                    borders.Add(32700 + west, 32700 + east, -latitude);
                }

                borders.Add(32600 + west, 32700 + east, 0);
                borders.Add(32600 + west, 32700 + west, 0);
            }

            return borders;
        }
    }

    [Theory]
    [MemberData(nameof(Borders))]
    public void PlaceOf_EveryPixelNearABorder_IsExactToAThousandthOfAPixel(int from, int to, double latitude)
    {
        var random = new Random(from + to + (int)latitude);
        foreach (var (source, target) in new[] { (Zone(from), Zone(to)), (Zone(to), Zone(from)) })
        {
            foreach (var pixelM in new[] { 10.0, 80 })
            {
                var middle = NearBorder(from, latitude, metresEast: random.Next(-100_000, 100_000));
                var (sourceGrid, targetGrid) = (Around(middle, source, pixelM, 203, 101), Around(middle, target, pixelM, 150 + random.Next(64), 60 + random.Next(64)));
                var carrier = GridCarrier.Between(sourceGrid, targetGrid);
                var most = 0.0;
                for (var i = 0; i < targetGrid.Width * targetGrid.Height; i++)
                {
                    var (row, column) = Math.DivRem(i, targetGrid.Width);
                    var (ours, exact) = (carrier.PlaceOf(column, row), Exact(carrier, column, row));
                    most = Math.Max(most, Math.Sqrt(Math.Pow(ours.Column - exact.Column, 2) + Math.Pow(ours.Row - exact.Row, 2)));
                }

                Assert.InRange(most, 0, GridCarrier.MostPixelsOff);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Borders))]
    public void Carry_EveryPixel_IsTheOneThatItsMiddleLiesIn(int from, int to, double latitude)
    {
        var middle = NearBorder(from, latitude, metresEast: 0);
        var (source, target) = (Around(middle, Zone(from), 10, 90, 70), Around(middle, Zone(to), 10, 101, 67));
        var carrier = GridCarrier.Between(source, target);

        var carried = carrier.Carry<int>([.. Enumerable.Range(0, 90 * 70)], -1);

        for (var i = 0; i < carried.Length; i++)
        {
            var (row, column) = Math.DivRem(i, target.Width);
            var exact = Exact(carrier, column, row);
            var isInside = exact.Column >= 0 && exact.Column < 90 && exact.Row >= 0 && exact.Row < 70;
            // On the edge of two pixels, to the error that is allowed, either is right.
            Assert.True(carried[i] == (isInside ? ((int)exact.Row * 90) + (int)exact.Column : -1) || IsOnEdge(exact.Column) || IsOnEdge(exact.Row), $"{column}, {row}: {carried[i]}, {exact}");
        }

        Assert.Contains(-1, carried);
    }

    [Theory]
    [MemberData(nameof(Borders))]
    public void SceneMapCarry_DiscOfCanopy_KeepsItsAreaToHalfAPercent(int from, int to, double latitude)
    {
        foreach (var metresEast in new[] { -50_000, 0, 50_000 })
        {
            var middle = NearBorder(from, latitude, metresEast);
            var (source, target) = (Around(middle, Zone(from), 10, 320, 320), Around(middle, Zone(to), 10, 400, 400));
            var map = Disc(source, radius: 140);

            var carried = map.Carry(GridCarrier.Between(source, target));

            Assert.InRange((double)Canopy(carried) / Canopy(map), 0.995, 1.005);
            Assert.All(carried.Mask.Zip(carried.Cover), pixel => Assert.Equal(pixel.First == PixelMask.Kelp ? SceneMap.FullCover : 0, pixel.Second));
        }
    }

    [Fact]
    public void SceneMapCarry_BeyondTheMap_IsNoDataAndNotWater()
    {
        var middle = NearBorder(32636, 34.6, metresEast: 0);
        var (source, target) = (Around(middle, Zone(32636), 10, 4, 4), Around(middle, Zone(32637), 10, 12, 12));

        var carried = new SceneMap(4, 4, new PixelMask[16], new byte[16]).Carry(GridCarrier.Between(source, target));

        Assert.Equal((12, 12), (carried.Width, carried.Height));
        Assert.InRange(carried.Mask.Count(mask => mask == PixelMask.None), 14, 18);
        Assert.Equal(144, carried.Mask.Count(mask => mask is PixelMask.None or PixelMask.NoData));
    }

    [Fact]
    public void Carry_AcrossTheEquator_ShiftsByWholePixels()
    {
        // Northings of the two hemispheres differ by 10,000 km, so that pixels of both lie on one another.
        var north = new UtmGrid(new UtmZone(36, isNorth: true), 400_000, 20, 10, 3, 4);
        var south = new UtmGrid(new UtmZone(36, isNorth: false), 400_010, 10_000_000, 10, 3, 2);

        Assert.Equal([7, 8, -1, 10, 11, -1], GridCarrier.Between(north, south).Carry<int>([.. Enumerable.Range(0, 12)], -1));
    }

    [Fact]
    public void Carry_AcrossTheAntimeridian_FindsThePlaceATurnAway()
    {
        var middle = NearBorder(32660, -17, metresEast: 0);
        var (source, target) = (Around(middle, new UtmZone(60, isNorth: false), 10, 101, 101), Around(middle, new UtmZone(1, isNorth: false), 10, 65, 65));
        var carrier = GridCarrier.Between(source, target);

        var (column, row) = carrier.PlaceOf(40, 20);

        var (found, asked) = (source.ToGlobe(column, row), target.ToGlobe(40.5, 20.5));
        Assert.Equal(360, found.LongitudeDegrees - asked.LongitudeDegrees, 1e-8);
        Assert.Equal(asked.LatitudeDegrees, found.LatitudeDegrees, 1e-8);
        Assert.DoesNotContain(-1, carrier.Carry<int>(new int[101 * 101], -1));
    }

    [Fact]
    public void Carry_ToTheSameGrid_ChangesNothing()
    {
        var grid = Around(new GeoPoint(33, 34.6), Zone(32636), 10, 70, 40);
        int[] pixels = [.. Enumerable.Range(0, 70 * 40)];

        Assert.Equal(pixels, GridCarrier.Between(grid, grid).Carry<int>(pixels, -1));
    }

    [Fact]
    public void Carry_FromTheFarSideOfTheGlobe_IsAllOutside()
    {
        var (source, target) = (Around(new GeoPoint(-177, 10), Zone(32601), 10, 8, 8), Around(new GeoPoint(3, 10), Zone(32631), 10, 8, 8));

        Assert.All(GridCarrier.Between(source, target).Carry<int>(new int[64], -1), pixel => Assert.Equal(-1, pixel));
    }

    [Fact]
    public void Carry_OtherNumberOfPixels_Throws()
    {
        var grid = Around(new GeoPoint(33, 34.6), Zone(32636), 10, 8, 8);

        Assert.Throws<ArgumentOutOfRangeException>(() => GridCarrier.Between(grid, grid).Carry<int>(new int[63], -1));
    }

    private static UtmZone Zone(int epsg) => UtmZone.FromEpsg(epsg)!.Value;

    /// <summary>A place some metres east of where a zone ends in the east.</summary>
    private static GeoPoint NearBorder(int west, double latitude, double metresEast) =>
        new(Zone(west).CentralMeridianDegrees + 3 + (metresEast / 111_320 / Math.Cos(latitude * Math.PI / 180)), latitude);

    private static UtmGrid Around(GeoPoint middle, UtmZone zone, double pixelM, int width, int height)
    {
        var place = zone.Project(middle);
        return new UtmGrid(zone, Math.Round((place.X / 20) - (width * pixelM / 40)) * 20, Math.Round((place.Y / 20) + (height * pixelM / 40)) * 20, pixelM, width, height);
    }

    private static (double Column, double Row) Exact(GridCarrier carrier, int column, int row) =>
        carrier.Source.ToPixel(carrier.Source.Zone.Project(carrier.Target.ToGlobe(column + 0.5, row + 0.5)));

    private static bool IsOnEdge(double place) => Math.Abs(place - Math.Round(place)) < GridCarrier.MostPixelsOff;

    private static SceneMap Disc(UtmGrid grid, double radius)
    {
        var map = new SceneMap(grid.Width, grid.Height, new PixelMask[grid.Width * grid.Height], new byte[grid.Width * grid.Height]);
        for (var i = 0; i < map.Mask.Length; i++)
        {
            var (row, column) = Math.DivRem(i, grid.Width);
            if (Math.Pow(column + 0.5 - (grid.Width / 2.0), 2) + Math.Pow(row + 0.5 - (grid.Height / 2.0), 2) <= radius * radius)
            {
                (map.Mask[i], map.Cover[i]) = (PixelMask.Kelp, SceneMap.FullCover);
            }
        }

        return map;
    }

    private static long Canopy(SceneMap map) => map.Cover.Sum(cover => (long)cover);
}
