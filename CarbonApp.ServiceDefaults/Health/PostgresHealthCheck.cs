using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CarbonApp.ServiceDefaults.Health;

/// <summary>Asks Postgres for one value. Without it the service cannot keep its promises, so its absence is unhealthy.</summary>
internal sealed class PostgresHealthCheck(IServiceProvider services) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var dataSource = services.GetRequiredService<NpgsqlDataSource>();
            await AskAsync(dataSource, cancellationToken).WaitAsync(HealthLimits.Probe, cancellationToken);
            return HealthCheckResult.Healthy("answers");
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"no answer within {HealthLimits.Probe.TotalSeconds} s");
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or ArgumentException)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }

    private static async Task AskAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        // Also ends what WaitAsync has given up, so that probes of a hanging server do not pile up connections.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(HealthLimits.Probe);
        try
        {
            await using var command = dataSource.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }
}
