using System.Text.Json.Nodes;
using CarbonApp.Api.Kelp.V1;
using Microsoft.OpenApi;

namespace CarbonApp.Api.OpenApi;

/// <summary>Examples in the OpenAPI document; the page to try the calls begins with them, so each must work as it stands.</summary>
internal static class ApiExamples
{
    public static JsonNode? Body(string? operationId) => operationId switch
    {
        "v1Optimize" => JsonNode.Parse("""{"workload":"general","priority":"carbon","region":null,"duration_hours":1.0}"""),
        "v1Calculate" => JsonNode.Parse("""{"region":"us-east-1","instance_type":"p4d.24xlarge","duration_hours":24}"""),
        "v1Compare" => JsonNode.Parse(
            """{"options":[{"region":"us-east-1","instance_type":"m6i.xlarge"},{"region":"eu-west-2","instance_type":"m7g.xlarge"}],"duration_hours":24}"""),
        "v1Schedule" => JsonNode.Parse("""{"region":"eu-west-2","duration_hours":4}"""),
        "plan" => JsonNode.Parse(
            """{"job":{"id":"nightly","mode":"contiguous","duration":"PT3H","resources":{"watts":850}},"sites":[{"zone":"GB"}],"options":{"includeForecast":false,"explain":true}}"""),
        "planActuals" => JsonNode.Parse("""{"segments":[{"start":"2026-03-15T04:00:00Z","end":"2026-03-15T07:00:00Z","energyKwh":2.61}]}"""),
        "planBatch" => JsonNode.Parse(
            """{"jobs":[{"id":"train","mode":"interruptible","duration":"PT3H","watts":850},{"id":"report","mode":"contiguous","duration":"PT2H","watts":400,"sites":["GB"]}],"sites":[{"zone":"GB","capacity":2},{"zone":"US-MIDA-PJM","capacity":1}]}"""),
        "pareto" => JsonNode.Parse(
            """{"job":{"duration":"PT3H","resources":{"watts":850}},"sites":[{"zone":"GB"},{"provider":"aws","region":"eu-west-3"}]}"""),
        "placement" => JsonNode.Parse(
            """{"requests":[{"origin":"London","latitude":51.5,"longitude":-0.1,"count":1000,"maxLatencyMs":40,"wattHoursPerRequest":0.3}],"sites":[{"zone":"GB","capacity":1500},{"provider":"aws","region":"us-east-1","capacity":5000}]}"""),
        "backtest" => JsonNode.Parse(
            """{"zones":["GB"],"from":"2020-01-01T00:00:00Z","to":"2021-01-01T00:00:00Z","policies":["run-now","contiguous","interruptible"],"jobs":{"preset":"eurosys24","jobHours":[6],"slackHours":[24]},"forecast":{"kind":"noise","errorPercent":5,"seeds":10}}"""),
        "whatif" => JsonNode.Parse(
            """{"site":{"zone":"GB"},"segments":[{"start":"2026-03-14T04:00:00Z","end":"2026-03-14T07:00:00Z"}],"watts":850,"slack":"PT12H"}"""),
        "footprint" => JsonNode.Parse(
            """{"id":"shop","site":{"provider":"gcp","region":"us-east4"},"start":"2026-03-15T00:00:00Z","end":"2026-03-16T00:00:00Z","intensityGPerKwh":380,"components":[{"name":"web","instances":{"instanceType":"e2-standard-4","count":3,"utilization":0.3}},{"name":"files","storage":{"terabytes":2,"medium":"ssd"}},{"name":"downloads","network":{"gigabytes":500}}],"market":{"carbonFreeShare":0.62,"gridCarbonFreeShare":0.41},"functionalUnit":{"name":"request","count":1000000}}"""),
        "createKey" => JsonNode.Parse("""{"name":"nightly jobs","scopes":["plan"],"expiresAt":"2199-01-01T00:00:00Z"}"""),
        "postSchedule" => JsonNode.Parse(
            """{"plan":{"job":{"id":"nightly","duration":"PT3H","resources":{"watts":850}},"sites":[{"zone":"GB"}]},"webhook":{"url":"https://ci.example.org/start","headers":{"Authorization":"Bearer token"}}}"""),
        "BatchForecastDataAsync" => JsonNode.Parse("""[{"requestedAt":"2026-03-15T00:00:00Z","location":"uksouth","windowSize":60}]"""),
        "GetAverageCarbonIntensityBatch" => JsonNode.Parse(
            """[{"location":"uksouth","startTime":"2026-03-14T08:00:00Z","endTime":"2026-03-14T12:30:00Z"}]"""),
        "postAnalysis" => JsonNode.Parse(
            """{"aoi":{"point":{"lat":36.62,"lon":-121.91},"radiusKm":5},"from":"2023-07-01","to":"2023-10-01","species":"macrocystis","detector":"standard","name":"Monterey"}"""),
        "kelpieRun" => JsonNode.Parse("""{"aoi":{"lat":36.8,"lng":-121.9},"start_date":"2023-08-01","end_date":"2023-08-31"}"""),
        "kelpieAnalyze" => JsonNode.Parse("""{"aoi":{"lat":36.8,"lng":-121.9},"start_date":"2023-08-01","end_date":"2023-08-31","buffer_km":1.0,"max_cloud_cover":0.2}"""),
        _ => null,
    };

