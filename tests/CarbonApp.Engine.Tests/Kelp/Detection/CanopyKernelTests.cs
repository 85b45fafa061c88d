using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Kelp.Water;

namespace CarbonApp.Engine.Tests.Kelp.Detection;

/// <summary>The fast kernel against the same test written down one pixel at a time.</summary>
public class CanopyKernelTests
{
    private const int Width = 203;
    private const int Height = 75;

    [Theory]
    [InlineData(1, 32, false)]
    [InlineData(2, 32, true)]
    [InlineData(3, 16, true)]
    [InlineData(4, 8, true)]
    [InlineData(5, 32, false, SentinelBand.B05)]
    [InlineData(6, 32, false, SentinelBand.B05, SentinelBand.B06)]
    [InlineData(7, 32, true, SentinelBand.B11)]
    public async Task TestRow_RandomPixels_EqualsOnePixelAtATime(int seed, int side, bool someUnknown, params SentinelBand[] without)
    {
        var random = new Random(seed);
        var bands = await BandsAsync(random, without);
        var model = Model(random, side, someUnknown, bands);
        var searched = new ulong[(Width + 63) / 64];
        var options = new DetectorOptions();
        var tested = 0;
        foreach (var gates in Enum.GetValues<DetectorProfile>().Select(DetectionGates.Of).Append(DetectionGates.ForExclusion(4, 3)))
        {
            var kernel = new CanopyKernel(bands, model, gates, options);
            for (var row = 0; row < Height; row++)
            {
                for (var word = 0; word < searched.Length; word++)
                {
                    searched[word] = (ulong)random.NextInt64() | (ulong)random.NextInt64();
                }

                searched[^1] &= (1UL << (Width & 63)) - 1;
                tested += Compare(kernel, bands, model, gates, options, row, searched);
            }
        }

        Assert.True(tested > 500, $"only {tested} pixels were canopy, glint or near the surface");
    }

    private static int Compare(CanopyKernel kernel, TestBands bands, WaterModel model, DetectionGates gates, DetectorOptions options, int row, ulong[] searched)
    {
        var (surface, near, glint, trace, cover) = (new ulong[searched.Length], new ulong[searched.Length], new ulong[searched.Length], new ulong[searched.Length], new byte[Width]);
        kernel.TestRow(row, searched, new RowFindings(surface, near, glint, trace, cover));
        var found = 0;
        for (var column = 0; column < Width; column++)
        {
            var expected = Bit(searched, column) ? ReferenceTest.Pixel(bands, model, gates, options, column, row) : default;
            var actual = new ReferenceTest.Answer(Bit(surface, column), Bit(near, column), Bit(glint, column), Bit(trace, column), cover[column]);
            Assert.True(expected == actual, $"column {column}, row {row}: {expected} and {actual}");
            found += expected != default ? 1 : 0;
        }

        return found;
    }

    private static bool Bit(ulong[] words, int column) => (words[column >> 6] >> (column & 63) & 1) != 0;

    private static async Task<TestBands> BandsAsync(Random random, SentinelBand[] without)
    {
        var scene = new MemoryScene(Width, Height);
        foreach (var band in TestBands.Order.Except(without))
        {
            var decimation = band is SentinelBand.B04 or SentinelBand.B08 ? 1 : 2;
            var numbers = new ushort[(Width + decimation - 1) / decimation * ((Height + decimation - 1) / decimation)];
            for (var at = 0; at < numbers.Length; at++)
            {
                // Water with now and then something much brighter or darker, down to below the offset.
                var bright = random.Next(3) == 0 ? random.NextDouble() * (band == SentinelBand.B04 ? 400 : 2600) : 0;
                numbers[at] = (ushort)Math.Clamp(random.Next(20) == 0 ? random.Next(65536) : 1120 + random.Next(-40, 40) + bright, 0, 65535);
            }

            scene.Add(band, numbers, -1000, decimation);
        }

        var bands = TestBands.Full(scene, new RowChunks());
        await bands.AdvanceAsync(0, 0, Height, 2, CancellationToken.None);
        return bands;
    }

    private static WaterModel Model(Random random, int side, bool someUnknown, TestBands bands)
    {
        var model = new WaterModel(Width, Height, side);
        for (var down = 0; down < model.Down; down++)
        {
            for (var across = 0; across < model.Across; across++)
            {
                if (someUnknown && random.Next(3) == 0)
                {
                    continue;
                }

                var block = model.Block(across, down);
                for (var band = 0; band < TestBands.Count; band++)
                {
                    block[WaterBlock.Mean + band] = bands.Has[band] ? 0.012f + 0.004f * (float)random.NextDouble() : 1e-4f;
                    block[WaterBlock.Filter + band] = bands.Has[band] ? (float)random.NextDouble() * 2 : 0;
                }

                block[WaterBlock.FilterSigma] = 0.01f * (float)random.NextDouble();
                block[WaterBlock.FaiSigma] = 0.004f * (float)random.NextDouble();
                block[WaterBlock.KdSigma] = 0.004f * (float)random.NextDouble();
                block[WaterBlock.NdreSigma] = 0.05f * (float)random.NextDouble();
                block[WaterBlock.Ndre] = 0.1f * (float)random.NextDouble();
                block[WaterBlock.SampleShare] = 0.5f;
            }
        }

        return model;
    }
}
