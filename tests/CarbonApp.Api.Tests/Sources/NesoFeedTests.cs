namespace CarbonApp.Api.Tests.Sources;

public sealed class NesoFeedTests : FeedContract
{
    private protected override FeedScript Script => FeedScript.Neso;
}
