using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Tests.Grid.Footprint;

public class InstanceCatalogueTests
{
    [Theory]
    [InlineData("t4g.micro", 4.9)]
    [InlineData("p3dn.24xlarge", 2721.3)]
    public void Find_TypeWhosePowerTheOriginalGotWrong_HasTheMeteredWattsAtHalfLoad(string name, double watts)
    {
        var type = Aws(name);
        Assert.Equal(watts, type.Power.At(0.5).Watts, 6);
        Assert.Equal(PowerConfidence.Measured, type.Confidence);
    }

    [Fact]
    public void All_MeasuredTypes_EqualTheTeadsDataSet()
    {
        var metered = PowerCoefficients.Metered().ToDictionary(m => m.Name);
        Assert.Equal(23, InstanceCatalogue.All.Count(t => t.Confidence == PowerConfidence.Measured));
        var measured = InstanceCatalogue.All.Where(t => t.Confidence == PowerConfidence.Measured && metered.ContainsKey(t.Name)).ToList();
        Assert.True(measured.Count >= 15, $"only {measured.Count} types compared");
        Assert.All(measured, type =>
        {
            var expected = metered[type.Name].Watts;
            Assert.Equal(expected[0], type.Power.Idle.Watts, 6);
            Assert.Equal(expected[2], type.Power.AtHalf.Watts, 6);
            Assert.Equal(expected[3], type.Power.Full.Watts, 6);

            // 10 % is not in the catalogue's table but a fixed part of the way to 50 %.
            Assert.InRange(type.Power.AtTenPercent.Watts, expected[1] * 0.8, expected[1] * 1.2);
        });
    }

    [Fact]
    public void All_ScaledTypes_LieNearTheTeadsDataSet()
    {
        var errors = ErrorsOfScaledTypesAtHalfLoad();
        Assert.True(errors.Count >= 100, $"only {errors.Count} types compared");

        // Types of one kind of server agree to the rounding of the table; single accelerators in halves of servers do not.
        Assert.InRange(Quantile(errors, 0.5), -0.01, 0.01);
        Assert.InRange(Quantile(errors, 0.05), -0.02, 0);
        Assert.InRange(Quantile(errors, 0.9), 0, 0.02);
        Assert.InRange(Quantile(errors, 1), 0, 0.25);
    }

    [Fact]
    public void Find_SizesOfAFamily_ScaleWithVcpus()
    {
        Assert.Equal(2 * Aws("m6g.8xlarge").Power.AtHalf.Watts, Aws("m6g.16xlarge").Power.AtHalf.Watts, 6);
        Assert.Equal(8 * Aws("c7g.large").Power.AtHalf.Watts, Aws("c7g.4xlarge").Power.AtHalf.Watts, 6);
        Assert.Equal(PowerConfidence.Scaled, Aws("m6g.16xlarge").Confidence);
    }

