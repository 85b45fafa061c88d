using System.Security.Cryptography;
using CarbonApp.Engine.Kelp.Carbon;
using CarbonApp.Engine.Units;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonApp.Engine.Tests.Kelp.Carbon;

public class KelpCarbonTests
{
    private static readonly Area Hectare = Area.FromHectares(1);

    // kelp.md section 6: one hectare of full canopy known exactly, tide at datum; 5, 50 and 95 % within 1 %, whatever the hash.
    [Theory]
    [InlineData(KelpSpecies.Nereocystis, new[] { 47.0, 81.1, 139.5 }, new[] { 0.81, 1.79, 3.80 }, new[] { 3.0, 6.5, 13.9 })]
    [InlineData(KelpSpecies.Macrocystis, new[] { 50.3, 84.3, 143.2 }, new[] { 1.69, 3.26, 6.26 }, new[] { 6.2, 11.9, 23.0 })]
    public void Estimate_OneHectareOfFullCanopy_IsTheGoldenNumbers(KelpSpecies species, double[] wetTonnes, double[] carbonTonnes, double[] co2eTonnes)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var total = Estimated([new("bed", Hectare, 0)], ExactArea(species), seed).Total;
            AssertNear(wetTonnes, total.WetBiomass.Select(m => m.Tonnes));
            AssertNear(carbonTonnes, total.Stock.Select(m => m.Tonnes));
            AssertNear(co2eTonnes, total.StockCo2e.Select(m => m.Kilograms / 1000));
        }

        static void AssertNear(double[] golden, Percentiles<double> found)
        {
            double[] values = [found.P5, found.P50, found.P95];
            Assert.All(golden.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 0.01 * pair.First));
        }
    }

    [Fact]
    public void Estimate_AgainstAMillionIndependentDraws_AgreesWithinOnePerCent()
    {
        // Another way to every number: Box-Muller normals, betas from two gammas, no lattice and no quantile function.
        var random = new Random(1);
        var stock = new double[1_000_000];
        for (var i = 0; i < stock.Length; i++)
        {
            var canopy = 10_000 * Math.Exp(0.2 * Normal()) * (1 + (1.5 * (0.227 + (0.03 * Normal()))));
            var wet = canopy * ((8 * Math.Exp((0.3 * Normal()) + (0.15 * Normal()))) + (0.42 * (0.5 + random.NextDouble())));
            stock[i] = wet * Beta(22.5, 157.5) * Beta(41.21, 88.79) / 1000;
        }

        Array.Sort(stock);
        var found = Estimated([new("bed", Hectare, 1.5)], KelpConstants.For(KelpSpecies.Macrocystis), 2).Total.Stock;
        Assert.Equal(stock[50_000], found.P5.Tonnes, 0.01 * stock[50_000]);
        Assert.Equal(stock[500_000], found.P50.Tonnes, 0.01 * stock[500_000]);
        Assert.Equal(stock[950_000], found.P95.Tonnes, 0.01 * stock[950_000]);

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

        double Beta(double a, double b)
        {
            var (x, y) = (Gamma(a), Gamma(b));
            return x / (x + y);
        }

        // Marsaglia and Tsang 2000.
        double Gamma(double shape)
        {
            var (d, c) = (shape - (1 / 3.0), 1 / Math.Sqrt(9 * (shape - (1 / 3.0))));
            while (true)
            {
                var z = Normal();
                var v = Math.Pow(1 + (c * z), 3);
                if (v > 0 && Math.Log(1 - random.NextDouble()) < (0.5 * z * z) + d - (d * v) + (d * Math.Log(v)))
                {
                    return d * v;
                }
            }
        }
    }

    [Fact]
    public void Estimate_EveryConstantExact_IsTheProductByHand()
    {
        // 10,000 m² × (1 + .25/m × 2 m) = 15,000 m²; × (8 + .1) kg/m² = 121.5 t wet, 1.5 t of it on the floor; × .1 = 12.15 t dry; × .3 = 3.645 t C;
        // 3.645 × 44/12 = 13.365 t CO2e; production 15,000 × .5 = 7.5 t C/y; 15 % = 1.125; 5 % = .375.
        var bed = Assert.Single(Estimated([new("bed", Hectare, 2)], ByHand(), 0).Beds).Estimate!;
        Assert.Equal(1.5, bed.Canopy.P50.Hectares, 9);
        Assert.Equal(121.5, bed.WetBiomass.P5.Tonnes, 9);
        Assert.Equal(1.5, bed.FloorBiomass.P95.Tonnes, 9);
        Assert.Equal(12.15, bed.DryBiomass.P50.Tonnes, 9);
        Assert.Equal(3.645, bed.Stock.P50.Tonnes, 9);
        Assert.Equal(13_365, bed.StockCo2e.P50.Kilograms, 6);
        Assert.Equal(7.5, bed.Production.P50.TonnesPerYear, 9);
        Assert.Equal(1.125, bed.Export.P50.TonnesPerYear, 9);
        Assert.Equal(0.375, bed.Sequestration.P50.TonnesPerYear, 9);
        Assert.Equal(0, KelpEstimate.SequestrationIfNoNetSink.TonnesPerYear);
    }

    [Fact]
    public void Estimate_MapError_WidensTheStockAndLeavesItsMedian()
    {
        var (exact, mapped) = (Stock(ExactArea(KelpSpecies.Macrocystis)), Stock(KelpConstants.For(KelpSpecies.Macrocystis)));
        Assert.True(mapped.P5.Tonnes < exact.P5.Tonnes && mapped.P95.Tonnes > exact.P95.Tonnes);
        Assert.Equal(exact.P50.Tonnes, mapped.P50.Tonnes, 0.02 * exact.P50.Tonnes);

        static Percentiles<CarbonMass> Stock(KelpConstants constants) => Estimated([new("bed", Hectare, 0)], constants, 1).Total.Stock;
    }

    [Fact]
    public void Estimate_UnobservedBed_HasNoNumberAndIsCounted()
    {
        var outcome = Estimated([new("seen", Hectare, 0), new("cloud", null, 0), new("bare", Area.FromSquareMetres(0), 0)], ByHand(), 0);
        Assert.Null(outcome.Beds[1].Estimate);
        Assert.Equal(0, outcome.Beds[2].Estimate!.Stock.P50.Tonnes);
        Assert.Equal(1, outcome.Unobserved);
        Assert.Equal(outcome.Beds[0].Estimate!.Stock.P50.Tonnes, outcome.Total.Stock.P50.Tonnes, 9);
    }

    [Fact]
    public void Estimate_NothingObserved_IsAnOutcomeWithoutNumbers() =>
        Assert.Equal(new CarbonOutcome.NothingObserved(2), KelpCarbon.Estimate([new("a", null, 0), new("b", null, null)], ByHand(), Hash(0)));

    [Fact]
    public void Estimate_NoTideKnown_IsAsSeenAndSaysSo()
    {
        var bed = Assert.Single(Estimated([new("bed", Hectare, null)], ByHand(), 0).Beds);
        Assert.False(bed.IsTideCorrected);
        Assert.Equal(1, bed.Estimate!.Canopy.P50.Hectares, 9);
    }

    [Fact]
    public void Estimate_TwoBedsOfOneTide_AddUpExactlyBecauseTheyShareTheirDraws()
    {
        var outcome = Estimated([new("a", Area.FromHectares(3), 1), new("b", Area.FromHectares(5), 1)], KelpConstants.For(KelpSpecies.Nereocystis), 7);
        Assert.Equal(outcome.Total.Stock.P95.Tonnes, outcome.Beds.Sum(bed => bed.Estimate!.Stock.P95.Tonnes), 9);
        Assert.Equal(outcome.Total.Stock.P5.Tonnes, outcome.Beds.Sum(bed => bed.Estimate!.Stock.P5.Tonnes), 9);
    }

    [Fact]
    public void Estimate_AgainOrOnOneProcessor_IsTheSameToTheLastBit()
    {
        MappedBed[] beds = [.. Enumerable.Range(0, 40).Select(i => new MappedBed($"{i}", Area.FromSquareMetres(100 + i), i * 0.05))];
        var first = Estimated(beds, KelpConstants.For(KelpSpecies.Nereocystis), 3);
        foreach (var bed in beds)
        {
            var alone = Assert.Single(Estimated([bed], KelpConstants.For(KelpSpecies.Nereocystis), 3).Beds);
            Assert.Equal(alone, first.Beds.Single(b => b.Id == bed.Id));
        }

        Assert.Equal(first.Total, Estimated(beds, KelpConstants.For(KelpSpecies.Nereocystis), 3).Total);
        Assert.NotEqual(first.Total, Estimated(beds, KelpConstants.For(KelpSpecies.Nereocystis), 4).Total);
    }

    [Fact]
    public void Estimate_AnyBeds_KeepsItsLinesInOrder()
    {
        Prop.ForAll(Gen.Choose(1, 5_000_000).Two().ToArbitrary(), pair =>
        {
            var height = (pair.Item2 % 7_000 / 1000.0) - 1.5;
            var total = Estimated([new("a", Area.FromSquareMetres(pair.Item1), height)], KelpConstants.For(KelpSpecies.Macrocystis), pair.Item2).Total;
            Assert.True(total.Stock.P5.Tonnes < total.Stock.P50.Tonnes && total.Stock.P50.Tonnes < total.Stock.P95.Tonnes);
            Assert.True(total.Stock.P50.Tonnes < total.DryBiomass.P50.Tonnes && total.DryBiomass.P50.Tonnes < total.WetBiomass.P50.Tonnes);
            Assert.True(total.Sequestration.P50.TonnesPerYear < total.Export.P50.TonnesPerYear);
            Assert.True(total.Sequestration.P95.TonnesPerYear < total.Export.P95.TonnesPerYear);
            Assert.True(total.Export.P95.TonnesPerYear < total.Production.P95.TonnesPerYear);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    [Fact]
    public void Estimate_AnotherHash_MovesAPercentileByFarLessThanItsInterval()
    {
        var stocks = Enumerable.Range(0, 50).Select(seed => Estimated([new("bed", Hectare, 1.5)], KelpConstants.For(KelpSpecies.Nereocystis), seed).Total.Stock).ToArray();
        double[] spreads = [Spread(s => s.P5), Spread(s => s.P50), Spread(s => s.P95)];
        Assert.True(spreads.Max() is > 0 and < 0.002, $"relative standard deviations over 50 hashes: {string.Join(", ", spreads)}");

        double Spread(Func<Percentiles<CarbonMass>, CarbonMass> pick)
        {
            var values = stocks.Select(s => pick(s).Tonnes).ToArray();
            var mean = values.Average();
            return Math.Sqrt(values.Average(v => (v - mean) * (v - mean))) / mean;
        }
    }

    [Fact]
    public void Draws_EachOne_SequestersNoMoreThanItExportsNorExportsMoreThanItMakes()
    {
        var draws = CarbonDraws.Of(KelpConstants.For(KelpSpecies.Nereocystis), Hash(5));
        Assert.All(Enumerable.Range(0, KelpCarbon.Draws), i => Assert.True(
            draws.Sequestration[i] > 0 && draws.Sequestration[i] <= draws.Export[i] && draws.Export[i] <= draws.Production[i]));
    }

    [Fact]
    public void StockSwings_AreTheTotalWithOneInputMoved()
    {
        var outcome = Estimated([new("bed", Hectare, 0)], KelpConstants.For(KelpSpecies.Nereocystis), 0);

        // At datum the slope of the tide changes nothing and is left out; the widest is the canopy's biomass: 8·e^(±1.6449·.3) + .093 kg/m².
        Assert.Equal(
            [UncertainInput.CanopyBiomass, UncertainInput.DryShare, UncertainInput.CarbonShare, UncertainInput.Area, UncertainInput.Year, UncertainInput.FloorBiomass],
            outcome.StockSwings.Select(bar => bar.Input));
        var low = 10_000 * ((8 * Math.Exp(-1.6448536 * 0.3)) + 0.093) * 0.086385472 * 0.260438258 / 1000;
        Assert.Equal(low, outcome.StockSwings[0].AtP5.Tonnes, 1e-5);
        Assert.Equal([UncertainInput.Production, UncertainInput.Fate, UncertainInput.Area], outcome.SequestrationSwings.Select(bar => bar.Input));
    }

    [Theory]
    [InlineData(0.28, 2.0, 1.56)]
    [InlineData(0.28, -0.5, 0.86)]
    [InlineData(0.28, 40.0, 2.4)]
    [InlineData(0.28, -40.0, 0.72)]
    [InlineData(0.28, null, 1)]
    [InlineData(3, -1.0, 0)]
    public void TideFactor_AtAHeight_IsTheLineHeldAtItsEnds(double slope, double? height, double factor) =>
        Assert.Equal(factor, TideCorrection.Factor(slope, height), 12);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void TideFactor_NoNumber_Throws(double height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TideCorrection.Factor(0.28, height));

    [Fact]
    public void Estimate_Cancelled_Stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => KelpCarbon.Estimate([new("bed", Hectare, 0)], ByHand(), Hash(0), cancelled.Token));
    }

    private static CarbonOutcome.Estimated Estimated(IReadOnlyList<MappedBed> beds, KelpConstants constants, int seed) =>
        Assert.IsType<CarbonOutcome.Estimated>(KelpCarbon.Estimate(beds, constants, Hash(seed)));

    private static byte[] Hash(int seed) => SHA256.HashData(BitConverter.GetBytes(seed));

    private static KelpConstants ExactArea(KelpSpecies species) => KelpConstants.For(species) with { AreaFactor = new Distribution.Exactly(1) };

    private static KelpConstants ByHand() => KelpConstants.For(KelpSpecies.Nereocystis) with
    {
        AreaFactor = new Distribution.Exactly(1),
        CanopyKilogramsPerSquareMetre = new Distribution.Exactly(8),
        YearFactor = new Distribution.Exactly(1),
        FloorKilogramsPerSquareMetre = new Distribution.Exactly(0.1),
        TideSlopePerMetre = new Distribution.Exactly(0.25),
        DryShareOfWet = new Distribution.Exactly(0.1),
        CarbonShareOfDry = new Distribution.Exactly(0.3),
        ProductionKilogramsPerSquareMetreYear = new Distribution.Exactly(0.5),
        ExportedShare = new Distribution.Exactly(0.15),
        SequesteredShare = new Distribution.Exactly(0.05),
    };
}
