using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CarbonApp.Web.ApiClient;

/// <summary>
/// Asks whether Api answers. Without it every page still says what is wrong and when to come back, which no other replica could
/// do better, so its absence is degraded, never unhealthy.
/// </summary>
internal sealed class ApiHealthCheck(IHttpClientFactory clients) : IHealthCheck
{
    /// <summary>A probe answers within a second whatever hangs.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(800);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            using var answer = await clients.CreateClient(ApiClientSetup.Forwarding).GetAsync("health/live", limit.Token);
            return answer.IsSuccessStatusCode
                ? HealthCheckResult.Healthy("answers")
                : HealthCheckResult.Degraded($"answers with status {(int)answer.StatusCode}: pages say so");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Degraded($"no answer within {Limit.TotalSeconds} s: pages say so");
        }
        catch (HttpRequestException)
        {
            return HealthCheckResult.Degraded("not reachable: pages say so");
        }
    }
}
