using System.Text.RegularExpressions;
using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Regions;

namespace CarbonApp.Engine.Tests.Grid.Footprint;

/// <summary>What rankings rely on: types of one kind of machine must order by what they have.</summary>
public partial class PowerOfFamiliesTests
{
    [Fact]
    public void All_LargerTypesOfAFamily_DrawNoLess()
    {
        var power = InstanceCatalogue.All.ToDictionary(t => (t.Provider, t.Name), t => t.Power);
        var pairs = InstanceCatalogue.Machines.GroupBy(m => (m.Provider, FamilyOf(m), m.AcceleratorName))
            .SelectMany(f => f.SelectMany(small => f.Where(large => large != small && Exceeds(large, small)).Select(large => (small, large)))).ToList();
        Assert.True(pairs.Count > 3_000, $"only {pairs.Count} pairs compared");
        Assert.All(pairs, pair =>
        {
            var (small, large) = (power[(pair.small.Provider, pair.small.Name)], power[(pair.large.Provider, pair.large.Name)]);
            var ordered = small.Idle.Watts <= large.Idle.Watts && small.AtTenPercent.Watts <= large.AtTenPercent.Watts
                && small.AtHalf.Watts <= large.AtHalf.Watts && small.Full.Watts <= large.Full.Watts;
            Assert.True(ordered, $"{pair.small.Name} {small} draws more than {pair.large.Name} {large}");
        });
    }

    [Theory]
    [InlineData("c7g.large", "t4g.micro")]
    [InlineData("c7g.large", "t4g.medium")]
    [InlineData("m7g.large", "m6g.large")]
    [InlineData("m6i.large", "c6i.large")]
    [InlineData("c6i.large", "t4g.medium")]
    [InlineData("c6i.xlarge", "m6i.large")]
    [InlineData("r7g.16xlarge", "m6g.8xlarge")]
    [InlineData("p4de.24xlarge", "p3.16xlarge")]
    public void Power_TypeWithNoLessOfAnything_IsNoLess(string more, string less)
    {
        var (large, small) = (Power(more), Power(less));
        Assert.All(new[] { 0, 0.1, 0.5, 1 }, u => Assert.True(large.At(u).Watts >= small.At(u).Watts - 0.1, $"{more} {large} against {less} {small}"));
    }

    [Fact]
    public void Find_IceLakeFamilies_AgreeWithTheMeteredOneButForMemory()
    {
        // m6i was metered with 8 GB; what runs on the same processor with other memory must not look another kind of machine.
        Assert.InRange(Power("c6i.large").AtHalf.Watts, 0.75 * Power("m6i.large").AtHalf.Watts, Power("m6i.large").AtHalf.Watts);
        Assert.InRange(Power("r6i.large").AtHalf.Watts, Power("m6i.large").AtHalf.Watts, 1.4 * Power("m6i.large").AtHalf.Watts);
    }

    [Fact]
    public void Find_RelativesOfGraviton2_DrawAsItsServerDoes()
    {
        Assert.Equal(Power("m6g.2xlarge").AtHalf.Watts, Power("m7g.2xlarge").AtHalf.Watts, 9);
        Assert.Equal(Power("r6g.4xlarge").Full.Watts, Power("r8g.4xlarge").Full.Watts, 9);
        Assert.Equal(Power("m6g.2xlarge").Idle.Watts, InstanceCatalogue.Find(CloudProvider.Gcp, "t2a-standard-8")!.Power.Idle.Watts, 9);
    }

    private static PowerCurve Power(string name) =>
        InstanceCatalogue.Find(CloudProvider.Aws, name)?.Power ?? throw new InvalidOperationException($"{name} is missing");

    private static bool Exceeds(Machine large, Machine small) =>
        large.Vcpus >= small.Vcpus && large.Gigabytes >= small.Gigabytes && large.Accelerators >= small.Accelerators
        && large.Processors.SequenceEqual(small.Processors);

    /// <summary>What types of different size have in common: <c>m6i</c>, <c>standard_d#s_v3</c>, <c>n2-standard</c>.</summary>
    private static string FamilyOf(Machine machine) => machine.Provider == CloudProvider.Aws ? machine.Family : Size().Replace(machine.Name, "#", 1);

    [GeneratedRegex(@"(?<=^standard_[a-z]+)[0-9]+(-[0-9]+)?|(?<=-)[0-9]+$")]
    private static partial Regex Size();
}
