using CarbonApp.ServiceDefaults.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CarbonApp.ServiceDefaults.Connections;

/// <summary>The same checks in both worlds, under the resource's name.</summary>
internal static class ConnectionHealthChecks
{
    /// <summary>With the link it asks, which follows this name's settings.</summary>
    public static void AddCacheHealthCheck(this IServiceCollection services, string name)
    {
        services.AddSingleton(new CacheAddress(name));
        services.TryAddSingleton<RedisLink>();
        services.AddHealthChecks().AddCheck<RedisHealthCheck>(name, tags: [HealthEndpoints.ReadyTag]);
    }

    public static void AddDatabaseHealthCheck(this IServiceCollection services, string name) =>
        services.AddHealthChecks().AddCheck<PostgresHealthCheck>(name, tags: [HealthEndpoints.ReadyTag]);
}
