using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace CarbonApp.AppHost.Tests.Standalone;

/// <summary>What arrives at a collector, and stands in the log, of one call that passes through everything.</summary>
[Collection(RunningSystem.Name)]
public class TelemetryTests(RunningSystem system)
{
    private readonly string _trace = ActivityTraceId.CreateRandom().ToHexString();
    private readonly string _caller = ActivitySpanId.CreateRandom().ToHexString();

    [Fact]
    public async Task Get_ByWayOfWeb_IsOneTraceFromTheCallerToPostgresAndTheFeed()
    {
        // So that Postgres has something of the zone, and is asked.
        using var history = new StringContent("datetime,value\n2024-01-01 00:00,100\n2024-01-01 01:00,100\n", new MediaTypeHeaderValue("text/csv"));
        using var client = new HttpClient();
        using var imported = await client.PostAsync(new Uri(system.Run.AddressOf("web"), "/api/v2/imports?zone=GB"), history);
        Assert.True(imported.IsSuccessStatusCode, await imported.Content.ReadAsStringAsync());

        await GetAsync("/api/v2/signals/GB");

        var web = await SpanAsync("web", "Microsoft.AspNetCore", _caller);
        var forwarded = await SpanAsync("web", "System.Net.Http", web.Id);
        var api = await SpanAsync("api", "Microsoft.AspNetCore", forwarded.Id);
        await system.World.SeesAsync(world => BelowIn(world, api).FirstOrDefault(span => span.Source == "Npgsql"), "a query of Postgres");
        var asked = await system.World.SeesAsync(world => BelowIn(world, api).FirstOrDefault(span => span.Source == "System.Net.Http"), "a call of a feed");
        Assert.Contains($"00-{_trace}-{asked.Id}-01", system.World.FeedCalls);
        Assert.Equal(("GET /api/v2/signals/{zone}", "GET"), (api.Name, asked.Name));
    }

    [Fact]
    public async Task Log_OfACall_IsJsonWithTimeAndTraceAndArrivesToo()
    {
        await GetAsync("/api/v2/regions");

        foreach (var service in new[] { "web", "api" })
        {
            await system.World.SeesAsync(world => world.Logs.Contains((service, _trace)) ? world : null, $"a log record of {service}");
            var line = system.Run.Output.Split('\n').First(line => line.StartsWith(service, StringComparison.Ordinal) && line.Contains(_trace, StringComparison.Ordinal));
            var entry = JsonDocument.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
            Assert.Equal(TimeSpan.Zero, DateTimeOffset.Parse(entry.GetProperty("Timestamp").GetString()!, null).Offset);
            Assert.Contains(entry.GetProperty("Scopes").EnumerateArray(), scope => scope.TryGetProperty("TraceId", out var trace) && trace.GetString() == _trace);
        }
    }

    [Theory]
    [InlineData("web", "http.server.request.duration")]
    [InlineData("web", "http.client.request.duration")]
    [InlineData("api", "http.server.request.duration")]
    [InlineData("api", "db.client.operation.duration")]
    [InlineData("api", "dotnet.process.memory.working_set")]
    [InlineData("api", "carbonapp.process.cpu.limit")]
    public async Task Metrics_OfEachService_Arrive(string service, string name)
    {
        await GetAsync("/api/v2/signals/FR");

        await system.World.SeesAsync(world => world.Metrics.Contains((service, name)) ? world : null, $"{name} of {service}");
    }

    /// <summary>As a caller who is traced himself.</summary>
    private async Task GetAsync(string path)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(system.Run.AddressOf("web"), path));
        request.Headers.Add("traceparent", $"00-{_trace}-{_caller}-01");
        using var answer = await client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private Task<OutsideWorld.Span> SpanAsync(string service, string source, string parent) => system.World.SeesAsync(
        world => world.Spans.SingleOrDefault(span => (span.Service, span.Source, span.Trace, span.Parent) == (service, source, _trace, parent)),
        $"the span of {source} in {service} below {parent}");

    /// <summary>Spans of the same service below another, at whatever depth.</summary>
    private static IEnumerable<OutsideWorld.Span> BelowIn(OutsideWorld world, OutsideWorld.Span above)
    {
        var spans = world.Spans.Where(span => span.Trace == above.Trace && span.Service == above.Service).ToLookup(span => span.Parent);
        IEnumerable<OutsideWorld.Span> Below(string id) => spans[id].SelectMany(span => Below(span.Id).Prepend(span));
        return Below(above.Id);
    }
}
