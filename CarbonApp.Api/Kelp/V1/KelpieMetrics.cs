using System.Diagnostics.Metrics;

namespace CarbonApp.Api.Kelp.V1;

/// <summary>v1's two metrics, over v1's calls: <c>kelpie_requests_total</c> and <c>kelpie_request_duration_seconds</c>.</summary>
internal sealed class KelpieMetrics : IEndpointFilter
{
    public const string MeterName = "CarbonApp.Kelpie";

    private readonly Counter<long> _requests;
    private readonly Histogram<double> _durations;
    private readonly TimeProvider _time;

    public KelpieMetrics(IMeterFactory meters, TimeProvider time)
    {
        var meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>("kelpie.requests", description: "Calls of the Kelpie v1 API.");
        _durations = meter.CreateHistogram<double>("kelpie.request.duration", "s", "Time until a call of the Kelpie v1 API was answered.");
        _time = time;
    }

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var begun = _time.GetTimestamp();
        var http = context.HttpContext;
        var endpoint = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            var result = await next(context);
            status = (result as INestedHttpResult)?.Result is IStatusCodeHttpResult { StatusCode: { } nested } ? nested : (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
            return result;
        }
        finally
        {
            KeyValuePair<string, object?>[] tags = [new("method", http.Request.Method), new("endpoint", endpoint), new("status", status)];
            _requests.Add(1, tags);
            _durations.Record(_time.GetElapsedTime(begun).TotalSeconds, tags);
        }
    }
}
