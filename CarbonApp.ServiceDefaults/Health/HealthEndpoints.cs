using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace CarbonApp.ServiceDefaults.Health;

internal static class HealthEndpoints
{
    /// <summary>Checks with this tag decide whether the service should be given requests.</summary>
    internal const string ReadyTag = "ready";

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", Describe).DisableRateLimiting().AllowAnonymous();
        // A live process with a dead database must not be restarted: liveness asks for nothing but an answer.
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = HealthReportWriter.WriteAsync })
            .DisableRateLimiting().AllowAnonymous();
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(ReadyTag),
            ResponseWriter = HealthReportWriter.WriteAsync,
        }).DisableRateLimiting().AllowAnonymous();
    }

    /// <summary>Says that the service is up and whether a key for a paid source is configured.</summary>
    private static Ok<HealthResponse> Describe(IOptions<ServiceHealthOptions> options, IServiceProvider services, TimeProvider time) =>
        TypedResults.Ok(new HealthResponse(
            "healthy",
            options.Value.ServiceName,
            time.GetUtcNow().UtcDateTime,
            options.Value.ApiConfigured(services)));

    /// <summary>The shape clients of version 1 know.</summary>
    internal sealed record HealthResponse(
        [property: JsonPropertyName("status")] string Status,
        [property: JsonPropertyName("service")] string Service,
        [property: JsonPropertyName("timestamp")] DateTime Timestamp,
        [property: JsonPropertyName("api_configured")] bool ApiConfigured);
}
