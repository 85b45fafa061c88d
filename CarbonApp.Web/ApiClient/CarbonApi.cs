using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CarbonApp.Api.Grid.Backtests;
using CarbonApp.Api.Grid.Footprint;
using CarbonApp.Api.Grid.Forecasts;
using CarbonApp.Api.Grid.Ledger;
using CarbonApp.Api.Grid.Pareto;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Regions;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Grid.Zones;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Kelp.Analyses;

namespace CarbonApp.Web.ApiClient;

/// <summary>The calls of Api that the pages are made from.</summary>
internal sealed partial class CarbonApi(HttpClient http, ILogger<CarbonApi> logger)
{
    /// <summary>Said with 503, but trying again does not help: a setting is missing.</summary>
    private const string NoCatalog = "NO_CATALOG";

    /// <summary>The wire format: camelCase, what is not set is not sent.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public Task<ApiAnswer<ZonesResponse>> GetZonesAsync(CancellationToken cancellationToken) =>
        AskAsync<ZonesResponse>(new HttpRequestMessage(HttpMethod.Get, "api/v2/zones"), cancellationToken);

    public Task<ApiAnswer<RegionsResponse>> GetRegionsAsync(CancellationToken cancellationToken) =>
        AskAsync<RegionsResponse>(new HttpRequestMessage(HttpMethod.Get, "api/v2/regions"), cancellationToken);

    public Task<ApiAnswer<SignalResponse>> GetSignalAsync(string zone, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        AskAsync<SignalResponse>(new HttpRequestMessage(HttpMethod.Get, SignalPath(zone, from, to)), cancellationToken);

    public Task<ApiAnswer<ForecastResponse>> GetForecastAsync(string zone, DateTimeOffset? at, CancellationToken cancellationToken) =>
        AskAsync<ForecastResponse>(new HttpRequestMessage(HttpMethod.Get, ForecastPath(zone, at)), cancellationToken);

    public Task<ApiAnswer<PlanResponse>> PlanAsync(PlanRequest request, CancellationToken cancellationToken) =>
        AskAsync<PlanResponse>(Post("api/v2/plan", request), cancellationToken);

    public Task<ApiAnswer<ParetoResponse>> GetFrontAsync(ParetoRequest request, CancellationToken cancellationToken) =>
        AskAsync<ParetoResponse>(Post("api/v2/pareto", request), cancellationToken);

    public Task<ApiAnswer<StoredPlanResponse>> GetPlanAsync(string id, CancellationToken cancellationToken) =>
        AskAsync<StoredPlanResponse>(new HttpRequestMessage(HttpMethod.Get, $"api/v2/plans/{Uri.EscapeDataString(id)}"), cancellationToken);

    public Task<ApiAnswer<StoredPlanResponse>> ReportAsync(string id, ActualsRequest actuals, CancellationToken cancellationToken) =>
        AskAsync<StoredPlanResponse>(Post($"api/v2/plans/{Uri.EscapeDataString(id)}/actuals", actuals), cancellationToken);

    public Task<ApiAnswer<LedgerResponse>> GetLedgerAsync(string query, CancellationToken cancellationToken) =>
        AskAsync<LedgerResponse>(new HttpRequestMessage(HttpMethod.Get, $"api/v2/ledger{query}"), cancellationToken);

    public Task<ApiAnswer<JobResponse>> StartBacktestAsync(BacktestRequest request, CancellationToken cancellationToken) =>
        AskAsync<JobResponse>(Post("api/v2/backtest", request), cancellationToken);

    public Task<ApiAnswer<BacktestResponse>> GetBacktestAsync(string id, CancellationToken cancellationToken) =>
        AskAsync<BacktestResponse>(new HttpRequestMessage(HttpMethod.Get, $"api/v2/backtest/{Uri.EscapeDataString(id)}"), cancellationToken);

    public Task<ApiAnswer<JobsResponse>> GetBacktestJobsAsync(string? before, CancellationToken cancellationToken) =>
        AskAsync<JobsResponse>(
            new HttpRequestMessage(HttpMethod.Get, $"api/v2/jobs?kind=backtest&limit=20{(before is null ? "" : $"&before={Uri.EscapeDataString(before)}")}"), cancellationToken);

    public Task<ApiAnswer<JobResponse>> GetJobAsync(string id, CancellationToken cancellationToken) =>
        AskAsync<JobResponse>(new HttpRequestMessage(HttpMethod.Get, $"api/v2/jobs/{Uri.EscapeDataString(id)}"), cancellationToken);

    public Task<ApiAnswer<JobResponse>> CancelJobAsync(string id, CancellationToken cancellationToken) =>
        AskAsync<JobResponse>(new HttpRequestMessage(HttpMethod.Delete, $"api/v2/jobs/{Uri.EscapeDataString(id)}"), cancellationToken);

    public Task<ApiAnswer<FootprintResponse>> FootprintAsync(FootprintRequest request, CancellationToken cancellationToken) =>
        AskAsync<FootprintResponse>(Post("api/v2/footprint", request), cancellationToken);

    public Task<ApiAnswer<AnalysesResponse>> GetAnalysesAsync(string? before, CancellationToken cancellationToken) =>
        AskAsync<AnalysesResponse>(
            new HttpRequestMessage(HttpMethod.Get, $"api/v2/analyses?limit=20{(before is null ? "" : $"&before={Uri.EscapeDataString(before)}")}"), cancellationToken);

    public Task<ApiAnswer<AnalysisResponse>> GetAnalysisAsync(string id, CancellationToken cancellationToken) =>
        AskAsync<AnalysisResponse>(new HttpRequestMessage(HttpMethod.Get, $"api/v2/analyses/{Uri.EscapeDataString(id)}"), cancellationToken);

    public Task<ApiAnswer<AnalysisResponse>> AnalyzeAsync(AnalysisRequest request, CancellationToken cancellationToken) =>
        AskAsync<AnalysisResponse>(Post("api/v2/analyses", request), cancellationToken);

    public Task<ApiAnswer<AnalysisResponse>> CancelAnalysisAsync(string id, CancellationToken cancellationToken) =>
        AskAsync<AnalysisResponse>(new HttpRequestMessage(HttpMethod.Post, $"api/v2/analyses/{Uri.EscapeDataString(id)}/cancel"), cancellationToken);

    /// <summary>Address of a zone's signal, relative to the site's root.</summary>
    public static string SignalPath(string zone, DateTimeOffset from, DateTimeOffset to) =>
        $"api/v2/signals/{Uri.EscapeDataString(zone)}?from={Instant(from)}&to={Instant(to)}";

    /// <summary>Address of a zone's own forecast, relative to the site's root.</summary>
    public static string ForecastPath(string zone, DateTimeOffset? at) =>
        $"api/v2/forecast/{Uri.EscapeDataString(zone)}?quantiles=0.1,0.5,0.9{(at is { } time ? $"&at={Instant(time)}" : "")}";

    private static HttpRequestMessage Post<T>(string path, T body) => new(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: Json) };

