using System.Net.Http.Json;
using System.Text;
using CarbonApp.Api.Access;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Tests.Shared.Servers;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CarbonApp.Api.Tests.Access;

/// <summary>Keys over real HTTP and a real Postgres, two replicas where it matters.</summary>
public sealed class ApiKeyTests(PostgresServer server)
{
    private const string Admin = "test-only-admin-key-0123456789abcdef";

    [Fact]
    public async Task Required_WithoutAKey_Is401EverywhereButWhereProbesAsk()
    {
        await using var api = await StartAsync(required: true);

        foreach (var path in (string[])["/api/v2/regions", "/api/v1/regions", "/locations", "/api/v2/keys", "/api/v2/audit", "/no/such/path"])
        {
            var refused = await SendAsync(api, HttpMethod.Get, path);
            Assert.Equal(401, refused.Status);
            Assert.Equal("Bearer realm=\"carbonapp\"", refused.Response.Headers.WwwAuthenticate.ToString());
        }

        foreach (var path in (string[])["/health", "/health/live", "/health/ready", "/metrics", "/docs", "/openapi/v1.json"])
        {
            Assert.Equal(200, (await SendAsync(api, HttpMethod.Get, path)).Status);
        }

        Assert.Equal("UNAUTHENTICATED", (await SendAsync(api, HttpMethod.Get, "/api/v2/regions")).String("code"));
        Assert.Equal("unauthorized", (await SendAsync(api, HttpMethod.Get, "/api/v1/regions")).String("error_type"));
    }

    [Theory]
    [InlineData("read", 200, 403, 403, 403)]
    [InlineData("plan", 200, 400, 403, 403)]
    [InlineData("import", 200, 403, 400, 403)]
    [InlineData("web", 403, 403, 403, 403)]
    [InlineData("admin", 200, 400, 400, 200)]
    public async Task Required_ScopeOfTheKey_DecidesWhatItMay(string scope, int read, int plan, int import, int admin)
    {
        await using var api = await StartAsync(required: true);
        var key = await MakeAsync(api, scope);

        Assert.Equal(
            (read, plan, import, admin),
            ((await SendAsync(api, HttpMethod.Get, "/api/v2/regions", key)).Status, (await SendAsync(api, HttpMethod.Post, "/api/v2/plan", key, "{}")).Status,
             (await SendAsync(api, HttpMethod.Post, "/api/v2/imports?zone=!", key, "x")).Status, (await SendAsync(api, HttpMethod.Get, "/api/v2/keys", key)).Status));
    }

    [Fact]
    public async Task Revoke_OnOneReplica_IsRefusedByTheOtherWithinSeconds()
    {
        var database = await server.CreateDatabaseAsync("keys_revoke");
        await using var one = await StartOnAsync(database);
        await using var other = await StartOnAsync(database);
        var key = await MakeAsync(one, "read");
        Assert.Equal(200, (await SendAsync(other, HttpMethod.Get, "/api/v2/regions", key)).Status);

        Assert.Equal(200, (await SendAsync(one, HttpMethod.Delete, $"/api/v2/keys/{ApiKeyText.IdOf(key)}", Admin)).Status);
        Assert.Equal(401, (await SendAsync(one, HttpMethod.Get, "/api/v2/regions", key)).Status);
        await Task.Delay(ApiKeyCheck.Fresh);

        Assert.Equal(401, (await SendAsync(other, HttpMethod.Get, "/api/v2/regions", key)).Status);
    }

    [Fact]
    public async Task Key_Expired_IsRefused()
    {
        await using var api = await StartAsync(required: true);
        var key = await MakeAsync(api, "read", TimeProvider.System.GetUtcNow().AddSeconds(1.5));
        Assert.Equal(200, (await SendAsync(api, HttpMethod.Get, "/api/v2/regions", key)).Status);

        await Task.Delay(1_600);

        Assert.Equal(401, (await SendAsync(api, HttpMethod.Get, "/api/v2/regions", key)).Status);
    }

