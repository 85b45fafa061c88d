using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace CarbonApp.ServiceDefaults.Health;

/// <summary>Pings Redis. The service is only slower without it, so its absence is degraded, never unhealthy.</summary>
internal sealed class RedisHealthCheck(IServiceProvider services) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Task.Run(PingAsync, cancellationToken).WaitAsync(HealthLimits.Probe, cancellationToken);
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Degraded($"no answer within {HealthLimits.Probe.TotalSeconds} s: slower, never wrong");
        }
        catch (RedisException)
        {
            // The client's own message is a page of counters; where it looked is in the configuration.
            return HealthCheckResult.Degraded("not reachable: slower, never wrong");
        }
    }

    /// <summary>On the thread pool, because the first resolution connects.</summary>
    private async Task<HealthCheckResult> PingAsync()
    {
        var redis = services.GetService<IConnectionMultiplexer>();
        if (redis is null)
        {
            return HealthCheckResult.Degraded("not configured: slower, never wrong");
        }

        await redis.GetDatabase().PingAsync();
        return HealthCheckResult.Healthy("answers");
    }
}
