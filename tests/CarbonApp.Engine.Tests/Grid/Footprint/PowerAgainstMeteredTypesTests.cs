using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Regions;

namespace CarbonApp.Engine.Tests.Grid.Footprint;

/// <summary>Modelled and guessed types that Teads metered: none of them took part in the fit. The figures are in docs/methods/power.md.</summary>
public class PowerAgainstMeteredTypesTests(ITestOutputHelper output)
{
    private static readonly string[] Loads = ["idle", "10 %", "50 %", "100 %"];

    [Fact]
    public void All_ModelledProcessors_AreNotBiased()
    {
        var errors = Errors().Where(e => !e.IsAccelerated).ToList();
        Assert.True(errors.Count >= 180, $"only {errors.Count} types compared");
        Print("all without accelerators", errors);
        for (var load = 0; load < Loads.Length; load++)
        {
            Assert.InRange(MedianOf(errors, load), -0.06, 0.06);
            Assert.InRange(MedianSizeOf(errors, load), 0, 0.12);
        }
    }

    [Fact]
    public void All_ModelledTypesByProcessor_LieWithinTheDocumentedBounds()
    {
        var families = Errors().Where(e => !e.IsAccelerated).GroupBy(e => e.Processor).Where(f => f.Count() >= 8).ToList();
        Assert.True(families.Count >= 6, $"only {families.Count} processors compared");
        Assert.All(families, family =>
        {
            Print(family.Key, [.. family]);

            // The widest are c5's fast Skylake, and Sandy Bridge, which is listed as unknown.
            var lowest = family.Key is "Xeon Platinum 8124M" or "Xeon E5-2670" ? -0.4 : -0.12;
            Assert.All(Enumerable.Range(0, Loads.Length), load => Assert.InRange(MedianOf([.. family], load), lowest, 0.2));
        });
    }

    [Fact]
    public void All_ModelledAccelerators_LieWithinATenth()
    {
        var errors = Errors().Where(e => e.IsAccelerated).ToList();
        Assert.True(errors.Count >= 8, $"only {errors.Count} types compared");
        Print("with accelerators", errors);
        Assert.All(Enumerable.Range(0, Loads.Length), load => Assert.InRange(MedianOf(errors, load), -0.1, 0.1));
    }

    private static List<Deviation> Errors()
    {
        var metered = PowerCoefficients.Metered().ToDictionary(m => m.Name);
        return
        [
            .. InstanceCatalogue.All
                .Where(t => t.Provider == CloudProvider.Aws && t.Confidence is PowerConfidence.Modelled or PowerConfidence.Guessed && metered.ContainsKey(t.Name))
                .Select(t => new Deviation(
                    metered[t.Name].Processor, metered[t.Name].IsAccelerated,
                    [.. PointsOf(t.Power).Zip(metered[t.Name].Watts, (modelled, measured) => (modelled / measured) - 1)])),
        ];
    }

    private static double[] PointsOf(PowerCurve power) => [power.Idle.Watts, power.AtTenPercent.Watts, power.AtHalf.Watts, power.Full.Watts];

    private static double MedianOf(List<Deviation> errors, int load) => Median(errors.Select(e => e.Parts[load]));

    private static double MedianSizeOf(List<Deviation> errors, int load) => Median(errors.Select(e => Math.Abs(e.Parts[load])));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private void Print(string title, List<Deviation> errors) => output.WriteLine(
        $"{title} | {errors.Count} | {string.Join(" | ", Loads.Select((_, i) => FormattableString.Invariant($"{100 * MedianOf(errors, i):+0;−0} ({100 * MedianSizeOf(errors, i):0})")))}");

    /// <summary>Modelled over metered watts − 1, by load.</summary>
    private sealed record Deviation(string Processor, bool IsAccelerated, double[] Parts);
}