    [Theory]
    [InlineData(CloudProvider.Aws, "c7g.large", "AWS Graviton2 stands in")]
    [InlineData(CloudProvider.Aws, "inf2.xlarge", "Nvidia A10G stands in")]
    [InlineData(CloudProvider.Aws, "lambda-x86_64", "")]
    [InlineData(CloudProvider.Gcp, "e2-standard-4", "")]
    public void Find_TypeWhoseProcessorNobodyStates_SaysItIsGuessed(CloudProvider provider, string name, string source)
    {
        var type = InstanceCatalogue.Find(provider, name);
        Assert.Equal(PowerConfidence.Guessed, type?.Confidence);
        Assert.EndsWith(source, type!.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_EmbodiedShare_IsTheServersByVcpus()
    {
        Assert.Equal(1333.1 * 2 / 64, Aws("t4g.micro").Embodied!.Value.Kilograms, 9);
        Assert.Equal(3543.8 * 8 / 72, Aws("p3.2xlarge").Embodied!.Value.Kilograms, 9);
        Assert.Equal(4676.8, Aws("p4d.24xlarge").Embodied!.Value.Kilograms, 9);

        // Not listed anywhere, so weighed by the formula: 128 GB, one chip; 1,000 + 112 × 1.388.
        Assert.Equal((1000 + (112 * 1.388)) * 8 / 64, Aws("c7g.2xlarge").Embodied!.Value.Kilograms, 9);
    }

    [Fact]
    public void KilogramsOfServer_ServersThatArePublished_AreTheirWeight()
    {
        // p4d: 1,152 GB, two chips, eight drives, eight accelerators. c6g: 128 GB, one chip.
        Assert.Equal(4676.8, Machine.KilogramsOfServer(1152, 2, 8, 8), 1);
        Assert.Equal(1155.5, Machine.KilogramsOfServer(128, 1, 0, 0), 1);
    }

    [Fact]
    public void All_EmbodiedOfListedAwsTypes_ComesFromThePublishedServer()
    {
        var servers = PowerCoefficients.Rows("coefficients-aws-embodied.csv").GroupBy(r => r["type"].ToLowerInvariant())
            .ToDictionary(g => g.Key, g => PowerCoefficients.Number(g.First()["total"]));
        var platforms = PowerCoefficients.Metered().ToDictionary(m => m.Name, m => m.ServerVcpus);
        var ratios = InstanceCatalogue.All.Where(t => t.Provider == CloudProvider.Aws && t.Embodied is not null)
            .Where(t => servers.ContainsKey(t.Name) && platforms.ContainsKey(t.Name))
            .Select(t => t.Embodied!.Value.Kilograms / (servers[t.Name] * t.VirtualCpus / platforms[t.Name])).Order().ToList();
        Assert.True(ratios.Count > 300, $"only {ratios.Count} types compared");
        Assert.InRange(Quantile(ratios, 0.5), 0.99, 1.01);

        // Of the servers of old types nobody knows the size; a share is then that of the family's largest type.
        Assert.InRange(Quantile(ratios, 0.2), 0.7, 1.01);
        Assert.InRange(Quantile(ratios, 0.9), 0.99, 1.3);
    }

    [Fact]
    public void All_GoogleSizes_EqualThePublishedOnes()
    {
        // Shared cores are given a part of their vCPUs' time, which the catalogue counts.
        string[] shared = ["e2-micro", "e2-small", "e2-medium", "f1-micro", "g1-small"];
        var published = PowerCoefficients.Rows("gcp-instances.csv").DistinctBy(r => r["Machine type"]).Where(r => !shared.Contains(r["Machine type"])).ToList();
        Assert.True(published.Count > 100);
        Assert.All(published, row =>
        {
            var type = InstanceCatalogue.Find(CloudProvider.Gcp, row["Machine type"]);
            Assert.True(type is not null, $"{row["Machine type"]} is missing");
            Assert.Equal(PowerCoefficients.Number(row["Instance vCPUs"]), type.VirtualCpus);

            // Two rows give terabytes; n2-highmem-128 has less than its family's 8 GB per vCPU.
            var gigabytes = PowerCoefficients.Number(row["Instance Memory"]);
            Assert.Equal(gigabytes < 12 && type.VirtualCpus > 200 ? gigabytes * 1000 : gigabytes, type.MemoryGigabytes, 0.06);
        });
    }

    [Fact]
    public void All_AzureSizes_EqualThePublishedOnes()
    {
        var published = PowerCoefficients.Rows("azure-instances.csv").Where(r => double.TryParse(r["Instance vCPUs"], out _))
            .Select(r => (Row: r, Type: InstanceCatalogue.Find(CloudProvider.Azure, r["Virtual Machine"]))).ToList();
        var known = published.Where(p => p.Type is not null).ToList();
        Assert.True(known.Count >= 380, $"{known.Count} of {published.Count} are known");
        Assert.All(known, p => Assert.Equal(PowerCoefficients.Number(p.Row["Instance vCPUs"]), p.Type!.VirtualCpus));
    }

    [Fact]
    public void All_MicroarchitectureWatts_EqualThePublishedCoefficients()
    {
        var published = PowerCoefficients.Rows("coefficients-aws-use.csv").ToDictionary(r => r["Architecture"]);
        string[] names = ["Haswell", "Broadwell", "Skylake", "Cascade Lake", "Ice Lake", "Sapphire Rapids", "Emerald Rapids", "EPYC 4th Gen"];
        Assert.All(names, name =>
        {
            Assert.Equal(PowerCoefficients.Number(published[name]["Min Watts"]), Microarchitecture.Of(name).IdleWatts, 0.0006);
            Assert.Equal(PowerCoefficients.Number(published[name]["Max Watts"]), Microarchitecture.Of(name).FullWatts, 0.0006);
        });
    }

    [Fact]
    public void All_Curves_RiseWithLoadAndTypesAreNamedOnce()
    {
        Assert.True(InstanceCatalogue.All.Count > 1_200, $"{InstanceCatalogue.All.Count} types");
        Assert.Equal(InstanceCatalogue.All.Count, InstanceCatalogue.All.Select(t => (t.Provider, t.Name)).Distinct().Count());
        Assert.All(InstanceCatalogue.All, t =>
        {
            var p = t.Power;
            Assert.True(p.Idle.Watts > 0 && p.Idle.Watts < p.AtTenPercent.Watts && p.AtTenPercent.Watts < p.AtHalf.Watts && p.AtHalf.Watts < p.Full.Watts, t.ToString());
            Assert.True(t.VirtualCpus > 0 && t.MemoryGigabytes > 0 && t.Source.Length > 0, t.ToString());
            Assert.Equal(t.Name.ToLowerInvariant(), t.Name);
        });
    }

    [Theory]
    [InlineData("Standard_D2s_v3")]
    [InlineData("D2s v3")]
    [InlineData("d2s_v3")]
    public void Find_AzureNameHoweverWritten_IsFound(string name) =>
        Assert.Equal("standard_d2s_v3", InstanceCatalogue.Find(CloudProvider.Azure, name)?.Name);

    [Fact]
    public void Find_NameInAnyCase_IsFoundOnlyAtItsProvider()
    {
        Assert.Equal("m6i.large", InstanceCatalogue.Find(CloudProvider.Aws, " M6I.Large ")?.Name);
        Assert.Null(InstanceCatalogue.Find(CloudProvider.Gcp, "m6i.large"));
        Assert.Null(InstanceCatalogue.Find(CloudProvider.Aws, "m6i.gigantic"));
    }

    [Theory]
    [InlineData(CloudProvider.Aws, "m6i.lagre", "m6i.large")]
    [InlineData(CloudProvider.Azure, "D2sv3", "standard_d2s_v3")]
    [InlineData(CloudProvider.Gcp, "e2standard4", "e2-standard-4")]
    public void Nearest_MisspeltName_IsAmongTheFirst(CloudProvider provider, string misspelt, string meant) =>
        Assert.Contains(meant, InstanceCatalogue.Nearest(provider, misspelt, 3));

    [Fact]
    public void Embodied_TypeWhoseServerNobodyWeighed_IsUnknown() =>
        Assert.Null(InstanceCatalogue.Find(CloudProvider.Azure, "A0")!.Embodied);

    private static InstanceType Aws(string name) =>
        InstanceCatalogue.Find(CloudProvider.Aws, name) ?? throw new InvalidOperationException($"{name} is missing");

    private static List<double> ErrorsOfScaledTypesAtHalfLoad()
    {
        var metered = PowerCoefficients.Metered().ToDictionary(m => m.Name);
        return
        [
            .. InstanceCatalogue.All.Where(t => t.Provider == CloudProvider.Aws && t.Confidence == PowerConfidence.Scaled && metered.ContainsKey(t.Name))
                .Select(t => (t.Power.AtHalf.Watts / metered[t.Name].Watts[2]) - 1).Order(),
        ];
    }

    private static double Quantile(List<double> sorted, double part) => sorted[(int)(part * (sorted.Count - 1))];
}
