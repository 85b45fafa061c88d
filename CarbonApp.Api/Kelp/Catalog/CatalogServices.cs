using CarbonApp.Api.Kelp.Catalog.Http;
using CarbonApp.Api.Kelp.Catalog.Local;
using CarbonApp.ServiceDefaults.Outbound;
using CarbonApp.ServiceDefaults.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>Registers the catalogues.</summary>
internal static class CatalogServices
{
    /// <summary>Adds <see cref="SceneFinder"/> and the catalogues it asks.</summary>
    public static IHostApplicationBuilder AddSceneCatalogs(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<KelpOptions>(KelpOptions.Section);
        services.AddSettings<CatalogOptions>(CatalogOptions.Section);
        services.AddSettings<PlanetaryComputerOptions>(PlanetaryComputerOptions.Section);
        services.AddSettings<EarthSearchOptions>(EarthSearchOptions.Section);
        services.AddSettings<LocalOptions>(LocalOptions.Section);

        // Guarded: items are written by others, and their addresses must not reach what only this service can reach.
        builder.AddGuardedHttpClient(CatalogHttp.ClientName)
            .ConfigureHttpClient(client =>
            {
                client.DefaultRequestHeaders.UserAgent.ParseAdd("CarbonApp/0.1");
                client.Timeout = Timeout.InfiniteTimeSpan; // Ours are per read, so that what is slow but comes is waited for.
            })
            .RemoveAllLoggers(); // They would write addresses with their tokens.
        services.AddSingleton<CatalogHttp>();
        services.AddSingleton<CatalogRetries>();
        services.AddSingleton<StacClient>();
        services.AddSingleton<StacSearch>();
        services.AddSingleton<PlanetaryComputerTokens>();
        services.AddSingleton<LocalFolder>();
        services.AddSingleton<ISceneCatalog, PlanetaryComputerCatalog>();
        services.AddSingleton<ISceneCatalog, EarthSearchCatalog>();
        services.AddSingleton<ISceneCatalog, LocalCatalog>();
        services.AddSingleton<SceneFinder>();
        return builder;
    }
}
