namespace CarbonApp.Api.Tests.Sources;

public sealed class ElectricityMapsFeedTests : FeedContract
{
    private protected override FeedScript Script => FeedScript.ElectricityMaps;
}
