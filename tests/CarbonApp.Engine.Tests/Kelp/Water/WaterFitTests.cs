using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Kelp.Water;

namespace CarbonApp.Engine.Tests.Kelp.Water;

public class WaterFitTests
{
    private const int Width = 210;
    private const int Height = 150;
    private static readonly int[] Reference = [1133, 1130, 1122, 1144, 1195];

    [Fact]
    public async Task Add_VectorOrScalar_AreTheSameAtAnyNumbers()
    {
        Assert.SkipUnless(Avx2.IsSupported, "needs AVX2, without which only the scalar sums exist");
        var random = new Random(3);
        var bands = await BandsAsync(_ => (ushort)random.Next(65536));
        for (var round = 0; round < 100; round++)
        {
            var (vector, scalar) = (new int[CellSums.Length], new int[CellSums.Length]);
            var side = 4 << random.Next(3);
            var (column, row) = (side * random.Next(Width / side), random.Next(Height - side));
            var sample = Random(random, random.NextDouble());
            CellSums.AddVector(CellSums.PlacesOf(bands, row, row + side), Reference, sample, column, row, side, vector);
            for (var y = row; y < row + side; y++)
            {
                var bits = Enumerable.Range(0, side).Aggregate(0u, (bits, x) => bits | (sample[column + x, y] ? 1u << x : 0));
                CellSums.AddScalar(bands, Reference, bits, column, y, scalar);
            }

            Assert.Equal(scalar, vector);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task FitAll_RandomWater_EqualsBruteForce(int decimation)
    {
        var random = new Random(decimation);
        var bands = await BandsAsync(band => (ushort)(Reference[band] + random.Next(-60, 60)));
        var sample = Random(random, 0.7);
        var grid = BlockGrid.Narrow(decimation);
        var model = new WaterFit(bands, Reference, sample, Everywhere(), null, grid, measuresNdre: true, new DetectorOptions()).FitAll(3, CancellationToken.None);

        for (var down = 0; down < model.Down; down++)
        {
            for (var across = 0; across < model.Across; across++)
            {
                var halo = grid.HaloCells * grid.CellSide;
                var pixels = Pixels(sample, across * grid.BlockSide - halo, down * grid.BlockSide - halo, grid.BlockSide + 2 * halo);
                var block = model.Block(across, down);
                if (pixels.Count >= BlockGrid.EnoughPixels)
                {
                    AssertDescribes(bands, pixels, block);
                }

                Assert.True(model.IsKnown(across, down));
            }
        }
    }

    [Fact]
    public async Task FitAll_LittleWater_WidensItsWindowOrGivesUp()
    {
        var random = new Random(9);
        var bands = await BandsAsync(band => (ushort)(Reference[band] + random.Next(-60, 60)));
        var sample = new BitMask(Width, Height);
        for (var row = 0; row < 16; row++)
        {
            for (var column = 0; column < 16; column++)
            {
                sample[column, row] = true;
            }
        }

        var model = new WaterFit(bands, Reference, sample, Everywhere(), null, BlockGrid.Narrow(1), measuresNdre: true, new DetectorOptions()).FitAll(1, CancellationToken.None);

        // The widest window of block 3 starts at 96 − 112, that of block 4 at 128 − 112 = 16, past the only water.
        Assert.Equal(256, Pixels(sample, 0, 0, 16).Count);
        Assert.True(model.IsKnown(0, 0) && model.IsKnown(3, 0) && model.IsKnown(3, 3));
        Assert.False(model.IsKnown(4, 0) || model.IsKnown(0, 4));
        AssertDescribes(bands, Pixels(sample, 0, 0, 16), model.Block(3, 3));
    }

    [Fact]
    public async Task FitAll_NothingSearched_LeavesAllUnknown()
    {
        var bands = await BandsAsync(band => (ushort)Reference[band]);
        var model = new WaterFit(bands, Reference, Everywhere(), new BitMask(Width, Height), null, BlockGrid.Narrow(1), measuresNdre: true, new DetectorOptions()).FitAll(1, CancellationToken.None);

        Assert.False(model.IsKnown(0, 0) || model.IsKnown(2, 2));
    }

    [Fact]
    public async Task FitAll_WaterWithoutAnyNoise_IsDescribedWithoutNaN()
    {
        var bands = await BandsAsync(band => (ushort)Reference[band]);
        var model = new WaterFit(bands, Reference, Everywhere(), Everywhere(), null, BlockGrid.Narrow(1), measuresNdre: true, new DetectorOptions()).FitAll(1, CancellationToken.None);

        Assert.All(model.Block(1, 1).ToArray(), value => Assert.True(float.IsFinite(value)));
        Assert.Equal(0.0133f, model.Block(1, 1)[WaterBlock.Mean], 1e-6f);
    }

    [Fact]
    public void Measure_NormalValues_IsTheirSpread()
    {
        var (random, bins) = (new Random(1), new int[RobustSpread.Bins]);
        for (var i = 0; i < 20_000; i++)
        {
            var normal = Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
            var value = (float)(i % 20 == 0 ? 0.5 : 0.01 + 0.003 * normal);
            RobustSpread.Count(Vector256.Create(value), lanes: 1, middle: 0.012f, binWidth: 0.00025f, bins);
        }

        // One in twenty is far off; by the median's nature it moves the spread by a few per cent only.
        var (median, sigma) = RobustSpread.Measure(bins, 0.012f, 0.00025f);
        Assert.Equal(0.0102, median, 2e-4);
        Assert.Equal(0.0032, sigma, 2e-4);
    }

    [Fact]
    public void Solve_KnownSystem_IsWorkedByHand()
    {
        // [4 2; 2 3]·x = [8; 8]: x = (1, 2).
        Span<double> x = stackalloc double[2];
        SymmetricMatrix.Solve([4, 2, 2, 3], [8, 8], x);
        Assert.Equal([1.0, 2.0], x.ToArray().Select(value => Math.Round(value, 12)));
    }

    private static void AssertDescribes(TestBands bands, List<(int Column, int Row)> pixels, Span<float> block)
    {
        var x = pixels.Select(pixel => Enumerable.Range(0, TestBands.Count).Select(band => (double)bands.Reflectance(band, pixel.Column, pixel.Row)).ToArray()).ToArray();
        var n = TestBands.Count;
        var mean = Enumerable.Range(0, n).Select(band => x.Average(pixel => pixel[band])).ToArray();
        var covariance = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            Assert.Equal(mean[i], block[WaterBlock.Mean + i], 1e-6);
            for (var j = 0; j < n; j++)
            {
                covariance[i, j] = x.Average(pixel => (pixel[i] - mean[i]) * (pixel[j] - mean[j]));
            }
        }

        // The filter solves C'·g ∝ t and answers 1 to t.
        var target = new DetectorOptions().Canopy.ToArray();
        var filter = block.Slice(WaterBlock.Filter, n).ToArray().Select(factor => (double)factor).ToArray();
        Assert.Equal(1, filter.Zip(target, (g, t) => g * t).Sum(), 1e-4);
        var trace = Enumerable.Range(0, n).Sum(i => covariance[i, i]);
        var ratios = Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Sum(j => (0.9 * covariance[i, j] + (i == j ? 0.1 * trace / n : 0)) * filter[j]) / target[i]).ToArray();
        Assert.All(ratios, ratio => Assert.Equal(ratios[3], ratio, Math.Abs(ratios[3]) * 0.02));
        var variance = Enumerable.Range(0, n).Sum(i => Enumerable.Range(0, n).Sum(j => filter[i] * covariance[i, j] * filter[j]));
        Assert.Equal(Math.Sqrt(variance), block[WaterBlock.FilterSigma], Math.Sqrt(variance) * 0.01);

        // Spreads come from a part of the pixels, by rank.
        var kd = x.Select(pixel => pixel[TestBands.B06] - pixel[TestBands.B04]).Order().ToArray();
        var deviations = kd.Select(value => Math.Abs(value - kd[kd.Length / 2])).Order().ToArray();
        Assert.Equal(1.4826 * deviations[deviations.Length / 2], block[WaterBlock.KdSigma], 1.4826 * deviations[deviations.Length / 2] * 0.35);
    }

