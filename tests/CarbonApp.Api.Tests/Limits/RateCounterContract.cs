using CarbonApp.Api.Data;
using CarbonApp.Api.Limits;
using CarbonApp.Api.Tests.Data;
using CarbonApp.ServiceDefaults.Connections;
using CarbonApp.ServiceDefaults.RateLimits;
using CarbonApp.Tests.Shared.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace CarbonApp.Api.Tests.Limits;

/// <summary>What every shared counter promises.</summary>
public abstract class RateCounterContract
{
    private static readonly RateLimitRule Hour = new("hour", 5, TimeSpan.FromHours(1));
    private string _client = Guid.NewGuid().ToString("N");

    private protected IRateCounter Counter { get; set; } = null!;

    [Fact]
    public async Task TryAdmit_ManyAtOnce_AdmitsExactlyTheLimit()
    {
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => AskAsync(Hour)));

        Assert.Equal(5, verdicts.Count(v => v.Admitted));
        Assert.Equal([1, 2, 3, 4, 5], verdicts.Where(v => v.Admitted).Select(v => v.Rules[0].Used).Order());
        Assert.All(verdicts.Where(v => !v.Admitted), v => Assert.InRange(v.RetryAfter.TotalMinutes, 58, 60));
    }

    [Fact]
    public async Task TryAdmit_WindowMoves_EachCallLeavesByItself()
    {
        var rule = new RateLimitRule("short", 2, TimeSpan.FromSeconds(1.5));
        var first = await AskAsync(rule);
        // A delay may end some milliseconds early by the clock of the server: for at least 700 there.
        await Task.Delay(720);
        await AskAsync(rule);
        var refused = await AskAsync(rule);

        await Task.Delay(refused.RetryAfter + TimeSpan.FromMilliseconds(20));
        var admitted = await AskAsync(rule);
        var again = await AskAsync(rule);

        Assert.Equal((true, false, true, false), (first.Admitted, refused.Admitted, admitted.Admitted, again.Admitted));
        // The first left, the second did not: a fixed window would have let both in.
        Assert.InRange(refused.RetryAfter.TotalSeconds, 0.01, 0.8);
    }

    [Fact]
    public async Task TryAdmit_OneRuleFull_UsesUpNothingOfTheOther()
    {
        var minute = new RateLimitRule("minute", 1, TimeSpan.FromMinutes(1));
        await AskAsync(Hour, minute);

        var refused = await AskAsync(Hour, minute);
        var other = await AskAsync(Hour);

        Assert.False(refused.Admitted);
        Assert.Equal((1, 1), (refused.Rules[0].Used, refused.Rules[1].Used));
        Assert.Equal((true, 2), (other.Admitted, other.Rules[0].Used));
    }

    [Fact]
    public async Task TryAdmit_CallsAnotherCounterAdmitted_Count()
    {
        var untold = new[] { 3.0, 2.0, 0.1, 61.0 }.Select((minutes, i) => (i + 1L, (long)(minutes * 60e6))).ToArray();

        await Counter.TryAdmitAsync(_client, 100, [Hour with { Limit = 1 }], [new(0, untold)]);
        var verdict = await Counter.TryAdmitAsync(_client, 101, [Hour], [new(0, untold)]);

        // Three of the last hour, told twice, and this one; the older one is outlived.
        Assert.Equal((true, 4), (verdict!.Admitted, verdict.Rules[0].Used));
        Assert.True((await AskAsync(Hour)).Admitted);
        Assert.False((await AskAsync(Hour)).Admitted);
    }

    [Fact]
    public async Task TryAdmit_WitnessGone_AsksToBeToldAll()
    {
        await Counter.TryAdmitAsync(_client, 7, [Hour], [KnownHits.None]);

        Assert.True((await Counter.TryAdmitAsync(_client, 8, [Hour], [new(7, [])]))!.Admitted);
        Assert.Same(RateLimitVerdict.Forgotten, await Counter.TryAdmitAsync(_client, 9, [Hour], [new(77, [])]));
    }

    [Fact]
    public async Task TryAdmit_LimitLowered_CountsWhatWasAdmittedBefore()
    {
        await AskAsync(Hour);
        await AskAsync(Hour);
        await AskAsync(Hour);

        var refused = await AskAsync(Hour with { Limit = 2 });

        Assert.Equal((false, 3, 0), (refused.Admitted, refused.Rules[0].Used, refused.Rules[0].Remaining));
    }

    [Fact]
    public async Task TryAdmit_AnotherClient_HasItsOwn()
    {
        await AskAsync(Hour with { Limit = 1 });
        _client += "x";

        Assert.True((await AskAsync(Hour with { Limit = 1 })).Admitted);
    }

    private async Task<RateLimitVerdict> AskAsync(params RateLimitRule[] rules) =>
        await Counter.TryAdmitAsync(_client, Random.Shared.NextInt64(1, long.MaxValue), rules, [.. rules.Select(_ => KnownHits.None)]) ?? throw new InvalidOperationException("The counter was not reached.");
}

