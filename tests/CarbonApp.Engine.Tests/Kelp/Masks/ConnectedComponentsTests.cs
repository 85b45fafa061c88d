using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Masks;

namespace CarbonApp.Engine.Tests.Kelp.Masks;

public class ConnectedComponentsTests
{
    [Fact]
    public void Find_CornersOnly_JoinOnlyWhenCornersCount()
    {
        var mask = Pixels.Draw("#..", ".#.", "..#");

        Assert.Equal([new Component(3, new PixelWindow(0, 0, 3, 3))], ConnectedComponents.Find(mask, Connectivity.EdgesAndCorners).Components);
        Assert.Equal(3, ConnectedComponents.Find(mask, Connectivity.Edges).Components.Count);
    }

    [Theory]
    [InlineData(Connectivity.Edges)]
    [InlineData(Connectivity.EdgesAndCorners)]
    public void Find_RandomMasks_EqualsFloodFill(Connectivity connectivity)
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var mask = Pixels.Random(seed);
            var found = ConnectedComponents.Find(mask, connectivity);
            var expected = Pixels.Flood(mask.ToPixels(), mask.Width, mask.Height, connectivity == Connectivity.EdgesAndCorners);

            var pieces = expected.Where(first => first >= 0).Distinct().Order().ToList();
            Assert.Equal(pieces.Select(first => BoundsOf(expected, first, mask.Width)), found.Components);
            var run = 0;
            for (var row = 0; row < mask.Height; row++)
            {
                foreach (var pixels in mask.Runs(row))
                {
                    Assert.Equal(pieces.IndexOf(expected[(row * mask.Width) + pixels.Start]), found.ComponentOfRun[run++]);
                }
            }
        }
    }

    [Fact]
    public void RemoveSmall_ThreePixelPiece_GoesAndFourStay() =>
        Assert.Equal(["##....", "#.....", ".#...."], Pixels.Show(ConnectedComponents.RemoveSmall(Pixels.Draw("##...#", "#...#.", ".#...#"), 4)));

    [Fact]
    public void FillHoles_UpToTwoPixels_LeavesLargerOnesAndBays()
    {
        // A hole of two, one of three, one of two that touches another at a corner only, and bays at the edge.
        var mask = Pixels.Draw(
            ".########.",
            "##..##.###",
            "######..##",
            "####.#####",
            "###.######",
            "##########",
            "########..");

        Assert.Equal(
            [
                ".########.",
                "######.###",
                "######..##",
                "##########",
                "##########",
                "##########",
                "########..",
            ],
            Pixels.Show(ConnectedComponents.FillHoles(mask, 2)));
    }

    [Fact]
    public void FillHoles_RandomMasks_FillsJustTheSmallEnclosedPieces()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var mask = Pixels.Random(seed);
            var (width, height, pixels) = (mask.Width, mask.Height, mask.ToPixels());
            var holes = Pixels.Flood([.. pixels.Select(set => !set)], width, height, withCorners: false);
            var expected = pixels.Select((set, i) => set || IsSmallHole(holes, holes[i], width, height));

            Assert.Equal(expected, ConnectedComponents.FillHoles(mask, 2).ToPixels());
        }
    }

    [Fact]
    public void Find_NothingSet_FindsNothing() => Assert.Empty(ConnectedComponents.Find(Pixels.Draw("...", "..."), Connectivity.Edges).Components);

    private static bool IsSmallHole(int[] pieces, int piece, int width, int height)
    {
        var pixels = Enumerable.Range(0, pieces.Length).Where(i => pieces[i] == piece).ToArray();
        return pixels.Length <= 2 && pixels.All(i => i % width > 0 && i % width < width - 1 && i / width > 0 && i / width < height - 1);
    }

    private static Component BoundsOf(int[] pieces, int piece, int width)
    {
        var pixels = Enumerable.Range(0, pieces.Length).Where(i => pieces[i] == piece).ToArray();
        var (left, right) = (pixels.Min(i => i % width), pixels.Max(i => i % width));
        var (top, bottom) = (pixels.Min(i => i / width), pixels.Max(i => i / width));
        return new Component(pixels.Length, new PixelWindow(left, top, right + 1 - left, bottom + 1 - top));
    }
}
