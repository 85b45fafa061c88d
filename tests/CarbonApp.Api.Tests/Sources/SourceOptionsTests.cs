using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Grid.Sources.Caching;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Tests.Sources;

public sealed class SourceOptionsTests
{
    [Fact]
    public void Defaults_AreThoseOfTheDesign()
    {
        var (sources, cache) = (new SourceOptions(), new FeedCacheOptions());

        Assert.Equal(TimeSpan.FromMilliseconds(600), sources.TimeBudget);
        Assert.False(sources.Offline);
        Assert.Equal((300, 1_800, 30, 900), (cache.LatestSeconds, cache.ForecastSeconds, cache.FailureSeconds, cache.RefusalSeconds));
        Assert.Equal(["stored", "electricity-maps", "energy-charts", "neso", "watttime", "stored-forecast", "forecaster", "annual-mean"], sources.PriorityOf(FeedScript.Neso.Basis));
    }

    [Theory]
    [InlineData("Sources:TimeBudgetMilliseconds", "0", "TimeBudgetMilliseconds")]
    [InlineData("Sources:Cache:LatestSeconds", "-1", "LatestSeconds")]
    [InlineData("Sources:Priorities:GB:average", "stored,nosuch", "nosuch")]
    [InlineData("Sources:Priorities:!:average", "stored", "'!'")]
    [InlineData("Sources:Priorities:GB:sideways", "stored", "sideways")]
    [InlineData("Sources:EnergyCharts:Countries", "DE;FR", "two-letter codes")]
    [InlineData("WattTime:Username", "someone", "WattTime:Password")]
    [InlineData("ElectricityMaps:ForecastHours", "100", "ForecastHours")]
    public async Task Start_WrongSetting_StopsNamingIt(string key, string value, string named)
    {
        using var host = new SourcesHost(new FakeClock(FeedScript.Now), [new(key, value)]);

        var failure = await Assert.ThrowsAnyAsync<OptionsValidationException>(host.StartAsync);

        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddGrid_WithDatabase_HasEverySourceOnceAndASink()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddMetrics();
        builder.Services.AddLogging();
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:carbondb", "Host=127.0.0.1;Port=1;Database=none;Username=none")]);
        builder.AddDatabase("carbondb");
        CarbonApp.Api.Grid.GridApi.AddGrid(builder);
        await using var services = builder.Services.BuildServiceProvider();

        Assert.Equal(SourceNames.All.Order(), services.GetServices<ICarbonIntensitySource>().Select(s => s.Name).Order());
        Assert.IsType<StoredSignalSink>(Assert.Single(services.GetServices<IObservedSignalSink>()));
    }

    [Theory]
    [InlineData("GB", SignalKind.Average, "neso")]
    [InlineData("GB", SignalKind.Marginal, "watttime,stored")]
    [InlineData("FR", SignalKind.Average, "stored")]
    [InlineData("FR", SignalKind.Marginal, "watttime")]
    public void PriorityOf_SeveralEntries_TheMostSpecificCounts(string zone, SignalKind kind, string expected)
    {
        using var host = new SourcesHost(new FakeClock(FeedScript.Now), new Dictionary<string, string?>
        {
            ["Sources:Priorities:gb:Average"] = "neso",
            ["Sources:Priorities:GB:*"] = "watttime, stored",
            ["Sources:Priorities:*:marginal"] = "watttime",
            ["Sources:Priorities:*:*"] = "stored",
        });

        var names = host.Get<IOptions<SourceOptions>>().Value.PriorityOf(new SignalBasis(ZoneId.Parse(zone), kind, EmissionFactor.Direct));

        Assert.Equal(expected, string.Join(',', names));
    }
}