    private static List<(int Column, int Row)> Pixels(BitMask sample, int left, int top, int side) =>
        [.. from row in Enumerable.Range(top, side) from column in Enumerable.Range(left, side)
            where column >= 0 && row >= 0 && column < Width && row < Height && sample[column, row] select (column, row)];

    private static async Task<TestBands> BandsAsync(Func<int, ushort> number)
    {
        var scene = new MemoryScene(Width, Height);
        foreach (var (index, band) in TestBands.Order.Index())
        {
            var decimation = band is SentinelBand.B05 or SentinelBand.B11 ? 2 : 1;
            scene.Add(band, [.. Enumerable.Range(0, Width / decimation * (Height / decimation)).Select(_ => number(index))], -1000, decimation);
        }

        var bands = TestBands.Full(scene, new RowChunks());
        await bands.AdvanceAsync(0, 0, Height, 1, CancellationToken.None);
        return bands;
    }

    private static BitMask Random(Random random, double share)
    {
        var mask = new BitMask(Width, Height);
        for (var row = 0; row < Height; row++)
        {
            for (var column = 0; column < Width; column++)
            {
                mask[column, row] = random.NextDouble() < share;
            }
        }

        return mask;
    }

    private static BitMask Everywhere() => Random(new Random(0), 2);
}