    public static OpenApiRequestBody ImportFile() => new()
    {
        Description = "The file: CSV, one row per time, or the Carbon Aware SDK's JSON.",
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["text/csv"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = "datetime,intensity\n2026-03-15T00:00:00Z,106.7\n2026-03-15T00:30:00Z,101.2\n",
            },
            ["application/json"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.Object },
                Example = JsonNode.Parse("""{"Emissions":[{"Location":"GB","Time":"2026-03-15T00:00:00Z","Rating":106.7,"Duration":"00:30:00"}]}"""),
            },
        },
    };

    public static JsonNode? Parameter(string? operationId, string? name) => (operationId, name) switch
    {
        ("v1Region", "region") => "eu-west-2",
        ("v1Regions", "provider") => "aws",
        ("signals", "zone") => "GB",
        ("forecast", "zone") => "GB",
        ("forecast", "quantiles") => "0.1,0.5,0.9",
        ("jobs", "kind") => "backtest",
        ("jobs", "status") => "completed",
        ("backtestResult", "format") => "json",
        ("schedules", "state") => "waiting",
        ("ledger", "zone") => "GB",
        ("ledger", "policy") => "contiguous",
        ("ledger", "bucket") => "week",
        ("analyses", "state") => "completed",
        ("analysisTile" or "analysisLegend" or "analysisCog", "layer") => "cover",
        ("analysisTile", "z") => "13",
        ("analysisTile", "x") => "1322",
        ("analysisTile", "y") => "3186",
        ("kelpieSpectral", "index") => "fai",
        ("kelpieMask", "mask") => "kelp",
        ("kelpieMask", "alpha") => "0.6",
        ("kelpieBiomass", "colormap") => "viridis",
        ("tide", "lat") => "36.6",
        ("tide", "lon") => "-121.9",
        ("tide", "t") => "2023-08-16T19:19:11Z",
        ("zones", "zones") => "GB,US-MIDA-PJM",
        ("instance", "provider") => "aws",
        ("instance", "type") => "m6i.xlarge",
        (_, "location") => "uksouth",
        ("GetCurrentForecastData", "windowSize") => "60",
        ("GetAverageCarbonIntensity", "startTime") => "2026-03-14T08:00:00Z",
        ("GetAverageCarbonIntensity", "endTime") => "2026-03-14T12:30:00Z",
        ("scenes", "bbox") => "32.97,34.57,33.03,34.63",
        ("scenes", "from") => "2024-08-01",
        ("scenes", "to") => "2024-08-31",
        ("scenes", "maxCloud") => "0.5",
        (_, "kind") => "average",
        (_, "factor") => "lifecycle",
        _ => null,
    };

    public static JsonNode V1Error(string status) => new JsonObject
    {
        ["status"] = "error",
        ["error_type"] = status switch { "400" => "validation_error", "404" => "not_found", _ => "internal_error" },
        ["message"] = status switch
        {
            "400" => "duration_hours: 0 is not a running time: it must be more than 0 and at most 8760 hours.",
            "404" => "'eu-west-9' is no region of AWS, Azure or Google Cloud; the nearest names are eu-west-1, eu-west-2, eu-west-3.",
            _ => "The fault is ours and has been logged; quote the traceId when you report it.",
        },
        ["timestamp"] = "2026-03-15T00:00:00Z",
    };

    public static JsonNode KelpieError(string status)
    {
        var (code, message, field) = status switch
        {
            "400" => (KelpieCode.InvalidDateRange, "end_date: must lie after start_date and at most 365 days later; 2023-08-31 to 2023-08-01 does not.", "end_date"),
            "404" => (KelpieCode.ResourceNotFound, "No analysis '01J9ZQ4T3V8H2K6M5N7P1R0S9X' is stored: GET /api/v2/analyses lists those there are. Old ones are dropped by age and size.", null),
            "409" => (KelpieCode.InvalidAnalysisId, "Analysis 01J9ZQ4T3V8H2K6M5N7P1R0S9X is running and has no layers: see /api/v2/analyses/01J9ZQ4T3V8H2K6M5N7P1R0S9X.", null),
            "422" => (KelpieCode.SatelliteDataError, "3 scenes were found and none could be used: 3 × 92 % of the area is under cloud; at most 30 % is asked for.", null),
            "502" => (KelpieCode.ExternalServiceError, "earth-search: no answer within 60 s.", null),
            "503" => (KelpieCode.ServiceUnavailable, "The service is set up without a catalogue of Sentinel-2 scenes.", null),
            _ => (KelpieCode.InternalError, "The fault is ours and has been logged.", (string?)null),
        };
        return new JsonObject
        {
            ["detail"] = new JsonObject
            {
                ["error"] = new JsonObject
                {
                    ["code"] = code,
                    ["message"] = message,
                    ["details"] = null,
                    ["field"] = field,
                    ["suggestions"] = new JsonArray([.. KelpieCode.SuggestionsFor(code).Select(s => JsonValue.Create(s))]),
                },
            },
        };
    }

    public static JsonNode Problem(string status, string path)
    {
        var (code, title, detail) = (status, path) switch
        {
            ("400", "/api/v2/plan") => ("INVALID_DURATION", "The duration is not valid", "job.duration: 'P1M' is not understood; expected an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as PT3H20M or P1DT12H."),
            ("400", _) => ("VALIDATION", "The request is not valid", "kind: 'mean' is not one of average, marginal."),
            ("404", "/api/v2/instances/{provider}/{type}") => ("UNKNOWN_INSTANCE", "The instance type is not known", "'m6i.hugest' is no type of aws known here; did you mean m6i.large?"),
            ("404", "/api/v2/schedules/{id}") => ("UNKNOWN_SCHEDULE", "The schedule is not known", "There is no schedule '01J9ZQ4T3V8H2K6M5N7P1R0S9X'; ended ones are kept for a time only."),
            ("409", "/api/v2/schedules/{id}") => ("SCHEDULE_BEGUN", "The schedule cannot be cancelled any more", "It has ended: delivered."),
            ("404", "/api/v2/plans/{id}" or "/api/v2/plans/{id}/actuals") => ("UNKNOWN_PLAN", "The plan is not known", "No plan is stored under '01KKRFJ0000000000000000000': give the planId of an answer of POST /api/v2/plan that had no warning NOT_STORED and is not older than plans are kept."),
            ("401", _) => ("UNAUTHENTICATED", "A key is needed", "This call needs a key with the scope admin: send it as Authorization: Bearer carbon_…, or as X-API-Key."),
            ("403", _) => ("FORBIDDEN", "The key is not for this", "The key lacks the scope admin: an administrator makes one with `carbon keys create --scope admin`."),
            ("404", "/api/v2/keys/{id}") => ("NOT_FOUND", "Not found", "There is no key of that id: GET /api/v2/keys lists all."),
            ("404", "/api/v2/scenes") => ("UNKNOWN_CATALOG", "The catalogue is not known", "catalog: 'sentinel-hub' is not set up here; there are planetary-computer, earth-search."),
            ("404", _) when path.StartsWith("/api/v2/analyses", StringComparison.Ordinal) => ("NOT_FOUND", "The analysis is not known", "No analysis '01J9ZQ4T3V8H2K6M5N7P1R0S9X' is stored: GET /api/v2/analyses lists those there are. Old ones are dropped by age and size."),
            ("409", _) when path.StartsWith("/api/v2/analyses", StringComparison.Ordinal) => ("JOB_UNFINISHED", "The analysis has no result yet", "Analysis 01J9ZQ4T3V8H2K6M5N7P1R0S9X is running, 40 % done: follow it at /api/v2/jobs/01J9ZQ4T3V8H2K6M5N7P1R0S9X/events."),
            ("422", "/api/v2/tide") => ("NO_TIDE_STATION", "No tide station is near", "No station lies within 50 km of 34.6, 33; the nearest is 329 km away. Ask for a place nearer to a gauge."),
            ("404", _) => ("UNKNOWN_ZONE", "The grid zone is not known", "'GBB' is no zone of the table and has no stored history; did you mean GB?"),
            ("422", _) => ("DEADLINE_TOO_TIGHT", "The job cannot be done by its deadline", "The deadline is 2026-03-15T02:00:00Z, but the job finishes at 2026-03-15T03:00:00Z at the earliest: move the deadline there or later, or shorten the job."),
            _ => ("INTERNAL", "An internal error occurred", "The fault is ours and has been logged; quote the traceId when you report it."),
        };
        return new JsonObject
        {
            ["title"] = title,
            ["status"] = int.TryParse(status, out var number) ? number : 500,
            ["detail"] = detail,
            ["instance"] = path,
            ["code"] = code,
        };
    }
}
