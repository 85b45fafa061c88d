using System.Globalization;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.ServiceDefaults.RateLimits;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Tests.Limits;

/// <summary>One Api that counts by itself: which calls are limited, for whom, and what the answers say.</summary>
public sealed class RateLimitTests
{
    private const string Optimize = """{"workload":"general"}""";

    [Fact]
    public async Task Get_Production_The101stCallInAnHourIs429()
    {
        await using var api = Limited();

        var calls = await RepeatAsync(101, () => api.GetAsync("/api/v2/regions"));

        Assert.All(calls[..100], c => Assert.Equal(200, c.Status));
        Assert.Equal(429, calls[100].Status);
        Assert.Equal(("application/problem+json", "TOO_MANY_REQUESTS"), (calls[100].ContentType, calls[100].String("code")));
        Assert.Contains("100 calls of this kind in 3600 s", calls[100].String("detail"), StringComparison.Ordinal);
        Assert.Equal("3600", Header(calls[100], "Retry-After"));
    }

    [Fact]
    public async Task Post_Optimize_The21stCallInAMinuteIs429InTheShapeOfV1()
    {
        await using var api = Limited();

        var calls = await RepeatAsync(21, () => api.PostAsync("/api/v1/optimize", Optimize));

        Assert.All(calls[..20], c => Assert.Equal(200, c.Status));
        Assert.Equal((429, "rate_limit_exceeded"), (calls[20].Status, calls[20].String("error_type")));
        Assert.Equal("60", Header(calls[20], "Retry-After"));
        Assert.Equal(200, (await api.GetAsync("/api/v2/regions")).Status);
    }

    [Theory]
    [InlineData("/api/v2/plan")]
    [InlineData("/api/v2/plan/batch")]
    [InlineData("/api/v2/pareto")]
    [InlineData("/api/v2/placement")]
    [InlineData("/api/v2/backtest")]
    [InlineData("/api/v2/analyses")]
    [InlineData("/api/run")]
    [InlineData("/api/imagery/analyze-and-cache")]
    public async Task Post_AnySearchOrAnalysis_CountsAsOptimize(string path)
    {
        await using var api = Limited("RateLimits:OptimizePerMinute", "1");
        api.UseKestrel();

        var calls = await RepeatAsync(2, () => api.PostAsync(path, "{}"));

        Assert.NotEqual(429, calls[0].Status);
        Assert.Equal(429, calls[1].Status);
    }

