using System.Text.Json;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonApp.Api.Tests.OpenApi;

public sealed class ApiDocumentTests
{
    [Fact]
    public async Task Document_EveryRouteOfTheApi_IsDescribed()
    {
        await using var api = new TestApi();
        var paths = (await api.GetAsync("/openapi/v1.json")).At("paths");

        var routes = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) || e.RoutePattern.RawText!.StartsWith("/emissions/", StringComparison.Ordinal) || e.RoutePattern.RawText is "/locations" or "/health")
            .SelectMany(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(m => (Path: e.RoutePattern.RawText!, Method: m.ToLowerInvariant())))
            .ToArray();

        Assert.True(routes.Length >= 12, string.Join(", ", routes));
        Assert.All(routes, r => Assert.True(paths.TryGetProperty(r.Path, out var path) && path.TryGetProperty(r.Method, out _), $"{r.Method} {r.Path} is not in the document"));
    }

    [Fact]
    public async Task Document_EveryOperation_HasSummaryErrorsAndExamples()
    {
        await using var api = new TestApi();
        var document = await api.GetAsync("/openapi/v1.json");

        Assert.StartsWith("3.1", document.String("openapi"), StringComparison.Ordinal);
        foreach (var (path, method, operation) in Operations(document))
        {
            var name = $"{method} {path}";
            Assert.False(string.IsNullOrWhiteSpace(operation.GetProperty("summary").GetString()), name);
            var error = operation.GetProperty("responses").GetProperty("default").GetProperty("content").EnumerateObject().Single();
            Assert.Equal(path.StartsWith("/api/v1", StringComparison.Ordinal) || path.StartsWith("/api/imagery", StringComparison.Ordinal) || path is "/health" or "/api/run" ? "application/json" : "application/problem+json", error.Name);
            Assert.True(error.Value.TryGetProperty("example", out _), name);
            if (operation.TryGetProperty("requestBody", out var body))
            {
                Assert.True(body.GetProperty("content").GetProperty("application/json").TryGetProperty("example", out _), name + " has no example body");
            }

            foreach (var parameter in operation.TryGetProperty("parameters", out var all) ? all.EnumerateArray().ToArray() : [])
            {
                Assert.True(parameter.TryGetProperty("description", out var text) && text.GetString()!.Length > 0, $"{name}: {parameter.GetProperty("name")} is not described");
            }
        }
    }

    [Fact]
    public async Task Document_EverySchemaMember_HasADescriptionAndAType()
    {
        await using var api = new TestApi();
        var schemas = (await api.GetAsync("/openapi/v1.json")).At("components", "schemas");

        foreach (var schema in schemas.EnumerateObject().Where(
            s => s.Name is not ("ProblemDetails" or "HealthResponse" or "JsonElement") && !s.Name.StartsWith("SseItem", StringComparison.Ordinal)))
        {
            if (schema.Value.TryGetProperty("oneOf", out _))
            {
                continue; // A list or a word: described, and without members.
            }

            foreach (var member in schema.Value.GetProperty("properties").EnumerateObject())
            {
                // A member that may be null of an object type is "one of null and $ref", described where the type is.
                Assert.True(
                    member.Value.TryGetProperty("oneOf", out _)
                    || (member.Value.TryGetProperty("description", out var text) && !text.GetString()!.Contains('<', StringComparison.Ordinal)),
                    $"{schema.Name}.{member.Name} is not described: {member.Value.GetRawText()}");
                Assert.True(
                    member.Value.TryGetProperty("type", out _) || member.Value.TryGetProperty("$ref", out _) || member.Value.TryGetProperty("oneOf", out _),
                    $"{schema.Name}.{member.Name} has no type: {member.Value.GetRawText()}");
            }
        }
    }

    [Fact]
    public async Task Document_EveryExampleBody_WorksAsItStands()
    {
        await using var api = new TestApi(Fakes.Signals.Hourly("GB", Fakes.Signals.Now.AddDays(-1), SignalStatus.Forecast, [.. Enumerable.Repeat(200.0, 74)]), Fakes.Signals.Flat("US-MIDA-PJM", 400, 50));
        var document = await api.GetAsync("/openapi/v1.json");

        // What keeps something needs a database: its own tests post its example.
        foreach (var (path, method, operation) in Operations(document).Where(o => o.Method == "post" && o.Path is not ("/api/v2/analyses" or "/api/v2/analyses/{id}/cancel" or "/api/run" or "/api/imagery/analyze-and-cache" or "/api/v2/imports" or "/api/v2/backtest" or "/api/v2/keys" or "/api/v2/schedules" or "/api/v2/plans/{id}/actuals")))
        {
            var body = operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example").GetRawText();
            var answer = await api.PostAsync(path, body);
            Assert.True(answer.Status == 200, $"{path}: {answer.Text}");
        }
    }

    [Fact]
    public async Task Docs_Page_IsOurOwnAndAsksNoOtherHost()
    {
        await using var api = new TestApi();

        var page = await api.GetAsync("/docs");
        var script = await api.GetAsync("/docs/docs.js");
        var style = await api.GetAsync("/docs/docs.css");

        Assert.Equal("text/html", page.ContentType);
        Assert.Equal("text/javascript", script.ContentType);
        Assert.Equal("text/css", style.ContentType);
        Assert.Contains("default-src 'none'", page.Response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.All([page, script, style], answer => Assert.DoesNotContain("//", answer.Text.Replace("// Builds", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    private static IEnumerable<(string Path, string Method, JsonElement Operation)> Operations(Answer document) =>
        from path in document.At("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        select (path.Name, method.Name, method.Value);
}