    private static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private async Task<ApiAnswer<T>> AskAsync<T>(HttpRequestMessage request, CancellationToken cancellationToken)
        where T : class
    {
        using (request)
        {
            try
            {
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                if (!response.IsSuccessStatusCode)
                {
                    return await ReadProblemAsync<T>(response, cancellationToken);
                }

                var value = await response.Content.ReadFromJsonAsync<T>(Json, cancellationToken);
                return value is null ? Failed<T>(request, "an empty answer") : new ApiAnswer<T>.Success(value);
            }
            catch (Exception fault) when (fault is HttpRequestException or JsonException or IOException or TimeoutException
                || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                return Failed<T>(request, fault is OperationCanceledException ? "no answer in time" : fault.Message);
            }
        }
    }

    private async Task<ApiAnswer<T>> ReadProblemAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
        {
            return Failed<T>(response.RequestMessage, $"status {status} without an explanation");
        }

        using var body = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
        var root = body.RootElement;
        var detail = Text(root, "detail") ?? Text(root, "message") ?? Text(root, "title");
        var code = Text(root, "code") ?? "";
        return (status >= 500 && code != NoCatalog) || detail is null
            ? Failed<T>(response.RequestMessage, detail ?? $"status {status}")
            : new ApiAnswer<T>.Refused(new ApiProblem(status, code, detail, FieldErrors(root), Nearest(root)));
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static IReadOnlyList<FieldError> FieldErrors(JsonElement root) =>
        root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object
            ? [.. errors.EnumerateObject()
                .Where(e => e.Value.ValueKind == JsonValueKind.Array)
                .SelectMany(e => e.Value.EnumerateArray().Select(m => new FieldError(e.Name, m.ToString())))]
            : [];

    private static IReadOnlyList<string> Nearest(JsonElement root) =>
        root.TryGetProperty("nearest", out var names) && names.ValueKind == JsonValueKind.Array ? [.. names.EnumerateArray().Select(n => n.ToString())] : [];

    private ApiAnswer<T> Failed<T>(HttpRequestMessage? request, string reason)
    {
        ApiFailed(request?.RequestUri, reason);
        return new ApiAnswer<T>.Unreachable(reason);
    }

    [LoggerMessage(LogLevel.Warning, "Api did not answer {Address}: {Reason}")]
    private partial void ApiFailed(Uri? address, string reason);
}
