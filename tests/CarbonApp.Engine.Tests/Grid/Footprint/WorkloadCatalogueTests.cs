using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Regions;

namespace CarbonApp.Engine.Tests.Grid.Footprint;

public class WorkloadCatalogueTests
{
    [Theory]
    [InlineData("general", 13, "t4g.micro")]
    [InlineData("training", 12, "p5.48xlarge")]
    [InlineData("inference", 14, "inf2.48xlarge")]
    [InlineData("database", 6, "r7g.16xlarge")]
    [InlineData("containers", 5, "fargate-graviton")]
    [InlineData("serverless", 2, "lambda-arm64")]
    public void Find_WorkloadOfTheFirstApi_HasItsTypesInOrder(string workload, int count, string first)
    {
        var types = WorkloadCatalogue.Find(workload);
        Assert.Equal(count, types?.Count);
        Assert.Equal(first, types![0].Name);
        Assert.All(types, t => Assert.Equal(CloudProvider.Aws, t.Provider));
    }

    [Fact]
    public void Find_NameInAnyCase_IsFound() => Assert.NotNull(WorkloadCatalogue.Find("Training"));

    [Fact]
    public void Find_UnknownWorkload_IsNull() => Assert.Null(WorkloadCatalogue.Find("mining"));

    [Fact]
    public void Workloads_All_AreTheSixOfTheFirstApi() =>
        Assert.Equal(["containers", "database", "general", "inference", "serverless", "training"], WorkloadCatalogue.Workloads);

    [Fact]
    public void Find_GeneralWork_DrawsLeastOnTheSmallestMeteredMachine()
    {
        // c7g.large, modelled, once seemed to draw less than a metered machine with a quarter of its memory.
        var types = WorkloadCatalogue.Find("general")!;
        Assert.Equal("t4g.micro", types.MinBy(t => t.Power.AtHalf.Watts)!.Name);
        Assert.Equal("m6i.xlarge", types.MaxBy(t => t.Power.AtHalf.Watts)!.Name);
    }
}
