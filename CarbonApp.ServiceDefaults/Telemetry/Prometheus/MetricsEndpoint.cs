using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CarbonApp.ServiceDefaults.Telemetry.Prometheus;

internal static class MetricsEndpoint
{
    /// <summary>Maps <c>/metrics</c>, which is no call of the API and does not count itself.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", Send).ExcludeFromDescription().DisableHttpMetrics().DisableRateLimiting().AllowAnonymous();

    private static IResult Send(PrometheusExporter exporter, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return exporter.Scrape() is { } text
            ? TypedResults.Bytes(text, PrometheusText.ContentType)
            : TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
}
