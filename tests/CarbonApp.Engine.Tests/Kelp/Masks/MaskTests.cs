using CarbonApp.Engine.Kelp.Masks;

namespace CarbonApp.Engine.Tests.Kelp.Masks;

public class MaskTests
{
    private static readonly (int Width, int Height)[] Sizes = [(1, 1), (3, 5), (63, 4), (64, 4), (65, 9), (200, 31)];

    [Fact]
    public void Dilate_RandomMasks_EqualsBruteForce() => ForRandomMasks((mask, random) =>
    {
        var radius = random.Next(0, 9);
        var dilated = Morphology.Dilate(mask, radius);
        Span<ulong> row = stackalloc ulong[mask.WordsPerRow];
        Span<ulong> scratch = stackalloc ulong[mask.WordsPerRow];
        for (var y = 0; y < mask.Height; y++)
        {
            Morphology.DilateAt(mask, y, radius, scratch, row);
            Assert.True(row.SequenceEqual(dilated.Row(y)));
            for (var x = 0; x < mask.Width; x++)
            {
                Assert.Equal(Around(mask, x, y, radius).Any(value => value), dilated[x, y]);
            }
        }
    });

    [Fact]
    public void MajorityAt_RandomMasks_EqualsBruteForce() => ForRandomMasks((mask, _) =>
    {
        var row = new ulong[mask.WordsPerRow];
        for (var y = 0; y < mask.Height; y++)
        {
            Morphology.MajorityAt(mask, y, row);
            for (var x = 0; x < mask.Width; x++)
            {
                var votes = 0;
                for (var dy = -1; dy <= 1; dy++)
                {
                    for (var dx = -1; dx <= 1; dx++)
                    {
                        votes += mask[Math.Clamp(x + dx, 0, mask.Width - 1), Math.Clamp(y + dy, 0, mask.Height - 1)] ? 1 : 0;
                    }
                }

                Assert.Equal(votes >= 5, (row[x >> 6] >> (x & 63) & 1) != 0);
            }

            Assert.Equal(0UL, row[^1] & ~mask.LastWordBits);
        }
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_RandomMasks_EqualsFlooding(bool diagonally) => ForRandomMasks((mask, _) =>
    {
        var components = BitComponents.Of(mask, diagonally);
        var labels = new int[mask.Width, mask.Height];
        foreach (var run in components.Runs)
        {
            for (var x = run.Start; x < run.End; x++)
            {
                Assert.True(mask[x, run.Row]);
                labels[x, run.Row] = run.Component + 1;
            }
        }

        var (seen, next) = (new int[mask.Width, mask.Height], 0);
        for (var y = 0; y < mask.Height; y++)
        {
            for (var x = 0; x < mask.Width; x++)
            {
                if (mask[x, y] && seen[x, y] == 0)
                {
                    // Numbered by their first pixel, row after row, as promised.
                    Assert.Equal(Flood(mask, seen, x, y, ++next, diagonally), components.Pixels[next - 1]);
                }

                Assert.Equal(seen[x, y], labels[x, y]);
            }
        }

        Assert.Equal(next, components.Count);
    });

    [Fact]
    public void Largest_NoneOrTies_IsMinusOneOrTheFirst()
    {
        var mask = new BitMask(10, 3);
        Assert.Equal(-1, BitComponents.Of(mask, diagonally: true).Largest());
        (mask[0, 0], mask[4, 1], mask[5, 1], mask[8, 2], mask[9, 2]) = (true, true, true, true, true);
        Assert.Equal(1, BitComponents.Of(mask, diagonally: true).Largest());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void CopyRow_CoarserMask_RepeatsItsPixels(int factor) => ForRandomMasks((coarse, random) =>
    {
        var width = Math.Max(coarse.Width * factor - random.Next(factor), 1);
        var words = new ulong[(width + 63) >> 6];
        for (var y = 0; y < coarse.Height * factor; y++)
        {
            MaskScale.CopyRow(coarse, y, factor, words);
            for (var x = 0; x < width; x++)
            {
                Assert.Equal(coarse[x / factor, y / factor], (words[x >> 6] >> (x & 63) & 1) != 0);
            }
        }

        Assert.Equal(coarse.Count() > 0 && coarse[0, 0], MaskScale.Thin(coarse, factor)[0, 0]);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Whole_OfAMask_AreTheSquaresWithoutAHole(int factor) => ForRandomMasks((fine, random) =>
    {
        // Random masks have hardly a whole square: some are filled.
        for (var fill = random.Next(6); fill > 0; fill--)
        {
            var (left, top) = (random.Next(fine.Width), random.Next(fine.Height));
            for (var y = top; y < Math.Min(top + 9, fine.Height); y++)
            {
                fine.Set(y, left, Math.Min(left + 9, fine.Width));
            }
        }

        var whole = MaskScale.Whole(fine, factor);

        Assert.Equal(((fine.Width + factor - 1) / factor, (fine.Height + factor - 1) / factor), (whole.Width, whole.Height));
        for (var y = 0; y < whole.Height; y++)
        {
            for (var x = 0; x < whole.Width; x++)
            {
                var square = from row in Enumerable.Range(y * factor, factor) from column in Enumerable.Range(x * factor, factor) where row < fine.Height && column < fine.Width select fine[column, row];
                Assert.Equal(square.All(pixel => pixel), whole[x, y]);
            }
        }

        Assert.Equal(Enumerable.Range(0, whole.Width * whole.Height).Count(i => whole[i % whole.Width, i / whole.Width]), whole.Count());
    });

    [Fact]
    public void Count_OfARectangle_EqualsCounting() => ForRandomMasks((mask, random) =>
    {
        var (left, top) = (random.Next(mask.Width), random.Next(mask.Height));
        var (right, bottom) = (random.Next(left, mask.Width) + 1, random.Next(top, mask.Height) + 1);
        var expected = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                expected += mask[x, y] ? 1 : 0;
            }
        }

        Assert.Equal(expected, mask.Count(left, top, right, bottom));
    });

    [Fact]
    public void Of_EveryClass_IsSortedWithItsMargin()
    {
        // One pixel of each class in a row of water, 40 apart; margins at 20 m are 4 and 2 pixels.
        var classes = new ushort[13 * 40];
        Array.Fill(classes, (ushort)6);
        for (var value = 0; value < 13; value++)
        {
            classes[value * 40 + 20] = (ushort)value;
        }

        var masks = ClassMasks.Of(classes, classes.Length, 1, decimation: 2);
        Assert.Equal([20, 60, 500], Columns(masks.NoData));
        Assert.Equal([138, 139, 140, 141, 142], Columns(masks.Shadow));
        Assert.Equal([.. Enumerable.Range(336, 9), .. Enumerable.Range(376, 9), 420], Columns(masks.Cloud));
        Assert.Equal([460], Columns(masks.Snow));
        Assert.Equal(classes.Length - 12, masks.Water.Count());
    }

    [Theory]
    [InlineData(0.30f, 0.35f, true)]
    [InlineData(0.026f, 0.0195f, false)]
    [InlineData(0.02f, 0.07f, false)]
    [InlineData(0.09f, 0.085f, false)]
    [InlineData(-0.01f, 0.09f, true)]
    [InlineData(float.NaN, 0.09f, true)]
    [InlineData(0.3f, float.NaN, false)]
    public void LooksLikeLand_GreenAndShortWave_IsWorkedByHand(float b03, float b11, bool land) => Assert.Equal(land, LandRule.LooksLikeLand(b03, b11));

    [Fact]
    public void Sea_TwoWatersThatTouchAtACorner_IsTheLargerOne()
    {
        var water = new BitMask(4, 4);
        (water[0, 0], water[1, 0], water[2, 1], water[3, 1], water[3, 2]) = (true, true, true, true, true);
        var sea = LandRule.Sea(water);
        Assert.Equal(3, sea.Count());
        Assert.False(sea[1, 0]);
    }

    private static int[] Columns(BitMask mask) => [.. Enumerable.Range(0, mask.Width).Where(column => mask[column, 0])];

    private static int Flood(BitMask mask, int[,] seen, int column, int row, int label, bool diagonally)
    {
        var (open, count) = (new Stack<(int, int)>([(column, row)]), 0);
        seen[column, row] = label;
        while (open.TryPop(out var at))
        {
            count++;
            for (var dy = -1; dy <= 1; dy++)
            {
                for (var dx = -1; dx <= 1; dx++)
                {
                    var (x, y) = (at.Item1 + dx, at.Item2 + dy);
                    if ((diagonally || dx == 0 || dy == 0) && x >= 0 && y >= 0 && x < mask.Width && y < mask.Height && mask[x, y] && seen[x, y] == 0)
                    {
                        seen[x, y] = label;
                        open.Push((x, y));
                    }
                }
            }
        }

        return count;
    }

    private static IEnumerable<bool> Around(BitMask mask, int column, int row, int radius) =>
        from y in Enumerable.Range(row - radius, 2 * radius + 1)
        from x in Enumerable.Range(column - radius, 2 * radius + 1)
        where x >= 0 && y >= 0 && x < mask.Width && y < mask.Height
        select mask[x, y];

    private static void ForRandomMasks(Action<BitMask, Random> check)
    {
        for (var seed = 0; seed < 24; seed++)
        {
            var random = new Random(seed);
            var (width, height) = Sizes[seed % Sizes.Length];
            var mask = new BitMask(width, height);
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    mask[x, y] = random.Next(10) < 1 + seed / 3;
                }
            }

            check(mask, random);
        }
    }
}
