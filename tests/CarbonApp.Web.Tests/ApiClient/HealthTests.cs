using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CarbonApp.Web.Tests.Fakes;

namespace CarbonApp.Web.Tests.ApiClient;

public sealed class HealthTests
{
    [Fact]
    public async Task Ready_ApiAnswers_IsHealthy()
    {
        await using var site = await WebSite.StartAsync();

        Assert.Equal("healthy", await StatusAsync(site, "/health/ready"));
    }

    [Fact]
    public async Task Ready_ApiGone_IsDegradedSoThatPagesCanSayIt()
    {
        await using var site = await WebSite.StartWithoutApiAsync();

        Assert.Equal("degraded", await StatusAsync(site, "/health/ready"));
        Assert.Equal("healthy", await StatusAsync(site, "/health/live"));
    }

    [Fact]
    public async Task Health_CallOfVersion1_IsAnsweredByTheApi()
    {
        await using var site = await WebSite.StartAsync();

        Assert.True((await site.Http.GetFromJsonAsync<JsonElement>("/health")).GetProperty("api_configured").GetBoolean());
    }

    [Fact]
    public async Task Metrics_OfTheSite_AreInPrometheusFormat()
    {
        await using var site = await WebSite.StartAsync();
        await site.Http.GetStringAsync("/");

        using var answer = await site.Http.GetAsync("/metrics");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Contains("\n# TYPE http_server_request_duration_seconds histogram\n", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<string?> StatusAsync(WebSite site, string path)
    {
        using var answer = await site.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString();
    }
}
