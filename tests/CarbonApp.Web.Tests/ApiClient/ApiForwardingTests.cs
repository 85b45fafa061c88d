using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CarbonApp.Web.Tests.Fakes;

namespace CarbonApp.Web.Tests.ApiClient;

public sealed class ApiForwardingTests
{
    [Fact]
    public async Task Post_AnyBody_PassesStatusHeadersAndBytesBothWays()
    {
        await using var site = await WebSite.StartAsync();
        var body = new byte[300_000];
        new Random(7).NextBytes(body);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-test");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/echo?a=b%2Fc&d=%C3%A9") { Content = content };
        request.Headers.Add("X-Own", "kept");
        request.Headers.Add("Connection", "X-Hop");
        request.Headers.Add("X-Hop", "dropped");
        using var answer = await site.Http.SendAsync(request);

        Assert.Equal(418, (int)answer.StatusCode);
        Assert.Equal("yes", answer.Headers.GetValues("X-Echo").Single());
        Assert.Equal("application/x-test", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(body, await answer.Content.ReadAsByteArrayAsync());
        var seen = site.Api.LastRequest!;
        Assert.Equal("/api/v1/echo?a=b%2Fc&d=%C3%A9", seen.Target);
        Assert.Equal("kept", seen.Headers["X-Own"]);
        Assert.False(seen.Headers.ContainsKey("X-Hop"));
        Assert.Equal("127.0.0.1", seen.Headers["X-Forwarded-For"]);
    }

    [Theory]
    [InlineData("/api/v2/zones", "127.0.0.0/8", "203.0.113.9")]
    [InlineData("/api/v2/zones", "10.0.0.1", "127.0.0.1")]
    [InlineData("/", "127.0.0.0/8", "203.0.113.9")]
    [InlineData("/", "10.0.0.1", "127.0.0.1")]
    public async Task Get_ForwardedFor_IsPassedOnAsKnownProxiesSayItAlone(string path, string knownProxies, string expected)
    {
        await using var site = await WebSite.StartAsync("normal", "--ForwardedHeaders:KnownProxies", knownProxies);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Forwarded-For", "198.51.100.66, 203.0.113.9");
        request.Headers.Add("Forwarded", "for=198.51.100.66");
        request.Headers.Add("X-Real-IP", "198.51.100.66");

        using var answer = await site.Http.SendAsync(request);

        Assert.Equal(200, (int)answer.StatusCode);
        var seen = site.Api.LastRequest!.Headers;
        Assert.Equal(expected, seen["X-Forwarded-For"]);
        Assert.DoesNotContain(seen, h => h.Value.Contains("198.51.100.66", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.0/8", "/metrics")]
    [InlineData("10.0.0.1", "/metrics")]
    [InlineData("127.0.0.0/8", "/Metrics/")]
    public async Task Get_MetricsThroughAProxy_AreNotThere(string knownProxies, string path)
    {
        await using var site = await WebSite.StartAsync("normal", "--ForwardedHeaders:KnownProxies", knownProxies);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");

        using var forwarded = await site.Http.SendAsync(request);
        using var scraped = await site.Http.GetAsync(path);

        Assert.Equal((404, 200), ((int)forwarded.StatusCode, (int)scraped.StatusCode));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/v2/zones")]
    public async Task Get_WithAKeyOfItsOwn_SendsItUnlessTheVisitorHasOne(string path)
    {
        await using var site = await WebSite.StartAsync("normal", "--Api:Key", "carbon_web");
        using var without = await site.Http.GetAsync(path);
        var own = site.Api.LastRequest!.Headers["Authorization"];
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/zones");
        request.Headers.Add("Authorization", "Bearer carbon_visitor");
        using var with = await site.Http.SendAsync(request);

        Assert.Equal(("Bearer carbon_web", "Bearer carbon_visitor"), (own, site.Api.LastRequest!.Headers["Authorization"]));
    }

    [Fact]
    public async Task Get_EventStream_ArrivesAtOnceAndEndsWithTheBrowser()
    {
        await using var site = await WebSite.StartAsync();
        using (var answer = await site.Http.GetAsync("/api/v2/stream/slow", HttpCompletionOption.ResponseHeadersRead))
        await using (var stream = await answer.Content.ReadAsStreamAsync())
        {
            var buffer = new byte[64];
            var read = await stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
            Assert.Equal("data: first\n\n", Encoding.UTF8.GetString(buffer, 0, read));
        }

        await site.Api.StreamAborted.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Get_ApiCutsItsAnswer_IsNotPassedOffAsWhole()
    {
        await using var site = await WebSite.StartAsync("cut");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => site.Http.GetStringAsync("/api/v2/zones"));
    }

    [Fact]
    public async Task Get_UnknownApiPath_KeepsTheApisOwn404()
    {
        await using var site = await WebSite.StartAsync();
        using var answer = await site.Http.GetAsync("/api/v1/nothing");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Get_ApiGone_Answers502WithCode()
    {
        await using var site = await WebSite.StartWithoutApiAsync();
        using var answer = await site.Http.GetAsync("/api/v2/zones");

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains("API_UNREACHABLE", await answer.Content.ReadAsStringAsync());
    }
}
