using CarbonApp.Engine.Kelp.Indices;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Tests.Kelp.Indices;

public class SpectralIndicesTests
{
    // A dense pixel: B02 .06 B03 .09 B04 .07 B05 .16 B06 .19 B08 .23 B8A .21 B11 .056.
    private static readonly Dictionary<SentinelBand, float> Dense = new()
    {
        [SentinelBand.B02] = 0.06f, [SentinelBand.B03] = 0.09f, [SentinelBand.B04] = 0.07f, [SentinelBand.B05] = 0.16f,
        [SentinelBand.B06] = 0.19f, [SentinelBand.B08] = 0.23f, [SentinelBand.B8A] = 0.21f, [SentinelBand.B11] = 0.056f,
    };

    [Theory]
    [InlineData("ndvi", 0.533333)] // .16/.30
    [InlineData("ndre", 0.085714)] // .03/.35
    [InlineData("red_edge_ndvi", 0.179487)] // .07/.39
    [InlineData("ndwi", -0.4375)] // −.14/.32
    [InlineData("mndwi", 0.232877)] // .034/.146
    [InlineData("kd", 0.12)] // .19 − .07
    [InlineData("fai", 0.162478)] // .16 + .014·168/949
    [InlineData("afai", 0.039034)] // .02 + .134·124/873
    [InlineData("evi", 0.333333)] // 2.5·.16/(.23 + .42 − .45 + 1) = .4/1.2
    public void Compute_DensePixel_IsWorkedByHand(string name, double expected)
    {
        var index = SpectralIndices.Find(name)!;
        Assert.Equal(expected, Compute(index), 1e-5);
    }

    [Theory]
    [InlineData("kelp_index", 0.993789)] // .16/.161
    [InlineData("fai", 0.07)] // .23 − .16
    [InlineData("ndre", 0.461538)] // .12/.26
    public void Compute_Legacy_IsV1sOwnDefinition(string name, double expected)
    {
        var index = SpectralIndices.Find(name, legacy: true)!;
        Assert.True(index.IsLegacy);
        Assert.Equal(expected, Compute(index), 1e-5);
    }

    [Fact]
    public void Compute_AnyBandWithoutData_IsNaN() => Assert.All(SpectralIndices.All, index =>
    {
        for (var missing = 0; missing < index.Bands.Count; missing++)
        {
            var values = index.Bands.Select((band, i) => i == missing ? float.NaN : Dense[band]).ToArray();
            Assert.True(float.IsNaN(index.Compute(values)), $"{index.Name} without {index.Bands[missing]}");
        }
    });

    [Fact]
    public void Compute_OneErrorAddedToEveryBand_LeavesDifferencesAlone()
    {
        foreach (var index in SpectralIndices.All.Where(index => index.Name is "fai" or "kd" or "afai"))
        {
            var shifted = index.Bands.Select(band => Dense[band] - 0.01f).ToArray();
            Assert.Equal(Compute(index), index.Compute(shifted), 1e-6);
        }
    }

    [Fact]
    public void NormalizedDifference_NegativeOrTinySum_IsFloored()
    {
        Assert.Equal(-0.5, SpectralFormulas.NormalizedDifference(-0.004f, 0.001f), 1e-6);
        Assert.Equal(0, SpectralFormulas.NormalizedDifference(0, 0), 1e-6);
        Assert.Equal(0.2, SpectralFormulas.NormalizedDifference(-0.003f, -0.005f), 1e-6);
    }

    [Theory]
    [InlineData("ndvi", 0.02f, -0.005f, 1)] // .025/.015 = 1.67
    [InlineData("ndvi", -0.01f, 0.01f, -1)] // −.02/.01 = −2
    [InlineData("ndvi", 0.01f, 0.02f, -0.333333)] // −.01/.03
    [InlineData("ndwi", 0.026f, 0.0028f, 0.805556)] // .0232/.0288
    public void Compute_NegativeReflectance_StaysWithinWhatRatiosCanBe(string name, float a, float b, double expected) =>
        Assert.Equal(expected, SpectralIndices.Find(name)!.Compute([a, b]), 1e-5);

    [Theory]
    [InlineData("ndvi", true, 0.006f, 0.004f)]
    [InlineData("ndvi", false, 0.006f, 0.003f)]
    [InlineData("ndvi", false, -0.02f, 0.01f)]
    [InlineData("kd", true, -0.02f, -0.01f)]
    [InlineData("kelp_index", false, 0.02f, 0.01f, 0.008f)]
    [InlineData("kelp_index", true, 0.02f, 0.01f, 0.0095f)]
    public void Tells_DivisorBelowTheFloor_IsNoise(string name, bool expected, params float[] pixel) =>
        Assert.Equal(expected, SpectralIndices.Find(name, legacy: true)!.Tells(pixel));

    [Fact]
    public void IndexMean_HalfOfTheSeaTooDark_IsOfTheRestAndOnePixelMoreIsNone()
    {
        var mean = new IndexMean(SpectralIndices.Ndvi);
        mean.Add([0.03f, 0.01f]); // .5
        mean.Add([0.05f, 0.03f]); // .25
        mean.Add([-0.004f, 0.001f]);
        mean.Add([0.002f, 0.001f]);
        mean.Add([float.NaN, 0.02f]);
        Assert.Equal((0.375, 0.125, 2), (Math.Round(mean.Mean, 6), Math.Round(mean.StandardDeviation, 6), mean.Pixels));

        mean.Add([0.001f, 0.001f]);

        Assert.Equal((double.NaN, double.NaN, 2), (mean.Mean, mean.StandardDeviation, mean.Pixels));
    }

    [Fact]
    public void IndexMean_Difference_CountsTheDarkestPixelToo()
    {
        var mean = new IndexMean(SpectralIndices.Kd);
        Assert.Equal(double.NaN, mean.Mean);
        mean.Add([-0.02f, -0.01f]);
        Assert.Equal((-0.01, 1), (Math.Round(mean.Mean, 6), mean.Pixels));
    }

    [Fact]
    public void FaiWeight_OfItsWavelengths_FollowsTheItem()
    {
        Assert.Equal(0.177, Wavelengths.Nominal.FaiWeight, 5e-4);
        Assert.Equal(0.142, Wavelengths.Nominal.AfaiWeight, 5e-4);
        Assert.Equal((842 - 665.0) / (1610 - 665), new Wavelengths { B08 = 842, B11 = 1610 }.FaiWeight, 1e-6);
    }

    [Fact]
    public void All_Names_AreUniqueAndRangesRise()
    {
        Assert.Equal(SpectralIndices.All.Count, SpectralIndices.All.DistinctBy(index => (index.Name, index.IsLegacy)).Count());
        Assert.All(SpectralIndices.All, index => Assert.True(index.Low < index.High && index.Bands.Count > 0));
        Assert.Null(SpectralIndices.Find("kelp_index"));
        Assert.False(SpectralIndices.Find("fai")!.IsLegacy);
        Assert.Equal("ndvi", SpectralIndices.Find("ndvi", legacy: true)!.Name);
    }

    [Fact]
    public void Compute_WrongNumberOfBands_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => SpectralIndices.Fai.Compute([0.1f]));

    private static float Compute(SpectralIndex index) => index.Compute([.. index.Bands.Select(band => Dense[band])]);
}
