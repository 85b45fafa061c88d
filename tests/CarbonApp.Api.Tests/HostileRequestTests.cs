using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CarbonApp.Api.Tests.Fakes;

namespace CarbonApp.Api.Tests;

/// <summary>Whatever is sent, the answer blames the request (4xx) or is one (2xx); never a fault of ours.</summary>
public sealed class HostileRequestTests
{
    private const string Plan = """
        {"job":{"id":"j","mode":"interruptible","duration":"PT3H","earliest":null,"deadline":null,"startup":{"kwh":0.1,"duration":"PT5M"},"minRun":"PT30M","minPause":"PT5M","maxStarts":4,"resources":{"watts":100,"count":1}},
         "sites":[{"zone":"GB","pue":1.1}],"objective":{"signal":"average","factor":"lifecycle"},"options":{"includeForecast":true},"asOf":null}
        """;

    private const string ManySites = """
        {"job":{"mode":"contiguous","duration":"PT3H","resources":{"instanceType":"m6i.large","provider":"aws"},"dataGb":5,"origin":{"zone":"GB"},"maxLatencyMs":50},
         "sites":[{"zone":"GB","eurPerMwh":90,"transferEurPerGb":0.01,"marketIntensity":20},{"provider":"aws","region":"eu-west-2","latencyMs":9,"prices":[{"start":"2026-03-15T00:00:00Z","end":"2026-03-16T09:00:00Z","eurPerMwh":9}]}],
         "constraints":{"allowCountries":["GB","FR"],"providers":null,"maxCostEur":50,"carbonBudgetG":90000},
         "objective":{"accounting":"location","risk":"mean","carbonPriceEurPerT":80,"tieBreak":"latest"},"options":{"alternatives":3,"compareSites":5}}
        """;

    private const string Elastic = """
        {"job":{"mode":"elastic","work":9.5,"integral":true,"scaleProfile":[{"replicas":1,"throughput":2,"watts":50},{"replicas":2,"throughput":3.5,"watts":95}]},"sites":"any","constraints":{"providers":["aws"]}}
        """;

    private static readonly (string Path, string Body)[] Calls =
    [
        ("/api/v2/plan", Plan),
        ("/api/v2/plan", ManySites),
        ("/api/v2/plan", Elastic),
        ("/api/v2/plan/batch", """{"jobs":[{"id":"a","mode":"interruptible","duration":"PT3H","earliest":null,"deadline":null,"watts":100,"units":1,"sites":["GB"]},{"duration":"PT1H"}],"sites":[{"id":"GB","zone":"GB","pue":1.1,"capacity":3}],"slot":"PT1H","options":{"jitter":0.1,"seed":1},"asOf":null}"""),
        ("/api/v2/pareto", """{"job":{"mode":"interruptible","duration":"PT3H","earliest":null,"deadline":null,"resources":{"watts":100,"count":1} },"sites":[{"zone":"GB","pue":1.1,"prices":[{"start":"2026-03-15T00:00:00Z","end":"2026-03-15T09:00:00Z","eurPerMwh":9}]},{"region":"eu-west-2"}],"objective":{"signal":"average","factor":"lifecycle"},"asOf":null}"""),
        ("/api/v2/placement", """{"requests":[{"origin":"x","count":5,"maxLatencyMs":9,"wattHoursPerRequest":1,"latencyMs":{"GB":3},"latitude":51,"longitude":0}],"sites":[{"id":"GB","zone":"GB","pue":1.1,"capacity":9}],"from":null,"to":null}"""),
        ("/api/v2/whatif", """{"site":{"zone":"GB","pue":1.1},"segments":[{"start":"2026-03-13T04:00:00Z","end":"2026-03-13T07:00:00Z"},{"start":"2026-03-13T08:00:00Z","end":"2026-03-13T09:00:00Z"}],"watts":100,"energyKwh":null,"earliest":null,"slack":"PT9H","mode":"contiguous","signal":"average","factor":"lifecycle"}"""),
        ("/api/v2/footprint", """{"id":"f","site":{"zone":"GB","pue":1.1},"start":"2026-03-15T00:00:00Z","end":"2026-03-16T00:00:00Z","components":[{"name":"w","hours":3,"instances":{"provider":"aws","instanceType":"t4g.micro","count":2,"utilization":0.5}},{"power":{"watts":100,"serverKg":900,"serverShare":0.5,"lifetimeHours":9000}},{"storage":{"terabytes":1,"medium":"ssd","replication":2,"embodiedKgPerTb":3}},{"memory":{"gigabytes":8}},{"network":{"gigabytes":5,"kwhPerGb":0.1}}],"intensityGPerKwh":null,"factor":"lifecycle","market":{"certificateShare":0.5,"supplierIntensityGPerKwh":300,"residualIntensityGPerKwh":400},"functionalUnit":{"name":"run","count":3}}"""),
        ("/emissions/forecasts/batch", """[{"requestedAt":"2026-03-15T00:00:00Z","location":"GB","dataStartAt":null,"dataEndAt":"2026-03-16T00:00:00Z","windowSize":60}]"""),
        ("/emissions/average-carbon-intensity/batch", """[{"location":"uksouth","startTime":"2026-03-14T00:00:00Z","endTime":"2026-03-15T00:00:00Z"}]"""),
        ("/api/v1/optimize", """{"workload":"general","priority":"carbon","region":null,"duration_hours":1}"""),
        ("/api/v1/calculate", """{"region":"eu-west-2","instance_type":"t4g.micro","duration_hours":1}"""),
        ("/api/v1/compare", """{"options":[{"region":"eu-west-2","instance_type":"t4g.micro"}],"duration_hours":1}"""),
        ("/api/v1/schedule", """{"region":"eu-west-2","duration_hours":4}"""),
    ];

