using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using CarbonApp.ServiceDefaults;
using CarbonApp.ServiceDefaults.Health;
using CarbonApp.Tests.Shared.Fakes;
using CarbonApp.Tests.Shared.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using StackExchange.Redis;

namespace CarbonApp.Api.Tests.ServiceDefaults;

public sealed class HealthTests : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _running = [];

    [Fact]
    public async Task Health_ServiceUp_HasTheShapeOfVersion1()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2020, 3, 15, 4, 0, 0, TimeSpan.Zero));
        var app = await StartAsync([], services =>
        {
            services.AddSingleton<TimeProvider>(time);
            services.Configure<ServiceHealthOptions>(options => options.ApiConfigured = _ => true);
        });

        Assert.Equal(
            """{"status":"healthy","service":"carbon-optimizer","timestamp":"2020-03-15T04:00:00Z","api_configured":true}""",
            await Client(app).GetStringAsync("/health"));
    }

    [Fact]
    public async Task Ready_AllUp_IsHealthyAndListsEveryCheck()
    {
        var app = await StartAsync([Postgres(await UpAsync(new PostgresServer())), Redis(await UpAsync(new RedisServer()))]);

        var (status, body) = await ReadyAsync(app);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("healthy", body.GetProperty("status").GetString());
        Assert.Equal(["cache", "carbondb"], body.GetProperty("checks").EnumerateArray().Select(c => c.GetProperty("name").GetString()!).Order());
        Assert.All(body.GetProperty("checks").EnumerateArray(), check =>
        {
            Assert.Equal("healthy", check.GetProperty("status").GetString());
            Assert.Equal("answers", check.GetProperty("description").GetString());
            Assert.True(check.GetProperty("durationMilliseconds").GetDouble() > 0);
        });
    }

    [Fact]
    public async Task Ready_RedisKilledAndRestarted_IsDegradedThenHealthyWithoutRestartOfTheService()
    {
        var redis = await UpAsync(new RedisServer());
        var app = await StartAsync([Postgres(await UpAsync(new PostgresServer())), Redis(redis)]);
        Assert.Equal("healthy", await SettleAsync(app, "healthy"));

        await redis.KillAsync();
        Assert.Equal("degraded", await SettleAsync(app, "degraded"));
        Assert.Equal(HttpStatusCode.OK, (await ReadyAsync(app)).Status);

        await redis.RestartAsync();
        Assert.Equal("healthy", await SettleAsync(app, "healthy"));
    }

    [Fact]
    public async Task Ready_PostgresKilledAndRestarted_Is503ThenHealthyWhileLiveStays200()
    {
        var postgres = await UpAsync(new PostgresServer());
        var app = await StartAsync([Postgres(postgres), Redis(await UpAsync(new RedisServer()))]);
        Assert.Equal("healthy", await SettleAsync(app, "healthy"));

        await postgres.KillAsync();
        Assert.Equal("unhealthy", await SettleAsync(app, "unhealthy"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await ReadyAsync(app)).Status);
        using var live = await Client(app).GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);

        await postgres.RestartAsync();
        Assert.Equal("healthy", await SettleAsync(app, "healthy"));
    }

    [Fact]
    public async Task Ready_ServersThatAcceptAndNeverAnswer_AnswersWithinASecondPerProbe()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        var app = await StartAsync([
            ("ConnectionStrings:carbondb", $"Host=127.0.0.1;Port={port};Username=postgres"),
            ("ConnectionStrings:cache", $"127.0.0.1:{port}"),
        ]);
        await ReadyAsync(app);

        // The quickest of three: a machine busy with something else delays one answer, checks without a limit delay all.
        var quickest = TimeSpan.MaxValue;
        var (status, body) = (default(HttpStatusCode), default(JsonElement));
        for (var round = 0; round < 3; round++)
        {
            var watch = Stopwatch.StartNew();
            (status, body) = await ReadyAsync(app);
            quickest = watch.Elapsed < quickest ? watch.Elapsed : quickest;
        }

        Assert.InRange(quickest.TotalSeconds, 0, 1.5);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(["degraded", "unhealthy"], body.GetProperty("checks").EnumerateArray().Select(c => c.GetProperty("status").GetString()!).Order());
    }

    [Fact]
    public async Task Ready_NothingConfigured_NamesTheSettings()
    {
        var app = await StartAsync([]);

        var (status, body) = await ReadyAsync(app);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("ConnectionStrings:carbondb", body.ToString(), StringComparison.Ordinal);
        Assert.Contains("not configured", body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_RedisDown_DoesNotWaitAndACallFailsAtOnceThenWorksWhenItComes()
    {
        var redis = await UpAsync(new RedisServer());
        await redis.KillAsync();
        var watch = Stopwatch.StartNew();
        var app = await StartAsync([Redis(redis)]);
        var multiplexer = app.Services.GetRequiredService<IConnectionMultiplexer>();
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);

        watch.Restart();
        await Assert.ThrowsAnyAsync<RedisException>(() => multiplexer.GetDatabase().StringSetAsync("k", "v"));
        Assert.InRange(watch.Elapsed.TotalMilliseconds, 0, 300);

        await redis.RestartAsync();
        var limit = Stopwatch.StartNew();
        while (!await TrySetAsync(multiplexer))
        {
            Assert.True(limit.Elapsed < TimeSpan.FromSeconds(20), "did not reconnect within 20 s");
            await Task.Delay(100);
        }

        Assert.Equal("v", (string?)await multiplexer.GetDatabase().StringGetAsync("k"));
    }

    [Fact]
    public async Task AddDatabase_RealServer_GivesAWorkingDataSource()
    {
        var app = await StartAsync([Postgres(await UpAsync(new PostgresServer()))]);

        await using var command = app.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT 6 * 7");

        Assert.Equal(42, await command.ExecuteScalarAsync());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var resource in Enumerable.Reverse(_running))
        {
            await resource.DisposeAsync();
        }
    }

    private static async Task<bool> TrySetAsync(IConnectionMultiplexer multiplexer)
    {
        try
        {
            return await multiplexer.GetDatabase().StringSetAsync("k", "v").WaitAsync(TimeSpan.FromSeconds(1));
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return false;
        }
    }

    private static (string, string) Postgres(PostgresServer server) => ("ConnectionStrings:carbondb", server.ConnectionString);

    private static (string, string) Redis(RedisServer server) => ("ConnectionStrings:cache", server.ConnectionString);

    private static HttpClient Client(WebApplication app) => new() { BaseAddress = new Uri(app.Urls.Single()) };

    private static async Task<(HttpStatusCode Status, JsonElement Body)> ReadyAsync(WebApplication app)
    {
        using var client = Client(app);
        using var response = await client.GetAsync("/health/ready");
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>The status once it is as wanted, or the last one after 20 s.</summary>
    private static async Task<string?> SettleAsync(WebApplication app, string wanted)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var status = (await ReadyAsync(app)).Body.GetProperty("status").GetString();
            if (status == wanted || watch.Elapsed > TimeSpan.FromSeconds(20))
            {
                return status;
            }

            await Task.Delay(50);
        }
    }

    private async Task<PostgresServer> UpAsync(PostgresServer server)
    {
        _running.Add(server);
        await server.StartAsync();
        return server;
    }

    private async Task<RedisServer> UpAsync(RedisServer server)
    {
        _running.Add(server);
        await server.StartAsync();
        return server;
    }

    private async Task<WebApplication> StartAsync((string Key, string Value)[] settings, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        services?.Invoke(builder.Services);
        builder.AddServiceDefaults();
        builder.AddCacheConnection("cache");
        builder.AddDatabase("carbondb");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        await app.StartAsync();
        _running.Add(app);
        return app;
    }
}
