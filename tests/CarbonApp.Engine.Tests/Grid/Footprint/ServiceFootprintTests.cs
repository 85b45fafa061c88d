using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Regions;

namespace CarbonApp.Engine.Tests.Grid.Footprint;

public class ServiceFootprintTests
{
    private static readonly Coefficient NoOverhead = Coefficient.Given("power usage effectiveness", 1, "");

    [Fact]
    public void Of_WorkedExample_IsEnergyTimesIntensityPlusEmbodiedPerUnit()
    {
        // 600 W × 2 h = 1.2 kWh at 200 g/kWh, and 60 g of making it; 1,000 requests.
        var machines = ComponentFootprint.OfPower(600, 2, NoOverhead, serverKilograms: 1_051.2, serverShare: 1);

        var footprint = ServiceFootprint.Of([machines], Grid(200), Grid(50), units: 1_000);

        Assert.Equal(1.2, footprint.EnergyKwh.Value, 12);
        Assert.Equal(240, footprint.LocationG.Value, 9);
        Assert.Equal(60, footprint.MarketG.Value, 9);
        Assert.Equal(60, footprint.EmbodiedG.Value, 9);
        Assert.Equal(0.3, footprint.SciG.Value, 12);
    }

    [Fact]
    public void Of_RandomComponents_AddUpToTheTotals()
    {
        var random = new Random(7);
        for (var round = 0; round < 100; round++)
        {
            var pue = Coefficient.Given("power usage effectiveness", 1 + random.NextDouble(), "");
            ComponentFootprint[] parts =
            [
                .. Enumerable.Range(0, 1 + random.Next(40)).Select(_ => random.Next(5) switch
                {
                    0 => ComponentFootprint.OfInstances(InstanceCatalogue.All[random.Next(InstanceCatalogue.All.Count)], 1 + random.Next(99), random.NextDouble(), 999 * random.NextDouble(), pue),
                    1 => ComponentFootprint.OfPower(1e6 * random.NextDouble(), 24, pue, random.Next(2) == 0 ? null : 1_000, random.NextDouble()),
                    2 => ComponentFootprint.OfMemory(100 * random.NextDouble(), 24, pue),
                    3 => ComponentFootprint.OfStorage(9 * random.NextDouble(), StorageMedium.Hdd, null, null, 24, pue),
                    _ => ComponentFootprint.OfNetwork(1e5 * random.NextDouble()),
                }),
            ];

            var total = ServiceFootprint.Of(parts, Grid(999 * random.NextDouble()), Grid(333), 1 + random.Next(1_000));

            Near(total.EnergyKwh, total.Components.Select(c => c.Component.EnergyKwh));
            Near(total.LocationG, total.Components.Select(c => c.LocationG));
            Near(total.MarketG, total.Components.Select(c => c.MarketG));
            Near(total.EmbodiedG, total.Components.Select(c => c.Component.EmbodiedG ?? default));
            Assert.All([total.EnergyKwh, total.LocationG, total.EmbodiedG, total.SciG], figure => Assert.True(figure.Low <= figure.Value && figure.Value <= figure.High));
        }
    }

    [Fact]
    public void OfInstances_MeteredTypes_HaveTheTeadsWattsAndTheirShareOfTheServer()
    {
        var metered = PowerCoefficients.Metered().ToDictionary(m => m.Name);
        var servers = PowerCoefficients.Rows("coefficients-aws-embodied.csv").ToDictionary(r => r["type"], r => PowerCoefficients.Number(r["total"]));
        var compared = 0;
        foreach (var type in InstanceCatalogue.All.Where(t => t.Confidence == PowerConfidence.Measured && metered.ContainsKey(t.Name) && servers.ContainsKey(t.Name)))
        {
            var (oracle, pue) = (metered[type.Name], Coefficient.Given("pue", 1.135, ""));

            var run = ComponentFootprint.OfInstances(type, 3, 0.5, 24, pue);

            Assert.Equal(3 * oracle.Watts[2] * 24 / 1000 * 1.135, run.EnergyKwh.Value, 6);

            // Our table rounds the server's kg to a tenth.
            var making = 3 * servers[type.Name] * 1000 * (oracle.Vcpus / oracle.ServerVcpus) * 24 / 35_040;
            Assert.Equal(making, run.EmbodiedG!.Value.Value, 1e-4 * making);
            Assert.Equal(CoefficientConfidence.Measured, run.Coefficients[0].Confidence);
            Assert.Null(run.Coefficients[0].Low);
            compared++;
        }

        Assert.True(compared >= 15, $"only {compared} types compared");
    }