    [Fact]
    public async Task Post_KelpAfterTheLastSearchOfTheMinute_Is429InTheShapeOfKelpie()
    {
        await using var api = Limited("RateLimits:OptimizePerMinute", "1");
        api.UseKestrel();
        await api.PostAsync("/api/v1/optimize", Optimize);

        var refused = await api.PostAsync("/api/run", "{}");

        Assert.Equal((429, "60"), (refused.Status, Header(refused, "Retry-After")));
        Assert.Equal("SERVICE_UNAVAILABLE", refused.Json.GetProperty("detail").GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Post_WaitedAsLongAsTold_IsAdmitted()
    {
        await using var api = Limited("RateLimits:OptimizePerMinute", "1");
        await api.PostAsync("/api/v1/optimize", Optimize);
        api.Clock.Advance(TimeSpan.FromSeconds(12.5));

        var refused = await api.PostAsync("/api/v1/optimize", Optimize);
        var wait = int.Parse(Header(refused, "Retry-After"), CultureInfo.InvariantCulture);
        api.Clock.Advance(TimeSpan.FromSeconds(wait - 1));
        var early = await api.PostAsync("/api/v1/optimize", Optimize);
        api.Clock.Advance(TimeSpan.FromSeconds(1));
        var admitted = await api.PostAsync("/api/v1/optimize", Optimize);

        Assert.Equal((48, 429, 429, 200), (wait, refused.Status, early.Status, admitted.Status));
    }

    [Fact]
    public async Task Post_Admitted_TellsHowMuchIsLeft()
    {
        await using var api = Limited();
        await api.PostAsync("/api/v1/optimize", Optimize);

        var second = await api.PostAsync("/api/v1/optimize", Optimize);

        Assert.Equal("\"hour\";q=100;w=3600, \"optimize\";q=20;w=60", Header(second, "RateLimit-Policy"));
        Assert.Equal("\"optimize\";r=18;t=60", Header(second, "RateLimit"));
        Assert.Equal(("20", "18", "60"), (Header(second, "RateLimit-Limit"), Header(second, "RateLimit-Remaining"), Header(second, "RateLimit-Reset")));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/health")]
    [InlineData("/metrics")]
    [InlineData("/docs")]
    [InlineData("/openapi/v1.json")]
    public async Task Get_WhatProbesAndReadersAskFor_IsNeverLimited(string path)
    {
        await using var api = Limited("RateLimits:PerHour", "1");

        Assert.All(await RepeatAsync(3, () => api.GetAsync(path)), c => Assert.NotEqual(429, c.Status));
    }

    [Fact]
    public async Task Get_PathThatIsNotThere_CountsToo()
    {
        await using var api = Limited("RateLimits:PerHour", "1");

        Assert.Equal([404, 429], (await RepeatAsync(2, () => api.GetAsync("/api/v2/guess"))).Select(c => c.Status));
    }

    [Fact]
    public async Task Get_Development_HasNoLimitUnlessSet()
    {
        await using var open = new ApiFactory().WithWebHostBuilder(host => host.UseEnvironment("Development").UseSetting("RateLimits:Enabled", null));
        using var client = open.CreateClient();

        for (var i = 0; i < 102; i++)
        {
            using var answer = await client.GetAsync(new Uri("/api/v2/regions", UriKind.Relative));
            Assert.Equal(200, (int)answer.StatusCode);
            Assert.False(answer.Headers.Contains("RateLimit"));
        }
    }

    [Fact]
    public async Task Get_ThroughKnownProxies_CountsForWhoeverCalled()
    {
        await using var api = Limited("RateLimits:PerHour", "1");
        api.UseKestrel();

        Assert.Equal(200, (await FromAsync(api, "203.0.113.1")).Status);
        Assert.Equal(429, (await FromAsync(api, "203.0.113.1")).Status);
        Assert.Equal(200, (await FromAsync(api, "203.0.113.2")).Status);
        // What the caller claims stands to the left of what the known proxy says.
        Assert.Equal(429, (await FromAsync(api, "198.51.100.7, 203.0.113.2")).Status);
    }

    [Fact]
    public async Task Get_ThroughUnknownProxy_CountsForTheProxy()
    {
        await using var api = Limited("RateLimits:PerHour", "1").Set("ForwardedHeaders:KnownProxies", "10.0.0.0/8");
        api.UseKestrel();

        Assert.Equal(200, (await FromAsync(api, "203.0.113.1")).Status);
        Assert.Equal(429, (await FromAsync(api, "203.0.113.2")).Status);
    }

    [Theory]
    [InlineData("RateLimits:PerHour", "0", "PerHour")]
    [InlineData("RateLimits:OptimizePerMinute", "-3", "OptimizePerMinute")]
    [InlineData("ForwardedHeaders:KnownProxies", "10.0.0.1, everybody", "'everybody'")]
    public async Task Start_WrongSetting_StopsNamingIt(string key, string value, string named)
    {
        await using var api = Limited(key, value);

        var fault = Assert.ThrowsAny<OptionsValidationException>(() => api.CreateClient());

        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::", "2001:db8:1:2::/64")]
    public void Of_Address_IsWhoeverHasIt(string address, string client) =>
        Assert.Equal(client, ClientAddress.Of(System.Net.IPAddress.Parse(address)));

    private static TestApi Limited(string key = "RateLimits:Replicas", string value = "1") =>
        new TestApi(Fakes.Signals.Hourly("GB", 100, 50)).Set("RateLimits:Enabled", "true").Set(key, value);

    private static async Task<Answer> FromAsync(TestApi api, string forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/regions");
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        return await api.SendAsync(request);
    }

    private static async Task<Answer[]> RepeatAsync(int times, Func<Task<Answer>> call)
    {
        var answers = new Answer[times];
        for (var i = 0; i < times; i++)
        {
            answers[i] = await call();
        }

        return answers;
    }

    private static string Header(Answer answer, string name) => Assert.Single(answer.Response.Headers.GetValues(name));
}
