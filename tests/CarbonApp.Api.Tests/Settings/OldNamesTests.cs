using CarbonApp.Api.Grid.Sources.Feeds;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.ServiceDefaults.Connections;
using CarbonApp.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CarbonApp.Api.Tests.Settings;

/// <summary>What older products read from the environment does here what it did there, or says why not.</summary>
public sealed class OldNamesTests
{
    /// <summary>All of them at once, in the real Api, each seen where it takes effect.</summary>
    [Fact]
    public async Task Start_EveryOldName_TakesEffectOrSaysWhyNot()
    {
        var log = new LogLines();
        await using var api = new TestApi { Log = log }
            .Set("EL_MAPS_API_KEY", "key-of-maps").Set("PLANETARY_COMPUTER_SUBSCRIPTION_KEY", "key-of-planet")
            .Set("DATABASE_URL", "postgres://me@127.0.0.1:1/old").Set("REDIS_URL", "redis://127.0.0.1:1/3").Set("ALLOWED_HOSTS", "carbon.example.org, localhost")
            .Set("KELPIE_ENV", "production").Set("KELPIE_LOG_LEVEL", "debug").Set("KELPIE_DEBUG", "false").Set("KELPIE_CACHE_SIZE", "1000MB").Set("KELPIE_MAX_WORKERS", "4")
            .Set("SENTRY_DSN", "https://key-of-sentry@sentry.example.org/1").Set("SECRET_KEY", "key-of-sessions");
        using var other = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Headers = { Host = "evil.example.org" } };

        Assert.Equal(400, (await api.SendAsync(other)).Status);
        Assert.Equal(200, (await api.GetAsync("/health/live")).Status);
        Assert.Equal("key-of-maps", api.Services.GetRequiredService<IOptions<ElectricityMapsOptions>>().Value.ApiKey);
        Assert.Equal("key-of-planet", api.Services.GetRequiredService<IOptions<PlanetaryComputerOptions>>().Value.SubscriptionKey);
        Assert.Contains("Database=old", api.Services.GetRequiredService<NpgsqlDataSource>().ConnectionString, StringComparison.Ordinal);
        Assert.Equal("127.0.0.1:1,defaultDatabase=3", CacheConnection.FindConnectionString(api.Services.GetRequiredService<IConfiguration>(), "cache"));
        Assert.Equal(1000, api.Services.GetRequiredService<IOptions<AnalysisOptions>>().Value.TileMemoryMegabytes);
        Assert.Equal(4, api.Services.GetRequiredService<IOptions<JobOptions>>().Value.Concurrency);
        Assert.True(api.Services.GetRequiredService<ILoggerFactory>().CreateLogger("CarbonApp.Api").IsEnabled(LogLevel.Debug));
        Assert.Contains(log.All, l => l.StartsWith("Warning SENTRY_DSN is set but without meaning here, because no error is sent to Sentry: ", StringComparison.Ordinal));
        Assert.Contains(log.All, l => l.StartsWith("Warning SECRET_KEY is set but without meaning here, because nothing is signed with a key ", StringComparison.Ordinal));
        Assert.All(OldNames.All.Where(o => o.Setting is not null), old => Assert.Contains(log.All, l => l.StartsWith($"Information {old.Name} is an old name ", StringComparison.Ordinal)));
        Assert.DoesNotContain(log.All, l => l.Contains("key-of-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("KELPIE_DEBUG", "true", "Logging:LogLevel:Default", "Debug")]
    [InlineData("KELPIE_DEBUG", "0", "Logging:LogLevel:Default", null)]
    [InlineData("KELPIE_LOG_LEVEL", "WARNING", "Logging:LogLevel:Default", "Warning")]
    [InlineData("KELPIE_CACHE_SIZE", "100", "Kelp:Analyses:TileMemoryMegabytes", "100")]
    [InlineData("KELPIE_CACHE_SIZE", "much", "Kelp:Analyses:TileMemoryMegabytes", null)]
    [InlineData("ALLOWED_HOSTS", "a.example.org,b.example.org", "AllowedHosts", "a.example.org;b.example.org")]
    [InlineData("EL_MAPS_API_KEY", " ", "ElectricityMaps:ApiKey", null)]
    public void Get_OldNameSet_IsTheSetting(string name, string value, string setting, string? expected)
    {
        var configuration = Configured((name, value));

        Assert.Equal(expected, configuration[setting]);
        var at = setting.LastIndexOf(':');
        var siblings = at < 0 ? configuration.GetChildren() : configuration.GetSection(setting[..at]).GetChildren();
        Assert.Equal(expected is not null, siblings.Any(c => c.Key == setting[(at + 1)..]));
    }

    [Fact]
    public void Get_BothNames_TheNewOneCounts() =>
        Assert.Equal("new", Configured(("EL_MAPS_API_KEY", "old"), ("ElectricityMaps:ApiKey", "new"))["ElectricityMaps:ApiKey"]);

    [Fact]
    public void Get_NewNameEmpty_TheOldOneCounts() =>
        Assert.Equal("old", Configured(("EL_MAPS_API_KEY", "old"), ("ElectricityMaps:ApiKey", " "))["ElectricityMaps:ApiKey"]);

    [Theory]
    [InlineData("development", null, "Development")]
    [InlineData("PROD", null, "Production")]
    [InlineData("staging", null, "Staging")]
    [InlineData("development", "Production", "Production")]
    [InlineData(null, null, "Production")]
    public void Expand_KelpieEnv_IsTheEnvironmentUnlessANewNameSaysOtherwise(string? old, string? given, string expected)
    {
        var arguments = OldNames.Expand(given is null ? [] : ["--environment", given], name => name == "KELPIE_ENV" ? old : null);

        Assert.Equal(expected, WebApplication.CreateSlimBuilder(arguments).Environment.EnvironmentName);
    }

    [Fact]
    public void Expand_NewVariableSet_Counts() =>
        Assert.Empty(OldNames.Expand([], name => name == "KELPIE_ENV" ? "development" : name == "ASPNETCORE_ENVIRONMENT" ? "Staging" : null));

    private static ConfigurationManager Configured(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.AddOldNames();
        return builder.Configuration;
    }
}
