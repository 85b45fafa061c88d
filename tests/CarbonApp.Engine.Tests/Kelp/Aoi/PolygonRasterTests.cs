using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Tests.Kelp.Aoi;

public class PolygonRasterTests
{
    private static readonly UtmGrid Grid = new(new UtmZone(29, isNorth: true), 500_000, 2_700_200, 10, 20, 20);

    [Fact]
    public void Fill_RandomRings_IsThePixelsWhoseMiddleHasAnOddNumberOfEdgesToItsLeft()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            // Some corners lie outside of the grid, and every other ring has its corners on corners of pixels.
            PlanePoint[] Ring() => Closed([.. Enumerable.Range(0, random.Next(3, 9)).Select(_ => seed % 2 == 0
                ? Grid.ToPlane((30 * random.NextDouble()) - 5, (30 * random.NextDouble()) - 5)
                : Grid.ToPlane(random.Next(-5, 26), random.Next(-5, 26)))]);
            var rings = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Ring()).ToArray();

            var mask = PolygonRaster.Fill(rings, Grid);

            for (var row = 0; row < 20; row++)
            {
                for (var column = 0; column < 20; column++)
                {
                    // Where a slanting edge goes through the middle to the last digit, rounding decides.
                    var (left, right) = (IsInside(rings, Grid.ToPlane(column + 0.5 - 1e-9, row + 0.5)), IsInside(rings, Grid.ToPlane(column + 0.5 + 1e-9, row + 0.5)));
                    Assert.True(left != right || left == mask.Contains(column, row), $"seed {seed}: {column}, {row}");
                }
            }
        }
    }

    [Fact]
    public void Fill_SquareOnPixelEdges_IsJustThosePixels()
    {
        PlanePoint[] square = Closed([Grid.ToPlane(2, 3), Grid.ToPlane(4, 3), Grid.ToPlane(4, 6), Grid.ToPlane(2, 6)]);

        var mask = PolygonRaster.Fill([square], Grid);

        Assert.Equal(6, mask.PixelCount);
        Assert.True(mask.Contains(2, 3) && mask.Contains(3, 5) && !mask.Contains(4, 3) && !mask.Contains(2, 6));
    }

    [Fact]
    public void Fill_TrianglesThatShareEdges_ShareNoPixelAndLeaveNoneOut()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            // On pixels' middles, where the edges decide.
            var inner = Grid.ToPlane(random.Next(1, 19) + 0.5, random.Next(1, 19) + 0.5);
            PlanePoint[] corners = [Grid.ToPlane(0, 0), Grid.ToPlane(20, 0), Grid.ToPlane(20, 20), Grid.ToPlane(0, 20), Grid.ToPlane(0, 0)];

            var masks = Enumerable.Range(0, 4).Select(i => PolygonRaster.Fill([Closed([corners[i], corners[i + 1], inner])], Grid).ToPixels()).ToArray();

            Assert.All(Enumerable.Range(0, 400), i => Assert.Equal(1, masks.Count(mask => mask[i])));
        }
    }

    [Fact]
    public void Fill_OutsideOfTheGrid_IsNothing() =>
        Assert.Equal(0, PolygonRaster.Fill([Closed([Grid.ToPlane(30, 30), Grid.ToPlane(40, 30), Grid.ToPlane(40, 40)])], Grid).PixelCount);

    private static PlanePoint[] Closed(PlanePoint[] ring) => [.. ring, ring[0]];

    /// <summary>Edges to the left of the point, one by one.</summary>
    private static bool IsInside(PlanePoint[][] rings, PlanePoint point)
    {
        var inside = false;
        foreach (var ring in rings)
        {
            for (var i = 1; i < ring.Length; i++)
            {
                var (a, b) = ring[i - 1].Y >= ring[i].Y ? (ring[i - 1], ring[i]) : (ring[i], ring[i - 1]);
                inside ^= point.Y <= a.Y && point.Y > b.Y && a.X + ((a.Y - point.Y) / (a.Y - b.Y) * (b.X - a.X)) <= point.X;
            }
        }

        return inside;
    }
}
