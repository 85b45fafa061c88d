using CarbonApp.ServiceDefaults.Connections;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace CarbonApp.ServiceDefaults.Health;

/// <summary>
/// Writes one small value to Redis: one whose disk or memory is full still answers, but takes nothing. The service is only slower without it,
/// so its absence is degraded, never unhealthy.
/// </summary>
internal sealed class RedisHealthCheck(RedisLink link) : IHealthCheck
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await WriteAsync().WaitAsync(HealthLimits.Probe, cancellationToken);
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Degraded($"no answer within {HealthLimits.Probe.TotalSeconds} s: slower, never wrong");
        }
        catch (RedisServerException e)
        {
            return HealthCheckResult.Degraded($"takes no writes ({e.Message}): slower, never wrong");
        }
        catch (Exception e) when (e is RedisException or ObjectDisposedException)
        {
            // The client's own message is a page of counters; where it looked is in the configuration.
            return HealthCheckResult.Degraded("not reachable: slower, never wrong");
        }
    }

    private async Task<HealthCheckResult> WriteAsync()
    {
        if (await link.ConnectionAsync() is not { } redis)
        {
            return HealthCheckResult.Degraded("not configured: slower, never wrong");
        }

        await redis.GetDatabase().StringSetAsync("carbonapp:health", RedisValue.EmptyString, Kept);
        return HealthCheckResult.Healthy("answers");
    }
}
