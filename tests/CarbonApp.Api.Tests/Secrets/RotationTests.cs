using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CarbonApp.Api.Grid.Schedules;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.ServiceDefaults.Connections;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CarbonApp.Api.Tests.Secrets;

/// <summary>A secret changed where it is kept is the one used next, by each kind of thing that uses one, in an Api that runs on.</summary>
[Collection(nameof(SecretHost))]
public sealed class RotationTests(SecretHost host)
{
    [Fact]
    public async Task KeyOfAFeed_ChangedAfterItWasRefused_IsSentAtOnce()
    {
        var (next, hour) = (host.New("maps"), TimeProvider.System.GetUtcNow());
        hour = hour.AddTicks(-(hour.Ticks % TimeSpan.TicksPerHour));
        host.Upstream.Answer = (asked, context) =>
        {
            context.Response.StatusCode = asked.Header("auth-token") == next ? 200 : 401;
            return Task.FromResult<string?>($$"""{"zone":"FI","carbonIntensity":80,"datetime":"{{hour:yyyy-MM-ddTHH:mm:ssZ}}"}""");
        };
        var source = host.Api.Services.GetServices<ICarbonIntensitySource>().Single(s => s.Name == SourceNames.ElectricityMaps);
        var query = new SignalQuery(new SignalBasis(ZoneId.Parse("FI"), SignalKind.Average, EmissionFactor.Lifecycle), hour, hour.AddMinutes(5));
        Assert.Equal(UpstreamFault.Unauthorized, (await Assert.ThrowsAsync<UpstreamException>(() => source.GetAsync(query, CancellationToken.None))).Fault);

        host.Store("ElectricityMaps__ApiKey", next);

        await SecretHost.UntilAsync(async () => await Record.ExceptionAsync(() => source.GetAsync(query, CancellationToken.None)) is null);
        // A refusal is remembered for a quarter of an hour; one call with the old key, and the next with the new one.
        Assert.Equal([next], host.Upstream.Requests.Select(r => r.Header("auth-token")).Where(k => k.Length > 0).Distinct().TakeLast(1));
    }

    [Fact]
    public async Task SubscriptionKeyOfACatalogue_Changed_IsSentWithTheNextSearch()
    {
        host.Upstream.Play(_ => """{"type":"FeatureCollection","features":[]}""");
        var next = host.New("planet");

        host.Store("Kelp__Catalogs__PlanetaryComputer__SubscriptionKey", next);

        await SecretHost.UntilAsync(async () =>
        {
            using var answer = await host.Api.Client.GetAsync(new Uri("/api/v2/scenes?bbox=32.97,34.57,33.03,34.63", UriKind.Relative));
            return answer.IsSuccessStatusCode && host.Upstream.Requests.Last().Header("Ocp-Apim-Subscription-Key") == next;
        });
    }

