using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Masks;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Tests.Kelp.Detection;

public class KelpDetectorTests
{
    private const int Column = 120;
    private const int Row = 80;
    private const int Side = 16;

    [Fact]
    public async Task DetectAsync_BedOnSyntheticSea_IsFoundExactly()
    {
        var scene = await RealScenes.DetectAsync(Bed(0.5).ToScene());

        Assert.Empty(scene.Warnings);
        Assert.Equal(Side * Side, scene.Canopy.Surface);
        Assert.Equal(0, scene.Canopy.NearSurface);
        AssertMask(scene, PixelMask.Kelp, Column, Row, Side, Side);
        Assert.InRange(scene.Canopy.SurfaceCover / (Side * Side), 0.4, 0.55);
        Assert.Equal(1, scene.Shares.Valid);
    }

    [Theory]
    [InlineData(SentinelBand.B03, DetectionWarningKind.MissingBand)]
    [InlineData(SentinelBand.B05, DetectionWarningKind.MissingBand)]
    [InlineData(SentinelBand.B06, DetectionWarningKind.MissingBand)]
    [InlineData(SentinelBand.Scl, DetectionWarningKind.NoClasses)]
    public async Task DetectAsync_BandMissing_StillFindsTheBedAndSaysSo(SentinelBand band, DetectionWarningKind warning)
    {
        var scene = await RealScenes.DetectAsync(Bed(0.5).ToScene(band));

        Assert.Equal(warning, Assert.Single(scene.Warnings).Kind);
        Assert.Equal(Side * Side, scene.Canopy.Surface);
        Assert.Equal(band == SentinelBand.B06, double.IsNaN(scene.Water.KdSigma));
    }

    [Fact]
    public async Task DetectAsync_B11MissingButLandGiven_FindsTheBedUnchecked()
    {
        var scene = await RealScenes.DetectAsync(Bed(0.5).ToScene(SentinelBand.B11), new DetectorOptions { Land = West() });

        Assert.Equal([DetectionWarningKind.MissingBand, DetectionWarningKind.RadiometryUnchecked], scene.Warnings.Select(warning => warning.Kind));
        Assert.Equal(Side * Side, scene.Canopy.Surface);
    }

