using CarbonApp.Engine.Kelp.Composite;
using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Radiometry;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Tests.Kelp.Composite;

namespace CarbonApp.Engine.Tests.Kelp.Detection;

/// <summary>Ground that the tide has left: marked on its date, told from foam and from dark water, and taken out of the composite.</summary>
public class DryGroundTests
{
    private const int Width = 250;
    private const int Height = 130;
    private const PixelMask NotSeaSeen = PixelMask.NoData | PixelMask.Cloud | PixelMask.Shadow | PixelMask.Land | PixelMask.TooDeep;

    [Theory]
    [InlineData(0.06f, 0.075f, 0.02f, true)] // 0.055 above the water, MNDWI −.11
    [InlineData(0.08f, 0.075f, 0.02f, false)] // foam: as bright in green
    [InlineData(0.012f, 0.02f, 0.02f, false)] // the darkest water: MNDWI −.25 and nothing there
    [InlineData(0.012f, 0.0499f, 0.02f, false)] // just not enough
    [InlineData(-0.01f, 0.06f, 0.02f, true)]
    [InlineData(float.NaN, 0.2f, 0.02f, false)]
    [InlineData(0.1f, float.NaN, 0.02f, false)]
    public void LooksDry_GreenAndShortWave_IsWorkedByHand(float b03, float b11, float water, bool dry) => Assert.Equal(dry, LandRule.LooksDry(b03, b11, water));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task DetectAsync_AnyGreenAndShortWave_MarksWhatTheRuleSaysPixelByPixel(int seed)
    {
        var scene = Scattered(new Random(seed));

        var found = await RealScenes.DetectAsync(scene);

        var (water, green, swir) = ((float)Math.Max(0, found.Water.MedianB11), await ReadAsync(scene, SentinelBand.B03), await ReadAsync(scene, SentinelBand.B11));
        var dry = 0;
        for (var at = 0; at < Width * Height; at++)
        {
            var (mask, b11) = (found.Map.Mask[at], swir[(at / Width / 2 * (Width / 2)) + (at % Width / 2)]);
            var expected = (mask & NotSeaSeen) == 0 && LandRule.LooksDry(green[at], b11, water);
            Assert.True(mask.HasFlag(PixelMask.Intertidal) == expected, $"column {at % Width}, row {at / Width}: {mask} at {green[at]}, {b11} over {water}");
            Assert.False(mask.HasFlag(PixelMask.Glint) && green[at] < b11, "what looks dry is not hidden");
            dry += expected ? 1 : 0;
        }

        Assert.InRange(dry, 50, 2_000);
    }

    [Fact]
    public async Task DetectAsync_GreenMissing_MarksNothingAndSaysSo()
    {
        var found = await RealScenes.DetectAsync(Scattered(new Random(1), SentinelBand.B03));

        Assert.DoesNotContain(found.Map.Mask, mask => mask.HasFlag(PixelMask.Intertidal));
        Assert.Contains("falls dry", Assert.Single(found.Warnings, warning => warning.Kind == DetectionWarningKind.MissingBand).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compose_FlatThatLowTideLaysBare_FallsDryAndTheBedStays()
    {
        DatedScene[] passes = [await PassAsync(1, tide: 0.1, isBare: true), await PassAsync(2, tide: 0.3, isBare: true), await PassAsync(3, tide: 2.1, isBare: false), await PassAsync(4, tide: 2.4, isBare: false)];

        var map = Composing.Compose(passes, RunMask.Of([.. passes[0].Map.Mask.Select(_ => true)], 256, 192)).Map.Map;

        Assert.Equal(PixelMask.Intertidal, map.Mask[(103 * 256) + 63]);
        Assert.Equal(PixelMask.Kelp, map.Mask[(103 * 256) + 203]);
        Assert.Equal(12 * 12, map.Mask.Count(mask => mask == PixelMask.Kelp));
    }

    /// <summary>A bed, and a flat of mud with weed on it: canopy over it on every date, bare ground at low tide on top.</summary>
    private static async Task<DatedScene> PassAsync(int day, double tide, bool isBare)
    {
        var sea = new SyntheticSea(seed: day).Plant(0.6, 200, 100, 12, 12);
        sea = isBare
            ? sea.Change(60, 100, 12, 12, (band, _) => band switch { SentinelBand.B03 => 0.05, SentinelBand.B11 => 0.075, _ => 0.06 })
            : sea.Plant(0.3, 60, 100, 12, 12);
        var found = await RealScenes.DetectAsync(sea.ToScene());
        return new DatedScene($"{day}", $"{day}", new DateTimeOffset(2024, 6, day, 18, 0, 0, TimeSpan.Zero), found.Map, tide, found.Water.MedianB11);
    }

    /// <summary>Sea with squares of 20 m of any green and any short-wave infrared, some beside each other, some under cloud.</summary>
    private static MemoryScene Scattered(Random random, params SentinelBand[] without)
    {
        var sea = new SyntheticSea(Width, Height, random.Next());
        for (var square = 0; square < 300; square++)
        {
            var (column, row) = (random.Next(Width / 2) * 2, random.Next(Height / 2) * 2);
            sea.SetNumber(SentinelBand.B11, Number(), column, row, 2, 2);
            sea.SetNumber(SentinelBand.B03, Number(), column, row, 1 + random.Next(2), 2);
        }

        return sea.SetClass(9, 100, 40, 12, 8).ToScene(without);

        ushort Number() => (ushort)(1000 + random.Next(-100, 1_500));
    }

    private static async Task<float[]> ReadAsync(MemoryScene scene, SentinelBand band)
    {
        var layout = scene.LayoutOf(band)!.Value;
        var numbers = new ushort[Width / layout.Decimation * (Height / layout.Decimation)];
        await scene.ReadAsync(band, layout.Decimation, new(0, 0, Width / layout.Decimation, Height / layout.Decimation), numbers, TestContext.Current.CancellationToken);
        return [.. numbers.Select(number => SurfaceReflectance.Of(number, layout.OffsetDn))];
    }
}
