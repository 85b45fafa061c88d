using System.Net;
using System.Text;
using CarbonApp.Api.Tests.Fakes;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Tests.Hardening;

/// <summary>What every answer says to browsers, and what is not taken in. On Kestrel: it refuses some of it itself.</summary>
public sealed class HardeningTests
{
    [Theory]
    [InlineData("/api/v2/regions", 200)]
    [InlineData("/api/v2/jobs?limit=0", 400)]
    [InlineData("/no/such/path", 404)]
    [InlineData("/health/live", 200)]
    [InlineData("/docs", 200)]
    public async Task Get_AnyAnswer_HasTheHeaders(string path, int status)
    {
        await using var api = Api();

        var answer = await api.GetAsync(path);

        Assert.Equal(status, answer.Status);
        Assert.Equal(("nosniff", "DENY", "no-referrer"), (Header(answer, "X-Content-Type-Options"), Header(answer, "X-Frame-Options"), Header(answer, "Referrer-Policy")));
        Assert.Contains("camera=()", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
        var policy = Header(answer, "Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.False(answer.Response.Headers.Contains("Server"));
        Assert.False(answer.Response.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Get_OverHttpsAtTheProxy_SaysToComeByHttpsOnly()
    {
        await using var api = Api();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/regions");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "203.0.113.1");

        Assert.Equal("max-age=31536000; includeSubDomains", Header(await api.SendAsync(request), "Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("https://dashboard.example.org", true)]
    [InlineData("https://evil.example.org", false)]
    [InlineData("http://dashboard.example.org", false)]
    [InlineData("null", false)]
    public async Task Preflight_Origin_IsAllowedIfListed(string origin, bool allowed)
    {
        await using var api = Api().Set("Cors:AllowedOrigins", "https://dashboard.example.org, https://other.example.org:8443").Set("ApiKeys:Required", "true");
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/v2/plan");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");

        var answer = await api.SendAsync(request);

        Assert.Equal(allowed, answer.Response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) && values.Single() == origin);
        Assert.False(answer.Response.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Get_NoOriginListed_AllowsNone()
    {
        await using var api = Api();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/regions");
        request.Headers.Add("Origin", "https://dashboard.example.org");

        Assert.False((await api.SendAsync(request)).Response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("https://dashboard.example.org/")]
    [InlineData("dashboard.example.org")]
    [InlineData("*")]
    public async Task Start_OriginThatIsNone_StopsNamingIt(string origin)
    {
        await using var api = new TestApi().Set("Cors:AllowedOrigins", origin);

        Assert.Contains($"'{origin}'", Assert.ThrowsAny<OptionsValidationException>(() => api.CreateClient()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_HostThatIsNotListed_Is400()
    {
        await using var api = Api().Set("AllowedHosts", "carbon.example.org;127.0.0.1");
        using var listed = new HttpRequestMessage(HttpMethod.Get, "/api/v2/regions") { Headers = { Host = "carbon.example.org" } };
        using var other = new HttpRequestMessage(HttpMethod.Get, "/api/v2/regions") { Headers = { Host = "evil.example.org" } };

        Assert.Equal(200, (await api.SendAsync(listed)).Status);
        Assert.Equal(400, (await api.SendAsync(other)).Status);
    }

    [Fact]
    public async Task Send_TooMuchOfAnything_IsRefused()
    {
        await using var api = Api();
        using var manyHeaders = new HttpRequestMessage(HttpMethod.Get, "/api/v2/regions");
        manyHeaders.Headers.Add("X-Long", new string('a', 40_000));

        Assert.Equal(414, (await api.GetAsync("/api/v2/regions?x=" + new string('a', 9_000))).Status);
        Assert.Equal(431, (await api.SendAsync(manyHeaders)).Status);
        Assert.Equal(413, (await api.PostAsync("/api/v2/plan", $"{{\"x\":\"{new string('a', 2 << 20)}\"}}")).Status);
    }

    private static TestApi Api()
    {
        var api = new TestApi(Fakes.Signals.Hourly("GB", 100, 50));
        api.UseKestrel();
        return api;
    }

    private static string Header(Answer answer, string name) => Assert.Single(answer.Response.Headers.GetValues(name));
}
