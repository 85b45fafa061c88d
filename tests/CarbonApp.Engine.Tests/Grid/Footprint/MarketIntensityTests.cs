using System.Globalization;
using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Grid.Footprint;

public class MarketIntensityTests
{
    private static readonly Coefficient Grid = new("intensity of the grid", 300, "gCO2eq/kWh", CoefficientConfidence.Measured, "neso (measured)");

    public static TheoryData<MarketTerms, double, RestBasis, bool> Cases { get; } = new()
    {
        { new MarketTerms(), 300, RestBasis.Location, true },
        { new MarketTerms(CertificateShare: 0.6, Residual: 500), 200, RestBasis.Residual, false },
        { new MarketTerms(CertificateShare: 0.6, CertificateIntensity: 10, Supplier: 100, Residual: 500), 46, RestBasis.Supplier, false },
        { new MarketTerms(CertificateShare: 0.6), 120, RestBasis.Location, true },
        { new MarketTerms(CertificateShare: 1), 0, RestBasis.Location, false },
        { new MarketTerms(Supplier: 0), 0, RestBasis.Supplier, false },
        { new MarketTerms(CarbonFreeShare: 0.9, GridCarbonFreeShare: 0.4), 50, RestBasis.GridRest, false },
        { new MarketTerms(CarbonFreeShare: 0.4, GridCarbonFreeShare: 0.4), 300, RestBasis.GridRest, false },
        { new MarketTerms(CarbonFreeShare: 0.9, Residual: 600), 60, RestBasis.Residual, false },
        { new MarketTerms(CarbonFreeShare: 0.9), 30, RestBasis.Location, true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_Terms_FollowsTheHierarchy(MarketTerms terms, double grams, RestBasis basis, bool standsIn)
    {
        var market = MarketIntensity.Of(terms, Grid);

        Assert.Equal(grams, market.Intensity.Value, 9);
        Assert.Equal((basis, standsIn), (market.Basis, market.LocationStandsIn));
    }

    [Fact]
    public void Of_NothingBought_SaysThatLocationStandsInWithItsConfidence()
    {
        var market = MarketIntensity.Of(new MarketTerms(), Grid);

        Assert.Equal("location-based stands in: neso (measured)", market.Intensity.Source);
        Assert.Equal(CoefficientConfidence.Measured, market.Intensity.Confidence);
        Assert.False(market.Intensity.HasRange);
    }

    [Fact]
    public void Of_EverythingGiven_NeedsNoGridSignal() =>
        Assert.Equal(CoefficientConfidence.Given, MarketIntensity.Of(new MarketTerms(CertificateShare: 0.5, Residual: 400), Grid).Intensity.Confidence);

    [Fact]
    public void Of_GoogleRegions2024_NeverExceedsTheGridAndFallsWithTheCarbonFreeShare()
    {
        var rows = File.ReadLines(SharedData.File("grid/annual-intensity/google_cfe_2024.csv")).Skip(1)
            .Select(line => line.Split(',')).Where(c => c[^2].Length > 0)
            .Select(c => (Share: double.Parse(c[^2], CultureInfo.InvariantCulture), Grams: double.Parse(c[^1], CultureInfo.InvariantCulture))).ToArray();
        Assert.True(rows.Length >= 30, $"only {rows.Length} regions");

        // London: 79 % carbon-free on a grid of 105.94 g/kWh that was 71 % carbon-free (Electricity Maps, GB 2024).
        var london = MarketIntensity.Of(new MarketTerms(CarbonFreeShare: 0.79, GridCarbonFreeShare: 0.71), Grid with { Value = 105.94 });
        Assert.Equal(0.21 * 105.94 / 0.29, london.Intensity.Value, 9);

        foreach (var (share, grams) in rows)
        {
            var withoutPurchases = MarketIntensity.Of(new MarketTerms(CarbonFreeShare: share, GridCarbonFreeShare: Math.Min(share, 0.99)), Grid with { Value = grams });
            var half = MarketIntensity.Of(new MarketTerms(CarbonFreeShare: share, GridCarbonFreeShare: share / 2), Grid with { Value = grams });

            // A share no greater than the grid's own buys nothing: the grid's mean again (but for shares cut at 0.99).
            Assert.Equal(share <= 0.99 ? grams : 0, withoutPurchases.Intensity.Value, 6);
            Assert.True(half.Intensity.Value <= grams);
        }
    }

    [Fact]
    public void Of_BothKindsOfCoverOrShareOutside_Throws()
    {
        Assert.Throws<ArgumentException>(() => MarketIntensity.Of(new MarketTerms(CertificateShare: 0.5, CarbonFreeShare: 0.5), Grid));
        Assert.Throws<ArgumentException>(() => MarketIntensity.Of(new MarketTerms(CertificateShare: 1.1), Grid));
        Assert.Throws<ArgumentException>(() => MarketIntensity.Of(new MarketTerms(CarbonFreeShare: 1, GridCarbonFreeShare: 1), Grid));
    }
}