    [Theory]
    [InlineData(SentinelBand.B04)]
    [InlineData(SentinelBand.B08)]
    [InlineData(SentinelBand.B11)]
    public async Task DetectAsync_WithoutABandItNeeds_NamesIt(SentinelBand band)
    {
        var outcome = await KelpDetector.DetectAsync(Bed(0.5).ToScene(band), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains($"{band}", Assert.IsType<DetectionOutcome.BandsMissing>(outcome).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DetectAsync_LandGiven_IsTakenWithItsMargin()
    {
        var scene = await RealScenes.DetectAsync(Bed(0.5).ToScene(), new DetectorOptions { Land = West(columns: 124), LandMarginPixels = 2 });

        AssertMask(scene, PixelMask.Land, 0, 0, 126, 192);
        AssertMask(scene, PixelMask.Kelp, 126, Row, Column + Side - 126, Side);
    }

    [Fact]
    public async Task DetectAsync_TooDeep_IsFlaggedAndNotSearched()
    {
        var deep = new BitMask(256, 192);
        for (var row = 0; row < 192; row++)
        {
            for (var column = 128; column < 256; column++)
            {
                deep[column, row] = true;
            }
        }

        var scene = await RealScenes.DetectAsync(Bed(0.5).ToScene(), new DetectorOptions { TooDeep = deep });

        AssertMask(scene, PixelMask.TooDeep, 128, 0, 128, 192);
        AssertMask(scene, PixelMask.Kelp, Column, Row, 8, Side);
    }

    [Theory]
    [InlineData(8, PixelMask.Cloud, 8)]
    [InlineData(9, PixelMask.Cloud, 8)]
    [InlineData(10, PixelMask.Cloud, 0)]
    [InlineData(3, PixelMask.Shadow, 4)]
    [InlineData(0, PixelMask.NoData, 0)]
    [InlineData(1, PixelMask.NoData, 0)]
    [InlineData(11, PixelMask.Land, 1)]
    public async Task DetectAsync_ClassThatHides_MasksWithItsMargin(ushort value, PixelMask mask, int margin)
    {
        // Margins of 7 and 3 pixels, up to whole pixels of 20 m; land's margin of one.
        var scene = await RealScenes.DetectAsync(Bed(0.5).SetClass(value, Column + 4, Row + 4, 8, 8).ToScene());

        AssertMask(scene, mask, Column + 4 - margin, Row + 4 - margin, 8 + 2 * margin, 8 + 2 * margin, ignoreColumns: 20);
        var hidden = Math.Min(Side, 8 + 2 * margin);
        Assert.Equal(Side * Side - hidden * hidden, scene.Canopy.Surface);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    public async Task DetectAsync_BedTakenForLandOrPlants_IsFound(ushort value)
    {
        var scene = await RealScenes.DetectAsync(Bed(0.8).SetClass(value, Column, Row, Side, Side).ToScene());

        Assert.Equal(Side * Side, scene.Canopy.Surface);
    }

    [Theory]
    [InlineData(SentinelBand.B03)]
    [InlineData(SentinelBand.B04)]
    [InlineData(SentinelBand.B05)]
    [InlineData(SentinelBand.B06)]
    [InlineData(SentinelBand.B08)]
    [InlineData(SentinelBand.B11)]
    public async Task DetectAsync_NoDataInOneBand_IsNoDataAndNoHoleToFill(SentinelBand band)
    {
        var scene = await RealScenes.DetectAsync(Bed(0.5).SetNumber(band, 0, Column + 6, Row + 6, 2, 2).ToScene(), new DetectorOptions { LargestHolePixels = 8 });

        AssertMask(scene, PixelMask.NoData, Column + 6, Row + 6, 2, 2);
        Assert.Equal(Side * Side - 4, scene.Canopy.Surface);
        Assert.Equal(0, scene.Map.Cover[(Row + 6) * 256 + Column + 6]);
    }

    [Fact]
    public async Task DetectAsync_NothingButNoData_FindsNothingAndSaysSo()
    {
        var sea = new SyntheticSea();
        foreach (var band in new[] { SentinelBand.B03, SentinelBand.B04, SentinelBand.B05, SentinelBand.B06, SentinelBand.B08, SentinelBand.B11, SentinelBand.Scl })
        {
            sea.SetNumber(band, 0, 0, 0, 256, 192);
        }

        var scene = await RealScenes.DetectAsync(sea.ToScene());

        Assert.Equal(1, scene.Shares.NoData);
        Assert.Equal(0, scene.Shares.Valid);
        Assert.All(scene.Map.Mask, mask => Assert.True(mask.HasFlag(PixelMask.NoData)));
        Assert.Contains(scene.Warnings, warning => warning.Kind == DetectionWarningKind.NoSea);
        Assert.True(double.IsNaN(scene.Water.FaiSigma) && double.IsNaN(scene.Water.MedianB11));
    }

    [Fact]
    public async Task DetectAsync_CanopyBelowTheSurface_IsReportedApart()
    {
        // Red edge without near infrared: what half a metre of water lets through.
        var sea = new SyntheticSea().Change(Column, Row, Side, Side, (band, value) => band == SentinelBand.B06 ? value + 0.05 : value);

        var scene = await RealScenes.DetectAsync(sea.ToScene());

        Assert.Equal(0, scene.Canopy.Surface);
        // Now and then a pixel's noise lifts its FAI past the limit.
        Assert.InRange(scene.Canopy.NearSurface, Side * Side - 4, Side * Side);
        Assert.True(scene.Map.Cover[(Row + 3) * 256 + Column + 3] > 0);
        Assert.Equal(PixelMask.None, scene.Map.Mask[(Row + 3) * 256 + Column + 3]);
    }

    [Theory]
    [InlineData("mangrove", 0.0499, 0.1147, 0.2112, 0.2402, 0.116)]
    [InlineData("mud", 0.12, 0.13, 0.085, 0.11, 0.02)]
    [InlineData("foam", 0.16, 0.15, 0.13, 0.17, 0.12)]
    public async Task DetectAsync_BrightButNoAlgae_IsNotFound(string what, double b04, double b05, double b06, double b08, double b11)
    {
        var values = new Dictionary<SentinelBand, double>
        {
            [SentinelBand.B03] = b11, [SentinelBand.B04] = b04, [SentinelBand.B05] = b05, [SentinelBand.B06] = b06, [SentinelBand.B08] = b08, [SentinelBand.B11] = b11,
        };
        var scene = await RealScenes.DetectAsync(new SyntheticSea().Change(Column, Row, 6, 6, (band, _) => values[band]).ToScene());

        Assert.Equal(0, scene.Canopy.Surface);
        Assert.Equal(what == "foam", scene.Map.Mask[(Row + 2) * 256 + Column + 2].HasFlag(PixelMask.Glint));
    }

    [Fact]
    public async Task DetectAsync_SixPercentCover_IsATraceAndNotMapped()
    {
        var scene = await RealScenes.DetectAsync(Bed(0.07).ToScene());

        Assert.True(scene.Canopy.Trace > Side * Side / 2, $"{scene.Canopy.Trace} pixels of trace");
        Assert.InRange(scene.Canopy.Surface, 0, Side * Side / 8);
        Assert.Contains(scene.Warnings, warning => warning.Kind == DetectionWarningKind.Trace);
    }

    [Fact]
    public async Task DetectAsync_ThreePixelsOrAHoleOfTwo_AreCleanedUp()
    {
        var sea = Bed(0.5);
        foreach (var band in new[] { SentinelBand.B04, SentinelBand.B08 })
        {
            // A hole in the 10 m bands only: two pixels without near infrared.
            sea.SetNumber(band, 1140, Column + 7, Row + 7, 2, 1);
        }

        sea.SetNumber(SentinelBand.B08, 1140, Column + 30, Row, 1, 1);
        sea.Plant(0.5, Column + 40, Row, 2, 2).SetNumber(SentinelBand.B08, 1140, Column + 40, Row, 1, 1);
        var scene = await RealScenes.DetectAsync(sea.ToScene());

        Assert.Equal(Side * Side, scene.Canopy.Surface);
        Assert.InRange(scene.Map.Cover[(Row + 7) * 256 + Column + 7], 90, 150);
        Assert.Equal(0, scene.Map.Cover[(Row + 1) * 256 + Column + 40]);
    }

    [Fact]
    public async Task DetectAsync_CanopyFurtherThanAnyWater_IsNoData()
    {
        var scene = await RealScenes.DetectAsync(new SyntheticSea(640, 640).Plant(0.9, 64, 0, 576, 640).ToScene());

        Assert.Contains(scene.Warnings, warning => warning.Kind == DetectionWarningKind.WaterUnknown);
        Assert.Equal(PixelMask.NoData, scene.Map.Mask[320 * 640 + 500]);
    }

    [Fact]
    public async Task DetectAsync_MaskOfAnotherSize_Throws() =>
        await Assert.ThrowsAsync<ArgumentException>(() => KelpDetector.DetectAsync(Bed(0.5).ToScene(), new DetectorOptions { Land = new BitMask(100, 100) }));

    [Fact]
    public async Task DetectAsync_Cancelled_Stops() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => KelpDetector.DetectAsync(Bed(0.5).ToScene(), cancellationToken: new CancellationToken(canceled: true)));

    private static SyntheticSea Bed(double cover) => new SyntheticSea().Plant(cover, Column, Row, Side, Side);

    private static BitMask West(int columns = SyntheticSea.LandColumns)
    {
        var land = new BitMask(256, 192);
        for (var row = 0; row < 192; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                land[column, row] = true;
            }
        }

        return land;
    }

    /// <summary>The flag is set inside a rectangle and nowhere else.</summary>
    private static void AssertMask(SceneDetection scene, PixelMask mask, int column, int row, int width, int height, int ignoreColumns = 0)
    {
        for (var y = 0; y < scene.Map.Height; y++)
        {
            for (var x = ignoreColumns; x < scene.Map.Width; x++)
            {
                var inside = x >= column && x < column + width && y >= row && y < row + height;
                Assert.True(scene.Map.Mask[y * scene.Map.Width + x].HasFlag(mask) == inside, $"column {x}, row {y} is {scene.Map.Mask[y * scene.Map.Width + x]}");
            }
        }
    }
}
