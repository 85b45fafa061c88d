using CarbonApp.ServiceDefaults.Health;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonApp.ServiceDefaults.Connections;

/// <summary>The same checks in both worlds, under the resource's name.</summary>
internal static class ConnectionHealthChecks
{
    public static void AddCacheHealthCheck(this IServiceCollection services, string name) =>
        services.AddHealthChecks().AddCheck<RedisHealthCheck>(name, tags: [HealthEndpoints.ReadyTag]);

    public static void AddDatabaseHealthCheck(this IServiceCollection services, string name) =>
        services.AddHealthChecks().AddCheck<PostgresHealthCheck>(name, tags: [HealthEndpoints.ReadyTag]);
}
