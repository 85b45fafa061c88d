using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Outline;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Tests.Kelp.Masks;

namespace CarbonApp.Engine.Tests.Kelp.Outline;

public class ShapePlacerTests
{
    private static readonly UtmGrid Grid = new(new UtmZone(29, isNorth: true), 423_000, 2_732_000, 10, 24, 24);

    [Fact]
    public void Place_RandomShapes_CoverTheSameGroundAndFillBack()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var mask = Pixels.Random(seed);
            var polygons = OutlineTracer.Trace(mask).SelectMany(shape => ShapePlacer.Place(shape, Grid)).ToArray();

            // The plane's scale: 0.9996² at 83 km from the meridian is 0.99937.
            Assert.Equal(mask.PixelCount * 100.0, polygons.Sum(p => p.SquareMetres) * 0.99937, (1e-4 * mask.PixelCount * 100) + 1e-9);
            var rings = polygons.SelectMany(p => p.Rings).Select(ring => ring.Select(Grid.Zone.Project).ToArray());
            Assert.Equal(mask.ToPixels(), PolygonRaster.Fill(rings, Grid with { Width = mask.Width, Height = mask.Height }).ToPixels());
        }
    }

    [Fact]
    public void Place_LongEdge_StaysOnThePixelsEdge()
    {
        var shape = Assert.Single(OutlineTracer.Trace(RunMask.Of([.. Enumerable.Repeat(true, 5_000)], 5_000, 1)));
        var grid = new UtmGrid(new UtmZone(33, true), 500_000, 7_800_000, 10, 5_000, 1);

        var ring = Assert.Single(Assert.Single(ShapePlacer.Place(shape, grid)).Rings);

        // Halfway between two points of the ring the plane's line is still met, within 10 cm.
        Assert.All(ring.Zip(ring.Skip(1)), edge =>
        {
            var middle = grid.ToPixel(grid.Zone.Project(new GeoPoint(
                (edge.First.LongitudeDegrees + edge.Second.LongitudeDegrees) / 2, (edge.First.LatitudeDegrees + edge.Second.LatitudeDegrees) / 2)));
            Assert.True(Math.Min(Math.Abs(middle.Row), Math.Abs(middle.Row - 1)) < 0.01 || Math.Min(Math.Abs(middle.Column), Math.Abs(middle.Column - 5_000)) < 0.01);
        });
    }

    [Theory]
    [InlineData(60)]
    [InlineData(1)]
    public void Place_AcrossTheAntimeridian_IsCutThere(int zoneNumber)
    {
        var zone = new UtmZone(zoneNumber, isNorth: false);
        var middle = zone.Project(new GeoPoint(180, -17));
        var grid = new UtmGrid(zone, Math.Round(middle.X / 10) * 10 - 20, Math.Round(middle.Y / 10) * 10, 10, 4, 2);

        var polygons = ShapePlacer.Place(Assert.Single(OutlineTracer.Trace(Pixels.Draw("####", "####"))), grid);

        Assert.Equal(2, polygons.Count);
        Assert.Single(polygons, p => p.Rings[0].All(point => point.LongitudeDegrees is > 179.999 and <= 180));
        Assert.Single(polygons, p => p.Rings[0].All(point => point.LongitudeDegrees is < -179.999 and >= -180));
    }

    [Fact]
    public void Place_Simplified_HasFewerPointsAndStaysWithinTheTolerance()
    {
        // A triangle's staircase.
        var mask = RunMask.Of([.. Enumerable.Range(0, 100 * 100).Select(i => i % 100 <= i / 100)], 100, 100);
        var shape = Assert.Single(OutlineTracer.Trace(mask));

        var (exact, simplified) = (ShapePlacer.Place(shape, Grid), ShapePlacer.Place(shape, Grid, toleranceMetres: 10));

        Assert.True(simplified[0].Rings[0].Count < exact[0].Rings[0].Count / 10);
        Assert.Equal(1, simplified[0].SquareMetres / exact[0].SquareMetres, 0.02);
    }

    [Fact]
    public void Place_RandomShapesSimplified_StayValid()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var polygons = OutlineTracer.Trace(Pixels.Random(seed)).SelectMany(shape => ShapePlacer.Place(shape, Grid, toleranceMetres: 15)).ToArray();

            Assert.All(polygons, p => Assert.True(Shapes.Polygon(p.Rings).IsValid));
        }
    }
}
