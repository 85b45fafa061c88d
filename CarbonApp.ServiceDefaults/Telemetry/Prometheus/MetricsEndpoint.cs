using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;

namespace CarbonApp.ServiceDefaults.Telemetry.Prometheus;

internal static class MetricsEndpoint
{
    /// <summary>
    /// Maps <c>/metrics</c>, which is no call of the API and does not count itself. What scrapes asks each replica itself; who comes through a proxy is the
    /// world, and finds nothing: not every ingress can close a path, and those that can do not know all its spellings (<c>/Metrics</c>, <c>/metrics/</c>).
    /// </summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", Send).ExcludeFromDescription().DisableHttpMetrics().DisableRateLimiting().AllowAnonymous();

    private static IResult Send(PrometheusExporter exporter, HttpRequest request, HttpResponse response)
    {
        if (CameThroughAProxy(request.Headers))
        {
            return TypedResults.NotFound();
        }

        response.Headers.CacheControl = "no-store";
        return exporter.Scrape() is { } text
            ? TypedResults.Bytes(text, PrometheusText.ContentType)
            : TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    // A known proxy's word has been moved to the second by now; that of any other is where it was.
    private static bool CameThroughAProxy(IHeaderDictionary headers) =>
        headers.ContainsKey(ForwardedHeadersDefaults.XForwardedForHeaderName) || headers.ContainsKey(ForwardedHeadersDefaults.XOriginalForHeaderName);
}
