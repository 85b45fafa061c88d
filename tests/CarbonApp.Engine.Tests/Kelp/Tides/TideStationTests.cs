using CarbonApp.Engine.Kelp.Tides;

namespace CarbonApp.Engine.Tests.Kelp.Tides;

public class TideStationTests
{
    private static readonly DateTimeOffset Midnight = new(2023, 8, 16, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Height_TenStationsAt64Instants_IsTheReferenceWithinOneMillimetre()
    {
        var stations = ReferenceTides.Stations().ToDictionary(s => s.Id);
        var heights = ReferenceTides.Heights();

        Assert.Equal(10, heights.Count);
        foreach (var (id, levels) in heights)
        {
            Assert.Equal(64, levels.Count);
            Assert.All(levels, level => Assert.Equal(level.HeightMetres, stations[id].HeightAboveMeanSeaLevelMetres(level.At), 0.001));
        }
    }

    [Fact]
    public void LeftOut_AllStations_AreOnlyThoseWithAConventionOfTheirOwn()
    {
        var leftOut = ReferenceTides.Stations().SelectMany(s => s.LeftOut).Select(c => c.Constituent).Distinct().Order();

        Assert.Equal(["OQ2_KV", "S1_KV", "SA_KV"], leftOut);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 0)]
    [InlineData(6, -1)]
    [InlineData(12, 1)]
    public void Height_SolarTideInPhase_FollowsTheClock(double hours, double height)
    {
        // S2 repeats each half solar day and is highest at noon and midnight UTC when its lag is 0.
        var station = Station(0, new HarmonicConstant("S2", 1, 0));
        Assert.Equal(height, station.HeightAboveMeanSeaLevelMetres(Midnight.AddHours(hours)), 1e-6);
    }

    [Fact]
    public void HeightAboveChartDatum_OfAStillSea_IsMeanSeaLevel() =>
        Assert.Equal(1.25, Station(1.25).HeightAboveChartDatumMetres(Midnight));

    [Theory]
    [InlineData("M2", 28.9841042)]
    [InlineData("S2", 30)]
    [InlineData("N2", 28.4397295)]
    [InlineData("K1", 15.0410686)]
    [InlineData("O1", 13.9430356)]
    [InlineData("P1", 14.9589314)]
    [InlineData("K2", 30.0821373)]
    [InlineData("Mf", 1.0980331)]
    [InlineData("SSA", 0.0821373)]
    [InlineData("2MS6", 87.9682085)]
    [InlineData("ALP1", 12.3827651)]
    [InlineData("LAM2", 29.4556253)]
    public void Argument_InAnHour_AdvancesByThePublishedSpeed(string name, double degreesPerHour)
    {
        Assert.True(ConstituentTable.TryFind(name, out var definition));
        var (from, to) = (AstronomicalElements.At(Midnight.AddHours(1)), AstronomicalElements.At(Midnight.AddHours(2)));
        var advance = definition.ArgumentDegrees(to) - definition.ArgumentDegrees(from);
        Assert.Equal(0, Math.IEEERemainder(advance - degreesPerHour, 360), 1e-5);
    }

    [Fact]
    public void Nodal_OverACycle_StaysAboutOneForEveryConstituent()
    {
        // 18.6 years of months: the mean of f over a nodal cycle is 1 by definition, within a few per cent for products.
        var months = Enumerable.Range(0, 223).Select(m => AstronomicalElements.At(Midnight.AddMonths(m))).ToArray();
        foreach (var name in (string[])["M2", "N2", "K1", "O1", "K2", "Mf", "J1"])
        {
            Assert.True(ConstituentTable.TryFind(name, out var definition));
            Assert.Equal(1, months.Average(at => definition.Nodal(at).F), 0.11);
            Assert.Equal(0, months.Average(at => definition.Nodal(at).DegreesU), 0.6);
        }
    }

    [Fact]
    public void Nodal_M2AtTheExtremesOfTheNode_IsThreePerCentEitherWay()
    {
        // Schureman's f(M2) runs from .963 (N = 0) to 1.038 (N = 180°). The node was at 0 in June 2006 and at 180° in October 2015.
        Assert.True(ConstituentTable.TryFind("M2", out var m2));
        Assert.Equal(0.963, m2.Nodal(AstronomicalElements.At(new(2006, 6, 19, 0, 0, 0, TimeSpan.Zero))).F, 0.001);
        Assert.Equal(1.038, m2.Nodal(AstronomicalElements.At(new(2015, 10, 8, 0, 0, 0, TimeSpan.Zero))).F, 0.001);
    }

    [Fact]
    public void All_Definitions_HaveOneSpeciesAndAKnownNodalProduct()
    {
        var at = AstronomicalElements.At(Midnight);
        Assert.All(ConstituentTable.All, definition =>
        {
            Assert.Equal(7, definition.Multiples.Count);
            Assert.InRange(definition.Multiples[0], 0, 12);
            Assert.InRange(definition.Nodal(at).F, 0.3, 3);
        });
        Assert.Equal(143, ConstituentTable.All.Count());
    }

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(-0.1, 0)]
    [InlineData(1, double.PositiveInfinity)]
    public void Create_ConstantThatMeasuresNothing_ThrowsNamingTheConstituent(double amplitude, double phase) =>
        Assert.Contains("M2", Assert.Throws<ArgumentException>(() => Station(0, new HarmonicConstant("M2", amplitude, phase))).Message, StringComparison.Ordinal);

    [Fact]
    public void Create_DatumThatIsMissing_Throws() => Assert.Throws<ArgumentException>(() => Station(double.NaN));

    private static TideStation Station(double meanSeaLevel, params HarmonicConstant[] constants) =>
        new("test/1", "Test", new TidePosition(0, 0), "LAT", meanSeaLevel, constants);
}
