namespace CarbonApp.Api.Tests.Sources;

public sealed class WattTimeFeedTests : FeedContract
{
    private protected override FeedScript Script => FeedScript.WattTime;
}
