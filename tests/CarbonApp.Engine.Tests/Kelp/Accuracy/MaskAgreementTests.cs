using CarbonApp.Engine.Kelp.Accuracy;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Tests.Kelp.Imagery;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Kelp.Accuracy;

public class MaskAgreementTests
{
    [Fact]
    public void Shares_WorkedExample_AreAsWorked()
    {
        var counts = new MaskAgreement(80, 20, 60, 840);

        Assert.Equal(160.0 / 240, counts.Dice, 1e-15);
        Assert.Equal(0.5, counts.Iou, 1e-15);
        Assert.Equal(0.8, counts.Precision, 1e-15);
        Assert.Equal(80.0 / 140, counts.Recall, 1e-15);
        Assert.Equal(100.0 / 140, counts.AreaRatio, 1e-15);
        Assert.Equal(1000, counts.Compared);
    }

    [Fact]
    public void Of_EveryPairOfPixels_CountsEachOnceAndLeavesOutTheUnknown()
    {
        bool?[] known = [true, false, null];
        var pairs = known.SelectMany(label => known.Select(found => (label, found))).ToArray();

        var counts = MaskAgreement.Of(pairs.Select(p => p.label).ToArray(), pairs.Select(p => p.found).ToArray());

        Assert.Equal(new MaskAgreement(1, 1, 1, 1), counts);
        Assert.Equal(new MaskAgreement(2, 2, 2, 2), counts + counts);
    }

    [Fact]
    public void Shares_NoKelpInEither_AreNotNumbers()
    {
        var counts = MaskAgreement.Of(new bool?[] { false, false }, new bool?[] { false, null });

        Assert.Equal(1, counts.Neither);
        Assert.Equal([double.NaN, double.NaN, double.NaN, double.NaN], [counts.Dice, counts.Iou, counts.Precision, counts.Recall]);
    }

    [Fact]
    public void Of_MapsOfTwoSizes_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => MaskAgreement.Of(new bool?[2], new bool?[3]));

    /// <summary>Two published maps of one scene, off Isla Cedros: what experts' own methods differ by is the scale any Dice has to be read on.</summary>
    [Fact]
    public async Task Of_TwoPublishedMapsOfOneScene_AgreeOnlyTo081()
    {
        var (one, two, coast) = (await ReadAsync("cedros_kelp_1dcnn"), await ReadAsync("cedros_kelp_2dcnn"), await ReadAsync("cedros_roi"));

        var counts = MaskAgreement.Of(Map(two), Map(one));
        var atTheCoast = MaskAgreement.Of(Map(two, coast), Map(one, coast));

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{counts}: Dice {counts.Dice:0.000}, IoU {counts.Iou:0.000}, precision {counts.Precision:0.000}, recall {counts.Recall:0.000}, area ratio {counts.AreaRatio:0.000}; within the coastal strip Dice {atTheCoast.Dice:0.000} of {atTheCoast.Compared}");
        Assert.Equal(0.81, counts.Dice, 0.005);
        Assert.Equal(counts.Dice / (2 - counts.Dice), counts.Iou, 1e-12);
        Assert.True(counts.AreaRatio < 0.75, "one map has a third less kelp than the other");
    }

    private static bool?[] Map(byte[] map, byte[]? within = null) => [.. map.Select((kelp, i) => within is null || within[i] != 0 ? kelp != 0 : (bool?)null)];

    private static async Task<byte[]> ReadAsync(string name)
    {
        var tiff = await Bytes.OfFile(SharedData.File($"kelp/canopy-maps/{name}.tif")).OpenAsync();
        var pixels = new byte[1024 * 1024];
        await tiff.ReadAsync<byte>(0, 0, PixelWindow.Whole(tiff.Images[0]), pixels, TestContext.Current.CancellationToken);
        return pixels;
    }
}
