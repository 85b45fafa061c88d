using CarbonApp.ServiceDefaults.Connections;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace CarbonApp.ServiceDefaults.Health;

/// <summary>Pings Redis. The service is only slower without it, so its absence is degraded, never unhealthy.</summary>
internal sealed class RedisHealthCheck(RedisLink link) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await PingAsync().WaitAsync(HealthLimits.Probe, cancellationToken);
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Degraded($"no answer within {HealthLimits.Probe.TotalSeconds} s: slower, never wrong");
        }
        catch (Exception e) when (e is RedisException or ObjectDisposedException)
        {
            // The client's own message is a page of counters; where it looked is in the configuration.
            return HealthCheckResult.Degraded("not reachable: slower, never wrong");
        }
    }

    private async Task<HealthCheckResult> PingAsync()
    {
        if (await link.ConnectionAsync() is not { } redis)
        {
            return HealthCheckResult.Degraded("not configured: slower, never wrong");
        }

        await redis.GetDatabase().PingAsync();
        return HealthCheckResult.Healthy("answers");
    }
}
