using System.Globalization;
using System.Net;
using System.Text.Json;
using CarbonApp.Api.Grid.Backtests;
using CarbonApp.Api.Grid.Footprint;
using CarbonApp.Api.Grid.Ledger;
using CarbonApp.Api.Grid.Pareto;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Regions;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Web.ApiClient;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CarbonApp.Web.Tests.Fakes;

/// <summary>Stands in for Api on a real socket, answering in its contracts from <see cref="TestGrid"/>.</summary>
internal sealed class FakeApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private ActualsRequest? _actuals;

    private FakeApi(WebApplication app, TimeProvider clock)
    {
        _app = app;
        Clock = clock;
    }

    public TimeProvider Clock { get; }

    /// <summary>normal, empty, stale, estimated, error or cut; may be changed at any time.</summary>
    public string State { get; set; } = "normal";

    /// <summary>What was last asked, for tests of what is passed on.</summary>
    public HttpRequestRecord? LastRequest { get; private set; }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<FakeApi> StartAsync(TimeProvider clock, string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        var api = new FakeApi(app, clock);
        app.Use(api.BeforeAsync);
        app.MapGet("/api/v2/zones", () => Json(FakeAnswers.Zones(api.Now, api.State)));
        app.MapGet("/api/v2/regions", () => Json(new RegionsResponse { Regions = api.State == "empty" ? [] : TestGrid.Regions }));
        app.MapGet("/api/v2/signals/{zone}", (string zone, string from, string to) => api.Signal(zone, from, to));
        app.MapGet("/api/v2/forecast/{zone}", (string zone, string? at) => api.Forecast(zone, at));
        app.MapPost("/api/v2/plan", (HttpRequest request) => api.PlanAsync(request));
        app.MapPost("/api/v2/pareto", (HttpRequest request) => api.FrontAsync(request));
        app.MapGet("/api/v2/plans/{id}", (string id) => Known(FakeLedger.Plan(id, api.Now, api._actuals)));
        app.MapPost("/api/v2/plans/{id}/actuals", (string id, ActualsRequest actuals) => api.Report(id, actuals));
        app.MapGet("/api/v2/ledger", (string? zone, string? bucket) => Json(FakeLedger.Ledger(zone, bucket, api.Now, api.State)));
        app.MapPost("/api/v2/backtest", (BacktestRequest request) => api.Backtest(request));
        app.MapGet("/api/v2/backtest/{id}", (string id) => Known(FakeBacktests.Result(id, api.Now)));
        app.MapGet("/api/v2/analyses", () => Json(api.Analyses.List(api.Now, api.State)));
        app.MapPost("/api/v2/analyses", (AnalysisRequest request) => api.Analyze(request));
        app.MapGet("/api/v2/analyses/{id}", (string id) => Known(api.Analyses.Find(id, api.Now)));
        app.MapPost("/api/v2/analyses/{id}/cancel", (string id) => Known(api.Analyses.Cancel(id, api.Now)));
        app.MapGet("/api/v2/analyses/{id}/features.geojson", () => Json(FakeResults.Features()));
        app.MapGet("/api/v2/analyses/{id}/tiles/{layer}/{z}/{x}/{y}.png", (string layer, int z, int x, int y) => Results.Bytes(FakeTiles.Draw(layer, z, x, y), "image/png"));
        app.MapGet("/api/imagery/{id}/{**layer}", (string layer) => Results.Bytes(FakeTiles.Draw(layer, 12, 660, 1599), "image/png"));
        app.MapGet("/api/v2/jobs", () => Json(api.Backtests.List(api.Now, api.State)));
        app.MapGet("/api/v2/jobs/{id}", (string id) => Known(api.Backtests.Job(id, api.Now)));
        app.MapDelete("/api/v2/jobs/{id}", (string id) => Known(api.Backtests.Cancel(id, api.Now)));
        app.MapGet("/api/v2/jobs/{id}/events", (string id, HttpContext context) => api.EventsAsync(id, context.Response));
        app.MapPost("/api/v2/footprint", (FootprintRequest request) => Footprint(request));
        app.MapGet("/health", () => Results.Json(new { status = "healthy", service = "carbon-optimizer", api_configured = true }));
        app.MapGet("/health/live", () => Results.Ok());
        app.MapPost("/api/v1/echo", (HttpContext context) => EchoAsync(context.Request));
        app.MapGet("/api/v2/stream/slow", (HttpContext context) => api.StreamAsync(context.Response, context.RequestAborted));
        app.MapPost("/stand-in/state/{state}", (string state) => { api.State = state; });
        await app.StartAsync();
        return api;
    }

    /// <summary>Runs of backtests.</summary>
    public FakeBacktests Backtests { get; } = new();

    /// <summary>Analyses of kelp.</summary>
    public FakeAnalyses Analyses { get; } = new();

    /// <summary>Completed when the slow stream saw its caller go away.</summary>
    public TaskCompletionSource StreamAborted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task WaitForShutdownAsync() => HostingAbstractionsHostExtensions.WaitForShutdownAsync(_app);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>As Api writes: what is null is said to be null.</summary>
    private static IResult Json<T>(T value) => Results.Json(value, JsonSerializerOptions.Web);

    private static IResult Problem(HttpStatusCode status, string code, string detail, params string[] nearest) =>
        Results.Problem(detail, statusCode: (int)status, extensions: new Dictionary<string, object?> { ["code"] = code, ["nearest"] = nearest });

    private async Task BeforeAsync(HttpContext context, RequestDelegate next)
    {
        LastRequest = new HttpRequestRecord(context.Request.Method, context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        if (State == "error" && context.Request.Path.StartsWithSegments("/api"))
        {
            context.Response.StatusCode = 500;
            return;
        }

        if (State == "cut" && context.Request.Path.StartsWithSegments("/api"))
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{\"asOf\":\"2026-");
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }

        await next(context);
    }

    private IResult Signal(string zone, string from, string to)
    {
        var known = TestGrid.Zones.FirstOrDefault(z => z.Zone == zone);
        return known.Zone is null
            ? Problem(HttpStatusCode.NotFound, "UNKNOWN_ZONE", $"\"{zone}\" is not a known zone.", "GB", "FR")
            : State == "empty"
            ? Problem(HttpStatusCode.NotFound, "NO_SIGNAL", $"No source knows the average intensity of {zone} in this time.")
            : Json(FakeAnswers.Signal(known.Zone, known.Name, known.Mean, Time(from), Time(to), Now, State));
    }

    private IResult Forecast(string zone, string? at)
    {
        var known = TestGrid.Zones.FirstOrDefault(z => z.Zone == zone);
        return known.Zone is null
            ? Problem(HttpStatusCode.NotFound, "UNKNOWN_ZONE", $"\"{zone}\" is not a known zone.", "GB", "FR")
            : State == "empty" || zone == FakeForecasts.Unforeseen
            ? Problem(HttpStatusCode.NotFound, "NO_FORECAST", $"Before {Now:u} 0 days of {zone} were measured; a forecast needs 7 days or more.")
            : Json(FakeForecasts.Answer(known.Zone, known.Name, known.Mean, at is null ? Now : Time(at), Now));
    }

    private async Task<IResult> PlanAsync(HttpRequest http)
    {
        var request = (await http.ReadFromJsonAsync<PlanRequest>(CarbonApi.Json))!;
        return FakePlans.Answer(request, Now, State) switch
        {
            (null, { } problem) => Problem((HttpStatusCode)problem.Status, problem.Code, problem.Detail),
            ({ } plan, _) => Json(plan),
            _ => Results.StatusCode(500),
        };
    }

    private async Task<IResult> FrontAsync(HttpRequest http)
    {
        var request = (await http.ReadFromJsonAsync<ParetoRequest>(CarbonApi.Json))!;
        var (front, problem) = FakeFronts.Answer(request, Now, State);
        return problem is null ? Json(front) : Problem((HttpStatusCode)problem.Status, problem.Code, problem.Detail);
    }

    private IResult Report(string id, ActualsRequest actuals)
    {
        if (actuals.End > Now)
        {
            return Problem(HttpStatusCode.BadRequest, "VALIDATION", "The end of the run is in the future.");
        }

        _actuals = actuals;
        return Known(FakeLedger.Plan(id, Now, actuals));
    }

    private IResult Backtest(BacktestRequest request) => request.Zones!.Contains("NOPE")
        ? Problem(HttpStatusCode.UnprocessableEntity, "UNKNOWN_ZONE", "\"NOPE\" is not a known zone.")
        : Results.Json(Backtests.Post(request, Now), JsonSerializerOptions.Web, statusCode: 202);

    /// <summary>As Api, for the complaints that tests ask for.</summary>
    private IResult Analyze(AnalysisRequest request) => request switch
    {
        { Aoi.RadiusKm: > 50 } => Results.ValidationProblem(new Dictionary<string, string[]> { ["aoi.radiusKm"] = [$"{request.Aoi.RadiusKm} lies outside 0.1 to 50 km."] }, "A field is out of range.", extensions: new Dictionary<string, object?> { ["code"] = "VALIDATION" }),
        { Land: { } land } when land.TryGetProperty("crs", out _) => Results.ValidationProblem(new Dictionary<string, string[]> { ["land"] = ["The coordinates are of EPSG:32629; give longitude and latitude on WGS 84 (RFC 7946)."] }, "A field is out of range.", extensions: new Dictionary<string, object?> { ["code"] = "VALIDATION" }),
        { Catalog: "local" } => Problem(HttpStatusCode.ServiceUnavailable, "NO_CATALOG", "The service is set up without a catalogue of Sentinel-2 scenes."),
        _ => Results.Json(Analyses.Post(request, Now), JsonSerializerOptions.Web, statusCode: 202),
    };

    private async Task EventsAsync(string id, HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        await foreach (var (name, job) in Analyses.Find(id, Now) is not null ? Analyses.EventsAsync(id, Now) : Backtests.EventsAsync(id, Now))
        {
            await response.WriteAsync($"event: {name}\ndata: {JsonSerializer.Serialize(job, JsonSerializerOptions.Web)}\n\n");
            await response.Body.FlushAsync();
        }
    }

    private static IResult Footprint(FootprintRequest request) => FakePlans.Find(request.Site!) is { } site
        ? Json(FakeFootprints.Answer(request, site))
        : Problem(HttpStatusCode.UnprocessableEntity, "UNKNOWN_ZONE", $"\"{request.Site!.Zone}\" is not a known zone.");

    private static IResult Known<T>(T? value)
        where T : class => value is null ? Problem(HttpStatusCode.NotFound, "NOT_FOUND", "Nothing is kept under this number.") : Json(value);

    private static async Task EchoAsync(HttpRequest request)
    {
        request.HttpContext.Response.StatusCode = 418;
        request.HttpContext.Response.ContentType = request.ContentType;
        request.HttpContext.Response.Headers["X-Echo"] = "yes";
        await request.Body.CopyToAsync(request.HttpContext.Response.Body);
    }

    private async Task StreamAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        await response.WriteAsync("data: first\n\n", cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
        try
        {
            await Task.Delay(TimeSpan.FromMinutes(1), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            StreamAborted.TrySetResult();
        }
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}

/// <summary>A request as the stand-in saw it.</summary>
internal sealed record HttpRequestRecord(string Method, string Target, IReadOnlyDictionary<string, string> Headers);