    [Fact]
    public async Task PasswordOfPostgres_Changed_OpensNewConnections()
    {
        var connections = host.Api.Services.GetRequiredService<NpgsqlDataSource>();
        await host.ChangePostgresAsync(tell: false);
        var refused = await Assert.ThrowsAnyAsync<NpgsqlException>(async () =>
        {
            for (var i = 0; i < 60; i++)
            {
                // The pool may hold connections whose end it has not noticed; each is found out by its use.
                await AskAsync(connections);
            }
        });
        Assert.NotNull(refused);

        await host.ChangePostgresAsync();

        await SecretHost.UntilAsync(async () => await Record.ExceptionAsync(() => AskAsync(connections)) is null);
        await SecretHost.UntilAsync(async () => (await host.Api.Client.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode);
        Assert.DoesNotContain("leak-", connections.ConnectionString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PasswordOfRedis_Changed_ConnectsAnew()
    {
        var redis = host.Api.Services.GetRequiredService<RedisLink>();
        await SecretHost.UntilAsync(() => AnswersAsync(redis));
        await host.ChangeRedisAsync(tell: false);
        await SecretHost.UntilAsync(async () => !await AnswersAsync(redis));

        await host.ChangeRedisAsync();

        await SecretHost.UntilAsync(() => AnswersAsync(redis));
        await SecretHost.UntilAsync(async () => (await host.Api.Client.GetStringAsync(new Uri("/health/ready", UriKind.Relative))).Contains("\"cache\",\"status\":\"healthy\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SigningKeyOfWebhooks_Changed_SignsTheNextCall()
    {
        var row = await ScheduledAsync();
        var (webhook, next) = (host.Api.Services.GetRequiredService<WebhookCall>(), WebhookSignature.NewSecret());
        host.Upstream.Play(_ => "{}");

        host.Write("Grid__Schedules__Secrets__team", next);

        await SecretHost.UntilAsync(async () =>
        {
            Assert.Null((await webhook.SendAsync(row, TimeProvider.System.GetUtcNow(), CancellationToken.None)).Error);
            var call = host.Upstream.Requests.Last();
            var sent = DateTimeOffset.FromUnixTimeSeconds(long.Parse(call.Header("webhook-timestamp"), CultureInfo.InvariantCulture));
            return call.Header("webhook-signature") == WebhookSignature.Of(next, row.Id, sent, call.Body);
        });
    }

    [Fact]
    public async Task AdminKey_ChangedToOneTooShortAndToAGoodOne_KeepsTheOldUntilTheGoodOne()
    {
        var (first, next) = (host.New("admin-0123456789-0123456789"), host.New("admin-9876543210-9876543210"));
        host.Store("ApiKeys__AdminKey", first);
        await SecretHost.UntilAsync(async () => await StatusAsync(first) == 200);

        host.Store("ApiKeys__AdminKey", host.New("short"));
        await host.UntilLoggedAsync("the values before go on: ApiKeys:AdminKey is too short to be safe");
        Assert.Equal(200, await StatusAsync(first));
        host.Store("ApiKeys__AdminKey", next);

        await SecretHost.UntilAsync(async () => await StatusAsync(next) == 200);
        Assert.Equal(401, await StatusAsync(first));
    }

    [Fact]
    public async Task Store_AwayAndBack_WarnsOnceAndKeepsWhatItSaid()
    {
        var key = host.New("admin-0123456789-0123456789");
        host.Store("ApiKeys__AdminKey", key);
        await SecretHost.UntilAsync(async () => await StatusAsync(key) == 200);
        var before = Warnings();

        host.Vault.Answer = (_, context) =>
        {
            context.Response.StatusCode = 403;
            return Task.FromResult<string?>("{}");
        };
        await SecretHost.UntilAsync(() => Task.FromResult(Warnings() > before && host.Vault.Requests.Count > 5));
        await Task.Delay(300);
        Assert.Equal((before + 1, 200), (Warnings(), await StatusAsync(key)));

        host.PlayVault();
        await host.UntilLoggedAsync($"Vault {host.Vault.Address.Authority} gives its secrets again.");

        int Warnings() => host.Seen.All.Count(l => l.StartsWith($"Warning The secrets read before go on: Vault {host.Vault.Address.Authority} answered 403 Forbidden", StringComparison.Ordinal));
    }

    private static async Task AskAsync(NpgsqlDataSource connections)
    {
        await using var command = connections.CreateCommand("select 1");
        await command.ExecuteScalarAsync();
    }

    private static Task<bool> AnswersAsync(RedisLink redis) => redis.AskAsync(async d => await d.StringSetAsync("rotation", "x"), absent: false, TimeSpan.FromSeconds(1));

    private async Task<int> StatusAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/keys");
        request.Headers.Add("X-API-Key", key);
        using var answer = await host.Api.Client.SendAsync(request);
        return (int)answer.StatusCode;
    }

    /// <summary>A schedule that is kept, to be called by hand rather than when its time has come.</summary>
    private async Task<ScheduleRow> ScheduledAsync()
    {
        var deadline = TimeProvider.System.GetUtcNow().AddHours(9);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/schedules")
        {
            Content = JsonContent.Create(new
            {
                plan = new { job = new { id = "nightly", duration = "PT1H", deadline, earliestStart = deadline.AddHours(-5) }, sites = new[] { new { zone = "DE" } } },
                webhook = new { url = $"{host.Upstream.Address}hook", secretName = "team" },
            }),
        };
        request.Headers.Add("Idempotency-Key", "rotation");
        var answer = await Answer.Of(await host.Api.Client.SendAsync(request));
        Assert.True(answer.Status == 201, answer.Text);
        return (await host.Api.Services.GetRequiredService<ScheduleStore>().FindByKeyAsync("rotation", CancellationToken.None))!;
    }
}
