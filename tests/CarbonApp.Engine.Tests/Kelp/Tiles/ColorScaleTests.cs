using CarbonApp.Engine.Kelp.Tiles;

namespace CarbonApp.Engine.Tests.Kelp.Tiles;

public class ColorScaleTests
{
    /// <summary>Full loss of one kind of cone, on linear RGB (Machado, Oliveira and Fernandes 2009).</summary>
    private static readonly double[][] Visions =
    [
        [1, 0, 0, 0, 1, 0, 0, 0, 1],
        [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    ];

    [Fact]
    public void Sequential_Lightness_RisesInEqualSteps()
    {
        var lightness = ColorScale.Sequential(0, 1).Palette[1..].ToArray().Select(c => Oklab.Of(c).Lightness).ToArray();

        Assert.All(lightness.Select((l, i) => (l, i)), at => Assert.Equal(0.25 + (0.7 * at.i / 254), at.l, 0.004));
    }

    [Fact]
    public void Sequential_ForAnyColourVision_GetsLighterAllTheWay()
    {
        foreach (var vision in Visions)
        {
            var lightness = ColorScale.Sequential(0, 1).Palette[1..].ToArray().Where((_, i) => i % 16 == 0).Select(c => Oklab.Of(Seen(c, vision)).Lightness).ToArray();

            Assert.All(lightness.Zip(lightness.Skip(1)), pair => Assert.True(pair.Second > pair.First + 0.02));
        }
    }

    [Fact]
    public void Diverging_ForAnyColourVision_TellsTheEndsApartAndIsLightestInTheMiddle()
    {
        var scale = ColorScale.Diverging(-1, 1);
        foreach (var vision in Visions)
        {
            Assert.True(Distance(Seen(scale.At(-1), vision), Seen(scale.At(1), vision)) > 0.12);
            Assert.True(Distance(Seen(scale.At(-0.5), vision), Seen(scale.At(0.5), vision)) > 0.06);
            Assert.True(Oklab.Of(Seen(scale.At(0), vision)).Lightness > 0.9);
        }
    }

    [Theory]
    [InlineData(-9f, 1)]
    [InlineData(0f, 1)]
    [InlineData(1f, 128)]
    [InlineData(2f, 255)]
    [InlineData(9f, 255)]
    [InlineData(float.PositiveInfinity, 255)]
    [InlineData(float.NegativeInfinity, 1)]
    [InlineData(float.NaN, 0)]
    public void IndexOf_Value_IsItsPlace(float value, byte expected) => Assert.Equal(expected, ColorScale.Sequential(0, 2).IndexOf(value));

    [Fact]
    public void At_NoData_IsTransparent() => Assert.Equal(0, ColorScale.Sequential(0, 1).At(double.NaN).Alpha);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 0)]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.PositiveInfinity)]
    public void Sequential_NoRange_Throws(double low, double high) => Assert.Throws<ArgumentOutOfRangeException>(() => ColorScale.Sequential(low, high));

    [Fact]
    public void Oklab_OfColoursWithinTheScreens_ComeBack()
    {
        // Right at the blue corner less chroma may leave what the screen shows, so colours keep off it.
        var values = Enumerable.Range(2, 7).Select(i => (byte)(i * 30)).ToArray();
        Assert.All(from r in values from g in values from b in values select new Rgba(r, g, b), colour =>
        {
            var (lightness, a, b) = Oklab.Of(colour);
            var back = Oklab.ToRgba(lightness, Math.Sqrt((a * a) + (b * b)) * 0.9999, Math.Atan2(b, a) * 180 / Math.PI);
            Assert.True(Math.Abs(colour.Red - back.Red) <= 1 && Math.Abs(colour.Green - back.Green) <= 1 && Math.Abs(colour.Blue - back.Blue) <= 1, $"{colour} {back}");
        });
    }

    private static Rgba Seen(Rgba colour, double[] m)
    {
        var (r, g, b) = (Oklab.Decoded(colour.Red), Oklab.Decoded(colour.Green), Oklab.Decoded(colour.Blue));
        return new Rgba(
            Oklab.Encoded((m[0] * r) + (m[1] * g) + (m[2] * b)), Oklab.Encoded((m[3] * r) + (m[4] * g) + (m[5] * b)), Oklab.Encoded((m[6] * r) + (m[7] * g) + (m[8] * b)));
    }

    private static double Distance(Rgba one, Rgba other)
    {
        var (p, q) = (Oklab.Of(one), Oklab.Of(other));
        return Math.Sqrt(Math.Pow(p.Lightness - q.Lightness, 2) + Math.Pow(p.GreenRed - q.GreenRed, 2) + Math.Pow(p.BlueYellow - q.BlueYellow, 2));
    }
}