    [Fact]
    public async Task Key_OneCharacterOff_IsRefusedAlsoWhereNoneIsNeeded()
    {
        await using var api = await StartAsync(required: false);
        var key = await MakeAsync(api, "read");
        var wrong = key[..^2] + (key[^2] == 'A' ? 'B' : 'A') + key[^1];

        Assert.Equal(200, (await SendAsync(api, HttpMethod.Get, "/api/v2/regions")).Status);
        Assert.Equal(401, (await SendAsync(api, HttpMethod.Get, "/api/v2/regions", wrong)).Status);
        Assert.Equal(401, (await SendAsync(api, HttpMethod.Get, "/api/v2/regions", "carbon_'; drop table api_key; --")).Status);
        Assert.Equal(200, (await SendAsync(api, HttpMethod.Get, "/api/v2/regions", key)).Status);
    }

    [Fact]
    public async Task Create_Key_IsStoredNowhereButAsASaltedHashAndIsInNoLog()
    {
        var log = new LogLines();
        await using var api = await StartAsync(services => services.AddLogging(l => l.AddProvider(log).SetMinimumLevel(LogLevel.Trace)));
        var (one, two) = (await MakeAsync(api, "read"), await MakeAsync(api, "read"));
        await SendAsync(api, HttpMethod.Get, "/api/v2/regions", one);

        var rows = await api.Database.UseAsync(async connections =>
        {
            await using var connection = await connections.OpenConnectionAsync();
            return (await connection.QueryAsync<string>("select t::text || encode(t.salt, 'escape') || encode(t.hash, 'escape') from api_key t union all select t::text from audit_event t")).ToArray();
        });
        var metrics = (await SendAsync(api, HttpMethod.Get, "/metrics")).Text;
        foreach (var secret in (string[])[one[^43..], two[^43..], Admin])
        {
            Assert.DoesNotContain(rows, r => r.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(log.All, l => l.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(secret, metrics, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, (await SendAsync(api, HttpMethod.Get, "/api/v2/keys", Admin)).Text, StringComparison.Ordinal);
        }

        Assert.Contains(log.All, l => l.Contains("Audit: key.create", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Audit_Acts_AreToldWithWhoAndWhat()
    {
        await using var api = await StartAsync(required: true);
        var admin = await MakeAsync(api, "admin");
        var id = ApiKeyText.IdOf(await MakeAsync(api, "read", by: admin))!;
        await SendAsync(api, HttpMethod.Delete, $"/api/v2/keys/{id}", admin);

        var events = (await SendAsync(api, HttpMethod.Get, "/api/v2/audit", Admin)).At("events").EnumerateArray()
            .Select(e => (e.GetProperty("action").GetString(), e.GetProperty("actor").GetString(), e.GetProperty("subject").GetString())).ToArray();

        var adminId = ApiKeyText.IdOf(admin);
        Assert.Equal([("key.revoke", adminId, id), ("key.create", adminId, id), ("key.create", "admin-key", adminId)], events);
    }

    [Fact]
    public async Task NotRequired_AdministrationFromElsewhere_TakesAKey()
    {
        await using var api = await StartAsync(required: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/keys");
        request.Headers.Add("X-Forwarded-For", "203.0.113.5");

        Assert.Equal(401, (await Answer.Of(await api.Client.SendAsync(request))).Status);
        Assert.Equal(200, (await SendAsync(api, HttpMethod.Get, "/api/v2/keys")).Status);
    }

    /// <summary>A proxy elsewhere passes on what its callers claim to be.</summary>
    [Theory]
    [InlineData("10.0.0.5", "127.0.0.1", 401)]
    [InlineData("10.0.0.5", "::1", 401)]
    [InlineData("127.0.0.1", "203.0.113.5", 401)]
    [InlineData("127.0.0.1", "127.0.0.1", 400)]
    public async Task NotRequired_CallerThatClaimsToBeThisMachine_IsItOnlyOverItsOwnConnection(string connected, string claimed, int status)
    {
        await using var api = new TestApi().Set("ForwardedHeaders:KnownProxies", "127.0.0.0/8,::1,10.0.0.0/8");

        var answered = await api.Server.SendAsync(context =>
        {
            context.Connection.RemoteIpAddress = System.Net.IPAddress.Parse(connected);
            context.Request.Path = "/api/v2/audit";
            context.Request.QueryString = new("?limit=none");
            context.Request.Headers["X-Forwarded-For"] = claimed;
        });

        Assert.Equal(status, answered.Response.StatusCode);
    }

    [Theory]
    [InlineData("""{"name":"x"}""", "scopes")]
    [InlineData("""{"name":"x","scopes":["root"]}""", "scopes")]
    [InlineData("""{"name":" ","scopes":["read"]}""", "name")]
    [InlineData("""{"name":"x","scopes":["read"],"expiresAt":"2001-01-01T00:00:00Z"}""", "expiresAt")]
    public async Task Create_WrongMember_Is400NamingIt(string body, string named)
    {
        await using var api = new TestApi();

        var answer = await api.PostAsync("/api/v2/keys", body);

        Assert.Equal((400, "VALIDATION"), (answer.Status, answer.String("code")));
        Assert.Contains(named, answer.String("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_KeyedCalls_CountForTheKeyAndThoseOfWebForTheVisitor()
    {
        await using var api = await StartAsync(settings: new() { ["RateLimits:Enabled"] = "true", ["RateLimits:PerHour"] = "4" });
        var (own, web) = (await MakeAsync(api, "read"), await MakeAsync(api, "read,web"));

        Assert.Equal((int[])[200, 200, 200, 200, 429], await FiveAsync(api, own, "203.0.113.1", "203.0.113.2"));
        Assert.Equal((int[])[200, 200, 200, 200, 200], await FiveAsync(api, web, "203.0.113.1", "203.0.113.2"));
    }

    private static async Task<int[]> FiveAsync(ApiOnPostgres api, string key, params string[] visitors)
    {
        var statuses = new int[5];
        for (var i = 0; i < statuses.Length; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/regions");
            request.Headers.Add("X-Forwarded-For", visitors[i % visitors.Length]);
            request.Headers.Add("Authorization", $"Bearer {key}");
            statuses[i] = (await Answer.Of(await api.Client.SendAsync(request))).Status;
        }

        return statuses;
    }

    private Task<ApiOnPostgres> StartAsync(bool required) => StartAsync(settings: new() { ["ApiKeys:Required"] = required ? "true" : "false" });

    private Task<ApiOnPostgres> StartAsync(Action<IServiceCollection>? replace = null, Dictionary<string, string>? settings = null) =>
        ApiOnPostgres.StartAsync(server, Settings(settings ?? []), replace);

    private static async Task<ApiOnPostgres> StartOnAsync(string connection)
    {
        var api = ApiOnPostgres.Start(connection, Settings([]));
        await api.ReadyAsync();
        return api;
    }

    private static Dictionary<string, string> Settings(Dictionary<string, string> more) => new(more) { ["ApiKeys:AdminKey"] = Admin, ["Sources:Offline"] = "true" };

    private static async Task<string> MakeAsync(ApiOnPostgres api, string scopes, DateTimeOffset? expiresAt = null, string by = Admin)
    {
        using var body = JsonContent.Create(new { name = "test", scopes = scopes.Split(','), expiresAt });
        var made = await SendAsync(api, HttpMethod.Post, "/api/v2/keys", by, await body.ReadAsStringAsync());
        Assert.True(made.Status == 201, made.Text);
        return made.String("key")!;
    }

    private static async Task<Answer> SendAsync(ApiOnPostgres api, HttpMethod method, string path, string? key = null, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("X-API-Key", key);
        }

        return await Answer.Of(await api.Client.SendAsync(request));
    }
}
