using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http;

namespace CarbonApp.Api.Tests.Sources;

/// <summary>All that the common tests must know of one feed: its settings, its recorded answers, and how to say a series in its words.</summary>
internal sealed record FeedScript(
    string Name,
    SignalBasis Basis,
    TimeSpan Step,
    Func<Uri, Dictionary<string, string?>> Settings,
    Func<string, string?> PayloadOf,
    Func<IEnumerable<(DateTimeOffset Start, double? Value)>, string> SeriesOf,
    double GramsPerUnit = 1)
{
    public static readonly DateTimeOffset Now = new(2025, 10, 25, 22, 40, 0, TimeSpan.Zero);

    public static FeedScript Neso { get; } = new(
        SourceNames.Neso,
        new SignalBasis(ZoneId.Parse("GB"), SignalKind.Average, EmissionFactor.Direct),
        TimeSpan.FromMinutes(30),
        address => new() { ["Sources:Neso:BaseAddress"] = address.ToString() },
        path => path switch
        {
            "/intensity" => "neso-intensity.json",
            _ when path.EndsWith("/fw48h", StringComparison.Ordinal) => "neso-fw48h.json",
            _ when path.StartsWith("/intensity/", StringComparison.Ordinal) => "neso-range.json",
            _ => null,
        },
        points => Wrap("data", points.Select(p => new JsonObject
        {
            ["from"] = Minute(p.Start),
            ["to"] = Minute(p.Start.AddMinutes(30)),
            ["intensity"] = new JsonObject { ["forecast"] = p.Value, ["actual"] = p.Value, ["index"] = "low" },
        })));

    public static FeedScript EnergyCharts { get; } = new(
        SourceNames.EnergyCharts,
        SignalBasis.AverageLifecycle(ZoneId.Parse("DE")),
        TimeSpan.FromMinutes(15),
        address => new() { ["Sources:EnergyCharts:BaseAddress"] = address.ToString() },
        path => path switch
        {
            _ when !path.StartsWith("/co2eq?country=de", StringComparison.Ordinal) => null,
            _ when path.Contains("start=", StringComparison.Ordinal) => "energy-charts-co2eq-de-range.json",
            _ => "energy-charts-co2eq-de.json",
        },
        points =>
        {
            var list = points.ToArray();
            return new JsonObject
            {
                ["unix_seconds"] = new JsonArray([.. list.Select(p => (JsonNode)p.Start.ToUnixTimeSeconds())]),
                ["co2eq"] = new JsonArray([.. list.Select(p => (JsonNode?)p.Value)]),
                ["co2eq_forecast"] = new JsonArray([.. list.Select(_ => (JsonNode?)null)]),
                ["deprecated"] = false,
            }.ToJsonString();
        });

    public static FeedScript ElectricityMaps { get; } = new(
        SourceNames.ElectricityMaps,
        SignalBasis.AverageLifecycle(ZoneId.Parse("DE")),
        TimeSpan.FromHours(1),
        address => new() { ["ElectricityMaps:BaseAddress"] = address + "v3", ["ElectricityMaps:ApiKey"] = "secret-key" },
        path => path.Split('?')[0] switch
        {
            "/v3/carbon-intensity/latest" => "electricity-maps-latest.json",
            "/v3/carbon-intensity/history" => "electricity-maps-history.json",
            "/v3/carbon-intensity/forecast" => "electricity-maps-forecast.json",
            "/v3/carbon-intensity/past-range" => "electricity-maps-past-range.json",
            "/v3/power-breakdown/latest" => "electricity-maps-power-breakdown.json",
            _ => null,
        },
        points => Wrap("data", points.Select(p => new JsonObject
        {
            ["zone"] = "DE",
            ["carbonIntensity"] = p.Value,
            ["datetime"] = p.Start.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["isEstimated"] = false,
        })));

    public static FeedScript WattTime { get; } = new(
        SourceNames.WattTime,
        new SignalBasis(ZoneId.Parse("US-MIDA-PJM"), SignalKind.Marginal, EmissionFactor.Direct),
        TimeSpan.FromMinutes(5),
        address => new() { ["WattTime:BaseAddress"] = address.ToString(), ["WattTime:Username"] = "someone", ["WattTime:Password"] = "secret-word" },
        path => path.Split('?')[0] switch
        {
            "/login" => "watttime-login.json",
            "/v3/region-from-loc" => "watttime-region-from-loc.json",
            "/v3/forecast" => "watttime-forecast.json",
            "/v3/historical" => "watttime-historical.json",
            _ => null,
        },
        points => Wrap(
            "data",
            points.Select(p => new JsonObject { ["point_time"] = p.Start.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture), ["value"] = p.Value }),
            new JsonObject { ["data_point_period_seconds"] = 300, ["units"] = "lbs_co2_per_mwh" }),
        GramsPerUnit: 0.45359237);

    public static string Payload(string file) =>
        File.ReadAllText(Path.Combine(CarbonApp.Tests.Shared.SharedData.RepositoryRoot, "tests", "CarbonApp.Api.Tests", "Sources", "Payloads", file));

    /// <summary>Answers every request with its recorded payload; one it does not know is 404.</summary>
    public RequestDelegate Recorded => context =>
        PayloadOf($"{context.Request.Path}{context.Request.QueryString}") is { } file
            ? UpstreamStandIn.Json(Payload(file))(context)
            : UpstreamStandIn.Status(404)(context);

    /// <summary>Logs in and finds the region as recorded, and answers <paramref name="data"/> to what asks for values.</summary>
    public RequestDelegate WithData(RequestDelegate data) => context =>
        context.Request.Path.Value is "/login" or "/v3/region-from-loc" ? Recorded(context) : data(context);

    private static string Wrap(string name, IEnumerable<JsonObject> items, JsonObject? meta = null)
    {
        var root = new JsonObject { [name] = new JsonArray([.. items]) };
        if (meta is not null)
        {
            root["meta"] = meta;
        }

        return root.ToJsonString(JsonSerializerOptions.Default);
    }

    private static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
