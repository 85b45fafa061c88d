using CarbonApp.ServiceDefaults.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CarbonApp.ServiceDefaults.RateLimits;

/// <summary>Registers the counter that replicas share.</summary>
public static class RateLimitExtensions
{
    /// <summary>Adds the counter in Redis, asked before those registered later.</summary>
    public static void AddRedisRateCounter(this IServiceCollection services)
    {
        services.TryAddSingleton<RedisLink>();
        services.AddSingleton<IRateCounter, RedisRateCounter>();
    }
}
