using CarbonApp.Engine.Kelp.Aoi;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Outline;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Tests.Kelp.Masks;
using NetTopologySuite.Operation.Valid;

namespace CarbonApp.Engine.Tests.Kelp.Outline;

public class OutlineTracerTests
{
    [Fact]
    public void Trace_OnePixel_IsItsFourCornersCounterclockwise()
    {
        var shape = Assert.Single(OutlineTracer.Trace(Pixels.Draw("...", "..#")));

        Assert.Equal(1, shape.Pixels);
        // Down the left side, along the bottom, up the right side.
        Assert.Equal([new(2, 2), new(3, 2), new(3, 1), new(2, 1)], Assert.Single(shape.Parts).Shell);
        Assert.Empty(shape.Parts[0].Holes);
    }

    [Fact]
    public void Trace_CornersOnly_IsOneShapeOfTwoPolygons()
    {
        var shape = Assert.Single(OutlineTracer.Trace(Pixels.Draw("#.", ".#")));

        Assert.Equal((2, 2), (shape.Pixels, shape.Parts.Count));
    }

    [Fact]
    public void Trace_HoleThatTouchesTheOutsideInACorner_StaysAHole()
    {
        var part = Assert.Single(Assert.Single(OutlineTracer.Trace(Pixels.Draw(".###", "##.#", "####"))).Parts);

        Assert.Equal(4, Assert.Single(part.Holes).Count);
        Assert.Equal(6, part.Shell.Count);
    }

    [Fact]
    public void Trace_RandomMasks_HasTheirAreaAndValidRingsAndFillsBack()
    {
        var grid = new UtmGrid(new UtmZone(29, true), 0, 0, 1, 24, 24);
        for (var seed = 0; seed < 500; seed++)
        {
            var mask = Pixels.Random(seed);
            var shapes = OutlineTracer.Trace(mask);

            Assert.Equal(ConnectedComponents.Find(mask, Connectivity.EdgesAndCorners).Components.Select(c => (c.Pixels, c.Bounds)), shapes.Select(s => (s.Pixels, s.Bounds)));
            foreach (var shape in shapes)
            {
                Assert.Equal(shape.Pixels, shape.Parts.Sum(part => TwiceArea(part.Shell) + part.Holes.Sum(TwiceArea)) / 2.0);
                Assert.All(shape.Parts, part => Assert.True(TwiceArea(part.Shell) > 0 && part.Holes.All(hole => TwiceArea(hole) < 0)));
                Assert.All(shape.Parts.SelectMany(part => part.Rings), ring => Assert.Equal(ring.Count, ring.Distinct().Count()));
                AssertValid(shape);
            }

            var rings = shapes.SelectMany(shape => shape.Parts).SelectMany(part => part.Rings)
                .Select(ring => ring.Append(ring[0]).Select(corner => grid.ToPlane(corner.Column, corner.Row)).ToArray());
            Assert.Equal(mask.ToPixels(), PolygonRaster.Fill(rings, grid with { Width = mask.Width, Height = mask.Height }).ToPixels());
        }
    }

    [Fact]
    public void Trace_StraightEdges_HaveNoCornersOnThem()
    {
        var part = OutlineTracer.Trace(Pixels.Draw("####", "####", "####"))[0].Parts[0];

        Assert.Equal(4, part.Shell.Count);
    }

    [Fact]
    public void Trace_NothingSet_IsNothing() => Assert.Empty(OutlineTracer.Trace(Pixels.Draw("...")));

    private static void AssertValid(PixelShape shape)
    {
        var polygons = Shapes.Collection(shape.Parts.Select(part => Shapes.Polygon(part.Rings.Select(ring => ring.Append(ring[0]).Select(c => ((double)c.Column, (double)c.Row))))));
        Assert.True(polygons.IsValid, new IsValidOp(polygons).ValidationError?.ToString());
    }

    /// <summary>With north up, so positive counterclockwise.</summary>
    private static long TwiceArea(IReadOnlyList<GridPoint> ring) =>
        -ring.Zip(ring.Skip(1).Append(ring[0]), (a, b) => ((long)a.Column * b.Row) - ((long)b.Column * a.Row)).Sum();
}