public sealed class RedisRateCounterTests : RateCounterContract, IAsyncLifetime
{
    private readonly RedisServer _server = new();
    private ServiceProvider? _services;

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync();
        _services = new ServiceCollection()
            .AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(_server.ConnectionString))
            .BuildServiceProvider();
        var link = new RedisLink(_services, TimeProvider.System, NullLogger<RedisLink>.Instance);
        await link.ConnectAsync();
        Counter = new RedisRateCounter(link);
    }

    public async ValueTask DisposeAsync()
    {
        await (_services?.DisposeAsync() ?? default);
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task TryAdmit_Refused_NeverGrowsBeyondTheLimitAndEndsWithItsWindow()
    {
        var rule = new RateLimitRule("r", 3, TimeSpan.FromMinutes(1));
        for (var i = 0; i < 10; i++)
        {
            await Counter.TryAdmitAsync("192.0.2.1", i + 1, [rule], [KnownHits.None]);
        }

        var database = _services!.GetRequiredService<IConnectionMultiplexer>().GetDatabase();
        Assert.Equal(3, await database.SortedSetLengthAsync("carbonapp:limit:{192.0.2.1}:r"));
        Assert.InRange((await database.KeyTimeToLiveAsync("carbonapp:limit:{192.0.2.1}:r"))!.Value.TotalSeconds, 50, 60);
    }

    [Fact]
    public async Task TryAdmit_RedisGoneOrFullOfRubbish_SaysNothing()
    {
        await _services!.GetRequiredService<IConnectionMultiplexer>().GetDatabase().StringSetAsync("carbonapp:limit:{192.0.2.2}:r", "rubbish");
        Assert.Null(await Counter.TryAdmitAsync("192.0.2.2", 1, [new("r", 3, TimeSpan.FromMinutes(1))], [KnownHits.None]));

        await _server.KillAsync();
        Assert.Null(await Counter.TryAdmitAsync("192.0.2.3", 1, [new("r", 3, TimeSpan.FromMinutes(1))], [KnownHits.None]));
    }
}

public sealed class PostgresRateCounterTests(PostgresServer server) : RateCounterContract, IAsyncLifetime
{
    private ApiOnPostgres? _api;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiOnPostgres.StartAsync(server);
        Counter = new PostgresRateCounter(_api.Database, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        (Counter as IDisposable)?.Dispose();
        await (_api?.DisposeAsync() ?? default);
    }

    [Fact]
    public async Task DropOutlived_WindowOver_LeavesTheOthers()
    {
        await Counter.TryAdmitAsync("short", 1, [new("r", 3, TimeSpan.FromMilliseconds(1))], [KnownHits.None]);
        await Counter.TryAdmitAsync("long", 1, [new("r", 3, TimeSpan.FromMinutes(1))], [KnownHits.None]);
        await Task.Delay(20);

        Assert.Equal(1, await new RateHitRetention(_api!.Database).DropOutlivedAsync(default, CancellationToken.None));
    }

    [Fact]
    public async Task TryAdmit_DatabaseClosed_SaysNothing()
    {
        _api!.Database.Close("test");

        Assert.Null(await Counter.TryAdmitAsync("a", 1, [new("r", 3, TimeSpan.FromMinutes(1))], [KnownHits.None]));
    }
}
