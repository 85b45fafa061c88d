using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Tests.Units;

public class KelpUnitTests
{
    public static TheoryData<double> NoMeasure => [-double.Epsilon, -1, double.NegativeInfinity, double.PositiveInfinity, double.NaN];

    [Theory]
    [MemberData(nameof(NoMeasure))]
    public void From_NumberThatMeasuresNothing_ThrowsNamingTheUnit(double value)
    {
        AssertRefused("m²", () => Area.FromSquareMetres(value));
        AssertRefused("ha", () => Area.FromHectares(value));
        AssertRefused("kg wet", () => WetMass.FromKilograms(value));
        AssertRefused("t dry", () => DryMass.FromTonnes(value));
        AssertRefused("kg C", () => CarbonMass.FromKilograms(value));
        AssertRefused("t C/y", () => CarbonFlow.FromTonnesPerYear(value));
    }

    [Fact]
    public void From_LargerUnit_IsThatManyOfTheSmaller()
    {
        Assert.Equal(20_000, Area.FromHectares(2).SquareMetres);
        Assert.Equal(2_000, WetMass.FromTonnes(2).Kilograms);
        Assert.Equal(2_000, DryMass.FromTonnes(2).Kilograms);
        Assert.Equal(2_000, CarbonMass.FromTonnes(2).Kilograms);
        Assert.Equal(2_000, CarbonFlow.FromTonnesPerYear(2).KilogramsPerYear);
    }

    [Fact]
    public void ToCo2e_TwelveOfCarbon_IsFortyFour()
    {
        Assert.Equal(44_000, CarbonMass.FromKilograms(12).ToCo2e().Grams);
        Assert.Equal(0, CarbonMass.FromKilograms(0).ToCo2e().Grams);
    }

    [Fact]
    public void Add_AndToString_KeepTheUnit()
    {
        Assert.Equal("0.03 ha", (Area.FromSquareMetres(100) + Area.FromSquareMetres(200)).ToString());
        Assert.Equal("3 t wet", (WetMass.FromTonnes(1) + WetMass.FromTonnes(2)).ToString());
        Assert.Equal("3 t dry", (DryMass.FromTonnes(1) + DryMass.FromTonnes(2)).ToString());
        Assert.Equal("3 t C", (CarbonMass.FromTonnes(1) + CarbonMass.FromTonnes(2)).ToString());
        Assert.Equal("3 t C/y", (CarbonFlow.FromTonnesPerYear(1) + CarbonFlow.FromTonnesPerYear(2)).ToString());
    }

    private static void AssertRefused(string unit, Func<object> make) =>
        Assert.Contains(unit, Assert.Throws<ArgumentOutOfRangeException>(() => make()).Message, StringComparison.Ordinal);
}
