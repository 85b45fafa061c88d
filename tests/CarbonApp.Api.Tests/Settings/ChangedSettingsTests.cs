using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Api.Tests.Sources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Tests.Settings;

public sealed class ChangedSettingsTests
{
    [Fact]
    public void CurrentValue_ChangedToWrongAndBackToGood_KeepsTheLastGoodAndSaysSo()
    {
        using var host = new SourcesHost(new FakeClock(FeedScript.Now), []);
        var (configuration, options) = ((IConfigurationRoot)host.Get<IConfiguration>(), host.Get<IOptionsMonitor<SourceOptions>>());

        Change("3");
        Assert.Equal(3, options.CurrentValue.Retries);
        Change("99");
        Assert.Equal(3, options.CurrentValue.Retries);
        Assert.Contains(host.Log.All, l => l.StartsWith("Error Settings changed to what cannot be used", StringComparison.Ordinal) && l.Contains("Sources:Retries is '99', outside 0 to 5", StringComparison.Ordinal));
        Change("4");
        Assert.Equal(4, options.CurrentValue.Retries);

        void Change(string retries)
        {
            configuration["Sources:Retries"] = retries;
            configuration.Reload();
        }
    }
}
