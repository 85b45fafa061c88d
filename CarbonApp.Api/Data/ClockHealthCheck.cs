using System.Globalization;
using CarbonApp.Api.Problems;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CarbonApp.Api.Data;

/// <summary>Degraded where the clocks of this process and of Postgres do not agree: which of them is wrong only people can tell.</summary>
internal sealed class ClockHealthCheck(DatabaseClock clock) : IHealthCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(800);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var ahead = await clock.AheadAsync(limit.Token);
            return ahead.Duration() <= DatabaseClock.Tolerance
                ? HealthCheckResult.Healthy("agrees with that of Postgres")
                : HealthCheckResult.Degraded(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ahead.Duration().TotalSeconds:0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} that of Postgres: plans take the wrong time for now; set the clock of this machine, or of Postgres'"));
        }
        catch (Exception e) when (e is UpstreamException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return HealthCheckResult.Healthy("not known: Postgres does not tell the time");
        }
    }
}
