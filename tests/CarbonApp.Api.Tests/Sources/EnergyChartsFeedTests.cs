namespace CarbonApp.Api.Tests.Sources;

public sealed class EnergyChartsFeedTests : FeedContract
{
    private protected override FeedScript Script => FeedScript.EnergyCharts;
}
