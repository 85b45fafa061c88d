using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Tests.Kelp.Masks;

public class RunMaskTests
{
    [Fact]
    public void Of_Rows_HoldsRunsThatNeverTouch()
    {
        var mask = Pixels.Draw("##..#", ".....", "#####");

        Assert.Equal([new(0, 2), new(4, 5)], mask.Runs(0).ToArray());
        Assert.Empty(mask.Runs(1).ToArray());
        Assert.Equal([new(0, 5)], mask.Runs(2).ToArray());
        Assert.Equal(8, mask.PixelCount);
    }

    [Fact]
    public void Of_Flags_TakesPixelsWithAnyOfThem()
    {
        PixelMask[] flags = [PixelMask.Kelp, PixelMask.Kelp | PixelMask.Cloud, PixelMask.Land, PixelMask.None, PixelMask.Cloud];

        Assert.Equal(["##...", "####."], new[]
        {
            Pixels.Show(RunMask.Of(flags, 5, 1, PixelMask.Kelp))[0],
            Pixels.Show(RunMask.Of([.. flags.Take(3), PixelMask.Kelp, PixelMask.None], 5, 1, PixelMask.Kelp | PixelMask.Land))[0],
        });
    }

    [Fact]
    public void RandomMasks_ToPixelsContainsAndComplement_AgreeWithThePixels()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var mask = Pixels.Random(seed);
            var pixels = mask.ToPixels();
            var complement = mask.Complement();

            Assert.Equal(pixels.Count(set => set), mask.PixelCount);
            Assert.All(Enumerable.Range(0, pixels.Length), i => Assert.Equal(pixels[i], mask.Contains(i % mask.Width, i / mask.Width)));
            Assert.Equal(pixels.Select(set => !set), complement.ToPixels());
            Assert.Equal(Pixels.Show(mask), Pixels.Show(complement.Complement()));
        }
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(3, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 1)]
    public void Contains_OutsideOfTheRaster_IsFalse(int column, int row) => Assert.False(Pixels.Draw("###").Contains(column, row));

    [Fact]
    public void Of_TooFewPixels_Throws() => Assert.ThrowsAny<ArgumentException>(() => RunMask.Of(new bool[5], 3, 2));

    [Fact]
    public void Of_NoPixels_IsEmpty() => Assert.Equal(0, RunMask.Of([], 0, 0).Complement().PixelCount);
}
