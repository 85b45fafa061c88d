using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Tests.Units;

public class UnitTests
{
    public static TheoryData<double> NoMeasure => [-double.Epsilon, -1, double.NegativeInfinity, double.PositiveInfinity, double.NaN];

    [Theory]
    [MemberData(nameof(NoMeasure))]
    public void From_NumberThatMeasuresNothing_ThrowsNamingValueAndUnit(double value)
    {
        Assert.Contains("gCO2eq/kWh", Refusal(() => CarbonIntensity.FromGramsPerKilowattHour(value)), StringComparison.Ordinal);
        Assert.Contains("lb/MWh", Refusal(() => CarbonIntensity.FromPoundsPerMegawattHour(value)), StringComparison.Ordinal);
        Assert.Contains("kWh", Refusal(() => Energy.FromKilowattHours(value)), StringComparison.Ordinal);
        Assert.Contains(" W,", Refusal(() => Power.FromWatts(value)), StringComparison.Ordinal);
        Assert.Contains("gCO2eq", Refusal(() => Co2eMass.FromGrams(value)), StringComparison.Ordinal);
        Assert.Contains("kgCO2eq", Refusal(() => Co2eMass.FromKilograms(value)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-300)]
    [InlineData(1e300)]
    public void From_NumberAtEitherEnd_IsKept(double value)
    {
        Assert.Equal(value, CarbonIntensity.FromGramsPerKilowattHour(value).GramsPerKilowattHour);
        Assert.Equal(value, Energy.FromKilowattHours(value).KilowattHours);
        Assert.Equal(value, Power.FromWatts(value).Watts);
        Assert.Equal(value, Co2eMass.FromGrams(value).Grams);
    }

    [Fact]
    public void FromPoundsPerMegawattHour_OnePound_IsThatOfTheStandard()
    {
        // 1,000 lb/MWh = 453,592.37 g / 1,000 kWh; WattTime's unit.
        Assert.Equal(453.59237, CarbonIntensity.FromPoundsPerMegawattHour(1000).GramsPerKilowattHour, 9);
        Assert.Equal(0, CarbonIntensity.FromPoundsPerMegawattHour(0).GramsPerKilowattHour);
    }

    [Fact]
    public void Kilograms_OfGrams_IsAThousandth()
    {
        Assert.Equal(1.5, Co2eMass.FromGrams(1500).Kilograms);
        Assert.Equal(1500, Co2eMass.FromKilograms(1.5).Grams);
    }

    [Fact]
    public void Multiply_PowerTimeIntensity_AreWorkedByHand()
    {
        // 850 W × 2 h = 1.7 kWh; × 300 g/kWh = 510 g.
        var energy = Power.FromWatts(850) * TimeSpan.FromHours(2);
        Assert.Equal(1.7, energy.KilowattHours, 12);
        Assert.Equal(510, (CarbonIntensity.FromGramsPerKilowattHour(300) * energy).Grams, 9);
        Assert.Equal(energy, Power.Multiply(Power.FromWatts(850), TimeSpan.FromHours(2)));
        Assert.Equal(510, CarbonIntensity.Multiply(CarbonIntensity.FromGramsPerKilowattHour(300), energy).Grams, 9);
    }

    [Fact]
    public void Multiply_PowerByNegativeTime_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Power.FromWatts(1) * TimeSpan.FromTicks(-1));

    [Fact]
    public void Add_EnergiesAndMasses_AreSums()
    {
        Assert.Equal(3, (Energy.FromKilowattHours(1) + Energy.FromKilowattHours(2)).KilowattHours);
        Assert.Equal(3, Energy.Add(Energy.FromKilowattHours(1), Energy.FromKilowattHours(2)).KilowattHours);
        Assert.Equal(3, (Co2eMass.FromGrams(1) + Co2eMass.FromGrams(2)).Grams);
        Assert.Equal(3, Co2eMass.Add(Co2eMass.FromGrams(1), Co2eMass.FromGrams(2)).Grams);
    }

    [Fact]
    public void Compare_Intensities_OrdersCleanBeforeDirty()
    {
        var (clean, dirty) = (CarbonIntensity.FromGramsPerKilowattHour(30), CarbonIntensity.FromGramsPerKilowattHour(700));
        var equal = CarbonIntensity.FromGramsPerKilowattHour(30);
        Assert.True(clean < dirty && dirty > clean && clean <= equal && clean >= equal);
        Assert.False(dirty < clean || clean > dirty || dirty <= clean || clean >= dirty);
        Assert.Equal(0, clean.CompareTo(equal));
        Assert.Equal(equal, clean);
    }

    [Fact]
    public void ToString_Values_NameTheirUnit()
    {
        Assert.Equal("96.17 gCO2eq/kWh", CarbonIntensity.FromGramsPerKilowattHour(96.1719).ToString());
        Assert.Equal("1.7 kWh", Energy.FromKilowattHours(1.7).ToString());
        Assert.Equal("4.9 W", Power.FromWatts(4.9).ToString());
        Assert.Equal("999.5 gCO2eq", Co2eMass.FromGrams(999.5).ToString());
        Assert.Equal("1.5 kgCO2eq", Co2eMass.FromGrams(1500).ToString());
    }

    [Theory]
    [InlineData("GB", "GB")]
    [InlineData(" us-mida-pjm ", "US-MIDA-PJM")]
    [InlineData("DK-DK1", "DK-DK1")]
    [InlineData("A1", "A1")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ123456", "ABCDEFGHIJKLMNOPQRSTUVWXYZ123456")]
    public void ZoneParse_Key_IsTrimmedAndUpperCase(string text, string key) => Assert.Equal(key, ZoneId.Parse(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("1B")]
    [InlineData("-GB")]
    [InlineData("GB-")]
    [InlineData("US--PJM")]
    [InlineData("G B")]
    [InlineData("ÅL")]
    [InlineData("GB/..")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ1234567")]
    public void ZoneParse_TextThatIsNoKey_ThrowsNamingIt(string text)
    {
        Assert.False(ZoneId.TryParse(text, out _));
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => ZoneId.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ZoneTryParse_NoText_IsFalse() => Assert.False(ZoneId.TryParse(null, out _));

    [Fact]
    public void ZoneValue_NeverGiven_ThrowsRatherThanBeingEmpty()
    {
        Assert.Throws<InvalidOperationException>(() => default(ZoneId).Value);
        Assert.Equal("", default(ZoneId).ToString());
    }

    [Fact]
    public void ZoneEquals_SameKeyInAnyCase_IsOneZone() => Assert.Equal(ZoneId.Parse("gb-nir"), ZoneId.Parse("GB-NIR"));

    private static string Refusal(Func<object> make) => Assert.Throws<ArgumentOutOfRangeException>(() => make()).Message;
}