    [Fact]
    public void PowerOf_ModelledTypes_LieWithinTheRangeNineTimesInTen()
    {
        var metered = PowerCoefficients.Metered().ToDictionary(m => m.Name);
        var compared = InstanceCatalogue.All
            .Where(t => t.Provider == CloudProvider.Aws && t.Confidence is PowerConfidence.Modelled or PowerConfidence.Guessed && metered.ContainsKey(t.Name))
            .Select(t => (Power: FootprintCoefficients.PowerOf(t, 0.5), Watts: metered[t.Name].Watts[2])).ToArray();
        Assert.True(compared.Length >= 150, $"only {compared.Length} types compared");

        var inside = compared.Count(c => c.Watts >= c.Power.Low && c.Watts <= c.Power.High) / (double)compared.Length;

        Assert.InRange(inside, 0.88, 0.97);
    }

    [Fact]
    public void OfStorage_ThreeCopiesAssumed_CountsWattHoursPerTerabyteAndHour()
    {
        var solid = ComponentFootprint.OfStorage(2, StorageMedium.Ssd, null, null, 100, NoOverhead);
        var disks = ComponentFootprint.OfStorage(2, StorageMedium.Hdd, 1, 20, 35_040, NoOverhead);

        Assert.Equal(1.2 * 2 * 3 * 100 / 1000, solid.EnergyKwh.Value, 12);
        Assert.Equal(1.2 * 2 * 2 * 100 / 1000, solid.EnergyKwh.Low, 12);
        Assert.Null(solid.EmbodiedG);
        Assert.Equal(0.65 * 2 * 35_040 / 1000, disks.EnergyKwh.Value, 9);
        Assert.Equal(40_000, disks.EmbodiedG!.Value.Value, 6);
        Assert.Contains(solid.Coefficients, c => c is { Name: "copies of stored data", Confidence: CoefficientConfidence.Assumed });
    }

    [Fact]
    public void OfNetworkAndMemory_CountTheirCoefficients()
    {
        var pue = Coefficient.Given("pue", 1.5, "");

        Assert.Equal(0.5, ComponentFootprint.OfNetwork(500).EnergyKwh.Value, 12);
        Assert.Equal(5, ComponentFootprint.OfNetwork(500, 0.01).EnergyKwh.High, 12);
        Assert.Equal(0.392 * 64 * 10 / 1000 * 1.5, ComponentFootprint.OfMemory(64, 10, pue).EnergyKwh.Value, 12);
    }

    [Fact]
    public void Of_CoefficientWithoutRange_IsNamed()
    {
        var run = ComponentFootprint.OfInstances(InstanceCatalogue.Find(CloudProvider.Aws, "m6i.large")!, 1, 0.5, 1, NoOverhead);

        var footprint = ServiceFootprint.Of([run, ComponentFootprint.OfNetwork(1)], Grid(200), Grid(200), 1);

        Assert.Equal(["power of m6i.large at 50 %", "making of m6i.large, whole life"], footprint.WithoutRange);
        Assert.Equal(footprint.EmbodiedG.Value * 4 / 6, footprint.EmbodiedG.Low, 9);
    }

    [Fact]
    public void Of_NumbersOutsideTheirRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ServiceFootprint.Of([], Grid(1), Grid(1), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ServiceFootprint.Of([], Grid(1), Grid(1), double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => ComponentFootprint.OfPower(1, -1, NoOverhead));
        Assert.Throws<ArgumentOutOfRangeException>(() => ComponentFootprint.OfPower(1, 1, Coefficient.Given("pue", 0.9, "")));
    }

    private static Coefficient Grid(double grams) => Coefficient.Given("intensity of the grid", grams, "gCO2eq/kWh");

    private static void Near(Ranged total, IEnumerable<Ranged> parts)
    {
        var sum = parts.Aggregate((Value: 0.0, Low: 0.0, High: 0.0), (s, p) => (s.Value + p.Value, s.Low + p.Low, s.High + p.High));
        Assert.Equal(total.Value, sum.Value, 1e-9 * Math.Max(1e-9, total.Value));
        Assert.Equal(total.Low, sum.Low, 1e-9 * Math.Max(1e-9, total.Low));
        Assert.Equal(total.High, sum.High, 1e-9 * Math.Max(1e-9, total.High));
    }
}