    private static readonly string[] Values =
    [
        "null", "0", "-1", "1e308", "1e-300", "0.5", "8761", "true", "[]", "{}", "[null]", "[{}]", "\"\"", "\"x\"", "\"NaN\"", "\"\\u0000\"", "\"😀\"",
        "\"9999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00Z\"", "\"2026-03-15T04:00:00+14:00\"", "\"2199-12-31T23:59:59\"", "\"PT0S\"", "\"-PT1H\"",
        "\"P366D\"", "\"P99999999D\"", "\"PT1E9S\"", "\"ZZ-99\"", "\"gb\"", "\"aws\"", "\"eu-west-2\"", "\"t4g.micro\"", "\"interruptible\"", "\"marginal\"",
        "\"" + new string('a', 3000) + "\"",
    ];

    [Theory]
    [InlineData("""{"job":{"duration":"PT3H","earliest":"9999-12-31T23:59:59Z"},"sites":[{"zone":"GB"}]}""")]
    [InlineData("""{"job":{"duration":"PT3H"},"sites":[{"zone":"GB"}],"asOf":"9999-12-31T23:59:59Z"}""")]
    [InlineData("""{"job":{"duration":"PT3H"},"sites":[{"zone":"GB"}],"asOf":"0001-01-01T00:00:00Z"}""")]
    public async Task Plan_TimeAtTheEndsOfTheCalendar_IsRefusedNamingTheRange(string body)
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", 100, 50));

        var answer = await api.PostAsync("/api/v2/plan", body);

        Assert.Equal(400, answer.Status);
        Assert.Contains("1970 to 2199", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v2/zones?at=9999-12-31T23:59:59Z")]
    [InlineData("/api/v2/signals/GB?from=9999-12-31T23:00:00Z&to=9999-12-31T23:59:59Z")]
    [InlineData("/api/v2/signals/GB?from=0001-01-01&to=0001-01-02")]
    public async Task Get_TimeAtTheEndsOfTheCalendar_Is400(string path)
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", 100, 50));

        Assert.Equal(400, (await api.GetAsync(path)).Status);
    }

    [Fact]
    public async Task Post_2000GeneratedBodies_NeverAnswers5xx()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", [.. Enumerable.Range(0, 72).Select(i => 100.0 + i)]));
        using var client = api.CreateClient();
        var random = new Random(20260315);
        var answered = new int[6];
        for (var round = 0; round < 2000; round++)
        {
            var (path, good) = Calls[random.Next(Calls.Length)];
            var body = Mutate(JsonNode.Parse(good)!, random)!.ToJsonString();
            body = random.Next(20) == 0 ? body[..random.Next(body.Length)] : body;
            using var content = new StringContent(body, Encoding.UTF8, random.Next(20) == 0 ? "text/plain" : "application/json");

            using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content);

            Assert.True((int)response.StatusCode < 500, string.Create(CultureInfo.InvariantCulture, $"round {round}: {(int)response.StatusCode} for {path} {body}"));
            answered[(int)response.StatusCode / 100]++;
        }

        // Both kinds must occur, else the generator tests nothing.
        Assert.InRange(answered[2], 100, 1900);
        Assert.InRange(answered[4], 100, 1900);
    }

    internal static JsonNode? Mutate(JsonNode? node, Random random)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var name in fields.Select(f => f.Key).ToArray())
                {
                    switch (random.Next(100))
                    {
                        case < 10:
                            fields[name] = JsonNode.Parse(random.GetItems(Values, 1)[0]);
                            break;
                        case < 13:
                            fields.Remove(name);
                            break;
                        default:
                            fields[name] = Mutate(fields[name]?.DeepClone(), random);
                            break;
                    }
                }

                return fields;
            case JsonArray items:
                return new JsonArray([.. Enumerable.Range(0, random.Next(10) == 0 ? 25 : 1).SelectMany(_ => items.Select(i => Mutate(i?.DeepClone(), random)))]);
            default:
                return node;
        }
    }
}
