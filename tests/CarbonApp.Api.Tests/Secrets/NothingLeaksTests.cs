using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.ServiceDefaults.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonApp.Api.Tests.Secrets;

/// <summary>The real Api with secrets that are found again anywhere, used well and badly: none is in any log, trace, answer, metric or document.</summary>
[Collection(nameof(SecretHost))]
public sealed class NothingLeaksTests(SecretHost host)
{
    private readonly List<string> _answers = [];

    [Fact]
    public async Task Secrets_WhateverIsCalledAndFails_AreNowhereToBeFound()
    {
        var admin = host.New("admin-0123456789-0123456789");
        host.Store("ApiKeys__AdminKey", admin);
        // Everybody upstream repeats what it was sent, as debugging proxies do.
        host.Upstream.Answer = (asked, context) =>
        {
            context.Response.StatusCode = asked.Target.StartsWith("/search", StringComparison.Ordinal) ? 500 : 401;
            return Task.FromResult<string?>($$"""{"error":"{{string.Join(' ', asked.Headers.Values).Replace('"', ' ')}}"}""");
        };
        await SecretHost.UntilAsync(async () => (await SendAsync(HttpMethod.Get, "/api/v2/keys", key: admin)).Status == 200);
        var made = await SendAsync(HttpMethod.Post, "/api/v2/keys", """{"name":"leak test","scopes":["read"]}""", admin, keep: false);
        var own = made.String("key")![^43..];
        host.Secrets.Add(own);

        await CallAllAsync(admin, made.String("key")!);
        await FailEverywhereAsync();
        await CallWhatUsesSecretsAsync(admin, made.String("key")!);

        await MendAsync();
        await SecretHost.UntilAsync(async () => (await SendAsync(HttpMethod.Get, "/api/v2/audit", key: admin)).Status == 200);
        Assert.Contains(_answers, a => a.Contains("key.create", StringComparison.Ordinal));
        Assert.True(host.Secrets.Count > 10);
        // They were used: what is never sent cannot leak.
        Assert.All((string[])["leak-maps-", "leak-planet-"], secret => Assert.Contains(host.Upstream.Requests, asked => asked.Headers.Values.Any(v => v.Contains(secret, StringComparison.Ordinal))));
        Assert.Contains(host.Vault.Requests, asked => asked.Header("X-Vault-Token").StartsWith("leak-vault-", StringComparison.Ordinal));
        var places = _answers.Concat(host.Seen.All).ToArray();
        Assert.True(places.Length > 500, $"only {places.Length} places to look at");
        // All of them in one pass: there are megabytes to look through.
        var forms = SearchValues.Create([.. host.Secrets.SelectMany(Forms).Distinct()], StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(places, place => place.AsSpan().ContainsAny(forms));
    }

    /// <summary>As it is, and as it may stand in a header or an address. The connection strings among them would be found by their passwords.</summary>
    private static IEnumerable<string> Forms(string secret) =>
        [secret, Uri.EscapeDataString(secret), Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=')[..^1]];

    private async Task CallAllAsync(string admin, string own)
    {
        foreach (var path in (string[])["/", "/health", "/health/live", "/docs", "/openapi/v1.json", "/api/v1/regions", "/api/v2/regions", "/locations", "/api/v2/zones", "/api/v2/keys"])
        {
            await SendAsync(HttpMethod.Get, path);
        }

        await CallWhatUsesSecretsAsync(admin, own);
    }

    private async Task CallWhatUsesSecretsAsync(string admin, string own)
    {
        foreach (var path in (string[])[
            "/health/ready", "/metrics", "/api/v2/signals/DE", "/api/v2/signals/nowhere", "/api/v2/forecast/FR", "/api/v1/regions/nowhere", "/emissions/bylocation?location=SE",
            "/api/v2/scenes?bbox=32.97,34.57,33.03,34.63", "/api/v2/schedules", "/api/v2/schedules/none", "/api/v2/jobs", "/api/v2/ledger", "/api/v2/audit", "/no/such/path"])
        {
            await SendAsync(HttpMethod.Get, path, key: own);
        }

        await SendAsync(HttpMethod.Get, "/api/v2/keys", key: admin);
        await SendAsync(HttpMethod.Get, "/api/v2/keys", key: own);
        await SendAsync(HttpMethod.Get, "/api/v2/zones", key: host.New("wrong-key"));
        await SendAsync(HttpMethod.Delete, "/api/v2/keys/none", key: admin);
        var deadline = TimeProvider.System.GetUtcNow().AddHours(8).ToString("O");
        foreach (var (path, body) in ((string, string)[])[
            ("/api/v2/plan", $$"""{"job":{"id":"x","duration":"PT1H","deadline":"{{deadline}}"},"sites":[{"zone":"DE"}]}"""), ("/api/v2/plan", "{"), ("/api/v2/plan", "{}"),
            ("/api/v2/schedules", $$"""{"plan":{"job":{"id":"x","duration":"PT1H","deadline":"{{deadline}}"},"sites":[{"zone":"DE"}]},"webhook":{"url":"{{host.Upstream.Address}}","secretName":"team"} }"""),
            ("/api/v2/schedules", """{"webhook":{"url":"http://x","secretName":"nobody"}}"""), ("/api/v1/optimize", "{}"), ("/api/v2/keys", """{"name":"x"}"""), ("/api/v2/backtest", "{}"),
            ("/api/v2/analyses", "{}"), ("/api/run", "{}"), ("/api/v2/imports?zone=DE", "rubbish")])
        {
            await SendAsync(HttpMethod.Post, path, body, path == "/api/v2/keys" ? admin : null);
        }
    }

    /// <summary>Passwords that have become wrong, a store that refuses, settings that cannot be understood.</summary>
    private async Task FailEverywhereAsync()
    {
        host.Vault.Answer = (asked, context) =>
        {
            context.Response.StatusCode = 403;
            return Task.FromResult<string?>($$"""{"errors":["{{asked.Header("X-Vault-Token")}}"]}""");
        };
        await host.ChangePostgresAsync(tell: false);
        await host.ChangeRedisAsync(tell: false);
        var redis = host.Api.Services.GetRequiredService<RedisLink>();
        await SecretHost.UntilAsync(async () => !await redis.AskAsync(async d => await d.StringSetAsync("leak", "x"), absent: false, TimeSpan.FromSeconds(1)));
        host.Write("Grid__Schedules__Secrets__team", host.New("no-signing-key"));
        await host.UntilLoggedAsync("Grid:Schedules:Secrets:team");
        host.Write("ConnectionStrings__cache", $"127.0.0.1:1,password={host.New("redis")},nonsense=yes");
        await host.UntilLoggedAsync("ConnectionStrings:cache changed and count from now on");
    }

    private async Task MendAsync()
    {
        host.PlayVault();
        host.Write("Grid__Schedules__Secrets__team", CarbonApp.Api.Grid.Schedules.WebhookSignature.NewSecret());
        await host.ChangePostgresAsync();
        await host.ChangeRedisAsync();
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string? key = null, bool keep = true)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        var answer = await Answer.Of(await host.Api.Client.SendAsync(request));
        if (keep)
        {
            _answers.Add($"{path} {answer.Status} {answer.Response.Headers} {answer.Text}");
        }

        return answer;
    }
}
