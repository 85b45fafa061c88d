using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CarbonApp.Api.Data;

/// <summary>Unhealthy until the schema is up to date, so that no request needing it is sent here before.</summary>
internal sealed class SchemaHealthCheck(Database database) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(database.ClosedBecause is { } reason ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy("up to date"));
}
