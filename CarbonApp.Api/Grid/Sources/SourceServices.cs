using System.Net;
using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Forecasts;
using CarbonApp.Api.Grid.Sources.Caching;
using CarbonApp.Api.Grid.Sources.Feeds;
using CarbonApp.Api.Grid.Sources.Http;
using CarbonApp.Api.Grid.Zones;
using CarbonApp.ServiceDefaults.Connections;
using CarbonApp.ServiceDefaults.Resilience;
using CarbonApp.ServiceDefaults.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>Registers the sources, their cache and the chain.</summary>
internal static class SourceServices
{
    /// <summary>
    /// Adds <see cref="ISignalReader"/> and <see cref="PowerMixReader"/>. Redis is used when an <c>IConnectionMultiplexer</c> is
    /// registered, and Postgres when <c>AddGridData</c> was called before.
    /// </summary>
    public static IHostApplicationBuilder AddGridSources(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        AddOptions(services);
        services.AddSingleton<SourceTelemetry>();
        services.AddSingleton<HostGate>();
        services.AddSingleton<UpstreamClient>();
        services.TryAddSingleton<RedisLink>();
        services.AddSingleton<RedisFeedStore>();
        services.AddSingleton<FeedCache>();
        services.AddSingleton<ObservedSignals>();
        services.AddHostedService(provider => provider.GetRequiredService<ObservedSignals>());
        services.AddHttpClient(UpstreamClient.HttpClientName, client =>
                client.DefaultRequestHeaders.UserAgent.ParseAdd("CarbonApp/0.1"))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AutomaticDecompression = DecompressionMethods.All,
                ConnectTimeout = TimeSpan.FromSeconds(3),
                MaxAutomaticRedirections = 3,
                PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            })
            .RemoveAllLoggers() // Four lines per request; our own counters, traces and failure lines say more.
            .AddUpstreamResilience();
        services.AddOptions<UpstreamResilienceOptions>(UpstreamClient.HttpClientName).Configure<IServiceProvider>(Tune);

        services.AddSingleton<WattTimeLogin>();
        AddFeed<ElectricityMapsFeed>(services);
        AddFeed<EnergyChartsFeed>(services);
        AddFeed<NesoFeed>(services);
        AddFeed<WattTimeFeed>(services);
        services.AddSingleton<ICarbonIntensitySource, AnnualMeanSource>();
        if (services.Any(s => s.ServiceType == typeof(SignalStore)))
        {
            // Only after AddGridData: the tests of this folder run without a database.
            services.TryAddSingleton<StoredReadings>();
            services.AddSingleton<IStoredZones>(provider => provider.GetRequiredService<StoredReadings>());
            services.TryAddEnumerable(ServiceDescriptor.Singleton<ICarbonIntensitySource, StoredHistorySource>());
            services.TryAddEnumerable(ServiceDescriptor.Singleton<ICarbonIntensitySource, StoredForecastSource>());
            services.AddForecaster();
            services.TryAddEnumerable(ServiceDescriptor.Singleton<ICarbonIntensitySource, ForecasterSource>());
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IObservedSignalSink, StoredSignalSink>());
        }

        services.AddSingleton<SourceChain>();
        services.AddSingleton<ReadZones>();
        services.AddSingleton<ISignalReader, RememberedReadings>();
        services.AddSingleton<PowerMixReader>();
        services.AddSingleton<IPowerMixReader>(provider => provider.GetRequiredService<PowerMixReader>());
        return builder;
    }

    private static void Tune(UpstreamResilienceOptions resilience, IServiceProvider provider)
    {
        try
        {
            var sources = provider.GetRequiredService<IOptions<SourceOptions>>().Value;
            resilience.AttemptTimeoutSeconds = sources.AttemptTimeoutMilliseconds / 1_000d;
            resilience.TotalTimeoutSeconds = sources.RequestTimeout.TotalSeconds;
            resilience.MaxRetries = sources.Retries;
            resilience.MaxResponseMegabytes = UpstreamClient.MaxMegabytes;
        }
        catch (OptionsValidationException)
        {
            // Start-up stops for that setting by itself; said a second time here it would only be harder to read.
        }
    }

    private static void AddFeed<TFeed>(IServiceCollection services)
        where TFeed : Feed
    {
        services.AddSingleton<TFeed>();
        services.AddSingleton<ICarbonIntensitySource>(provider => ActivatorUtilities.CreateInstance<CachedFeed>(provider, provider.GetRequiredService<TFeed>()));
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddSettings<SourceOptions>(SourceOptions.Section);
        services.AddSettings<FeedCacheOptions>(FeedCacheOptions.Section);
        services.AddSettings<NesoOptions>(NesoOptions.Section);
        services.AddSettings<EnergyChartsOptions>(EnergyChartsOptions.Section);
        services.AddSettings<WattTimeOptions>(WattTimeOptions.Section);
        services.AddSettings<ElectricityMapsOptions>(ElectricityMapsOptions.Section);
    }
}
