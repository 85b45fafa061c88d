using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Tests.Kelp.Detection;

public class RealScenesTests
{
    [Theory]
    [InlineData(DetectorProfile.Default)]
    [InlineData(DetectorProfile.Strict)]
    [InlineData(DetectorProfile.ClearTarget)]
    [InlineData(DetectorProfile.HighRecall)]
    public async Task DetectAsync_LimassolWithoutKelp_FindsNone(DetectorProfile profile)
    {
        var scene = await RealScenes.DetectAsync(await RealScenes.LimassolAsync(), new DetectorOptions { Profile = profile });

        TestContext.Current.TestOutputHelper?.WriteLine($"{scene.Shares} {scene.Canopy} {scene.Water} {string.Join(" | ", scene.Warnings)}");
        Assert.Equal(0, scene.Canopy.Surface);
        Assert.Equal(0, scene.Canopy.NearSurface);
        Assert.DoesNotContain(scene.Map.Mask, mask => mask.HasFlag(PixelMask.Kelp));
        Assert.All(scene.Map.Cover, code => Assert.Equal(0, code));
    }

    [Fact]
    public async Task DetectAsync_Limassol_KnowsItsWater()
    {
        var scene = await RealScenes.DetectAsync(await RealScenes.LimassolAsync());

        Assert.Equal(0.0029, scene.Water.FaiSigma, 0.00029);
        Assert.Equal(0.0028, scene.Water.KdSigma, 0.00028);
        Assert.Equal(0.0195, scene.Water.MedianB11, 0.0005);
        Assert.Equal(0.2976, scene.Shares.Sea, 0.005);
    }

    [Fact]
    public async Task DetectAsync_LimassolSaltLake_IsLand()
    {
        var scene = await RealScenes.DetectAsync(await RealScenes.LimassolAsync());

        // SCL calls the salt lake, in the north-west, snow and water; all of the chip's west is land.
        for (var row = 0; row < 176; row++)
        {
            for (var column = 0; column < 120; column++)
            {
                Assert.True((scene.Map.Mask[row * 512 + column] & (PixelMask.Land | PixelMask.NoData)) != 0, $"column {column}, row {row} is {scene.Map.Mask[row * 512 + column]}");
            }
        }

        Assert.Equal(PixelMask.None, scene.Map.Mask[100 * 512 + 450]);
    }

    [Fact]
    public async Task DetectAsync_DesertCoast_FindsNone()
    {
        var scene = await RealScenes.DetectAsync(await RealScenes.DesertCoastAsync());

        TestContext.Current.TestOutputHelper?.WriteLine($"{scene.Shares} {scene.Canopy} {scene.Water} {string.Join(" | ", scene.Warnings)}");
        Assert.Equal(0, scene.Canopy.Surface);
        Assert.Equal(0, scene.Canopy.NearSurface);
    }

    [Fact]
    public async Task DetectAsync_LimassolWithoutOffset_IsRefused()
    {
        var outcome = await KelpDetector.DetectAsync(await RealScenes.LimassolAsync(offsetDn: 0), cancellationToken: TestContext.Current.CancellationToken);

        var refused = Assert.IsType<DetectionOutcome.ImplausibleRadiometry>(outcome);
        Assert.Equal(0.1195, refused.MedianB11, 0.0005);
        Assert.Contains("-0.02 to 0.08", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DetectAsync_LimassolOffsetTwice_IsRefused()
    {
        var outcome = await KelpDetector.DetectAsync(await RealScenes.LimassolAsync(offsetDn: -2000), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(-0.0805, Assert.IsType<DetectionOutcome.ImplausibleRadiometry>(outcome).MedianB11, 0.0005);
    }
}
