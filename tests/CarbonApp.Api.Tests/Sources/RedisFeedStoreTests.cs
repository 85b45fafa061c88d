using System.Diagnostics;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared.Servers;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace CarbonApp.Api.Tests.Sources;

/// <summary>Replicas with a real Redis between them, which dies and comes back.</summary>
public sealed class RedisFeedStoreTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = FeedScript.Now;
    private static readonly SignalQuery ThisMinute = new(FeedScript.Neso.Basis, Now, Now.AddMinutes(1));
    private static readonly SignalQuery NextDay = new(FeedScript.Neso.Basis, Now, Now.AddHours(24));

    private readonly RedisServer _redis = new();
    private readonly List<IConnectionMultiplexer> _connections = [];

    public async ValueTask InitializeAsync() => await _redis.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _connections.ForEach(c => c.Dispose());
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Read_AnotherReplicaFetchedIt_AsksNobody()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        using var first = Replica(upstream);
        using var second = Replica(upstream);
        var fetched = await first.Reader.ReadAsync(NextDay, CancellationToken.None);
        await Eventually(async () => (await KeysAsync()).Length == 2);

        var shared = await second.Reader.ReadAsync(NextDay, CancellationToken.None);

        Assert.Equal(2, upstream.Requests.Count);
        Assert.Equal(fetched.Signal.Slots, shared.Signal.Slots);
    }

    [Fact]
    public async Task Read_ManyReplicasAtOnce_IsOneUpstreamCall()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(async context =>
        {
            await Task.Delay(150);
            await FeedScript.Neso.Recorded(context);
        });
        var replicas = Enumerable.Range(0, 4).Select(_ => Replica(upstream)).ToArray();

        var readings = await Task.WhenAll(replicas.SelectMany(r => Enumerable.Range(0, 20).Select(_ => r.Reader.ReadAsync(ThisMinute, CancellationToken.None))));

        Assert.Single(upstream.Requests);
        Assert.All(readings, r => Assert.Equal("neso", Assert.Single(r.Signal.Provenances).Source));
        Array.ForEach(replicas, r => r.Dispose());
    }

    [Fact]
    public async Task Read_LockHeldByAReplicaThatDied_FetchesAfterAMoment()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        using var replica = Replica(upstream);
        await Database().StringSetAsync("carbonapp:feed:neso:GB-average-direct:latest:lock", "somebody else", TimeSpan.FromSeconds(60));
        var watch = Stopwatch.StartNew();

        await Eventually(async () => (await replica.Reader.ReadAsync(ThisMinute, CancellationToken.None)).Signal.Count > 0);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"took {watch.Elapsed}");
        Assert.Single(upstream.Requests);
    }

    [Fact]
    public async Task Read_EntriesInRedis_LiveAsLongAsTheyAreFresh()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        using var replica = Replica(upstream);
        await replica.Reader.ReadAsync(NextDay, CancellationToken.None);
        await Eventually(async () => (await KeysAsync()).Length == 2);

        var latest = await Database().KeyTimeToLiveAsync("carbonapp:feed:neso:GB-average-direct:latest");
        var forecast = await Database().KeyTimeToLiveAsync("carbonapp:feed:neso:GB-average-direct:forecast");

        Assert.InRange(latest!.Value.TotalSeconds, 290, 300);
        Assert.InRange(forecast!.Value.TotalSeconds, 1_790, 1_800);
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("")]
    [InlineData("CFS1")]
    [InlineData("CFS1\0\0\0\0\0\0\0\0")]
    [InlineData("CFS1\0\0\u0001\0\0\0\0\0\u0002GB\0\u0001\u007F\u007F\u007F")]
    public async Task Read_RubbishInRedis_IsLoggedAndFetched(string rubbish)
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        using var replica = Replica(upstream);
        await Database().StringSetAsync("carbonapp:feed:neso:GB-average-direct:latest", System.Text.Encoding.Latin1.GetBytes(rubbish));

        var reading = await replica.Reader.ReadAsync(ThisMinute, CancellationToken.None);

        Assert.Equal("neso", Assert.Single(reading.Signal.Provenances).Source);
        Assert.Contains(replica.Log.All, l => l.Contains("is ignored", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_RedisKilledAndRestartedUnderLoad_IsNeverWrongNorLate()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        using var replica = Replica(upstream);
        using var stop = new CancellationTokenSource();
        var expected = (await replica.Reader.ReadAsync(ThisMinute, CancellationToken.None)).Signal.SlotAt(Now)!.Value.GramsPerKilowattHour;
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var slowest = TimeSpan.Zero;
            while (!stop.IsCancellationRequested)
            {
                // Every read finds its answer past its time, so that every one of them renews it through Redis.
                replica.Clock.Advance(TimeSpan.FromSeconds(301));
                var watch = Stopwatch.StartNew();
                var reading = await replica.Reader.ReadAsync(ThisMinute, CancellationToken.None);
                slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
                Assert.Equal(expected, reading.Signal.SlotAt(Now)!.Value.GramsPerKilowattHour);
                await Task.Delay(2);
            }

            return slowest;
        })));

        await Task.Delay(300);
        await _redis.KillAsync();
        await Task.Delay(500);
        await _redis.RestartAsync();
        await Task.Delay(500);
        await stop.CancelAsync();
        var slowest = (await load).Max();

        Assert.True(slowest < TimeSpan.FromSeconds(1), $"the slowest read took {slowest}");
    }

    [Fact]
    public async Task Read_RedisBack_IsUsedAgainWithoutRestart()
    {
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        using var replica = Replica(upstream);
        await _redis.KillAsync();
        var without = await replica.Reader.ReadAsync(ThisMinute, CancellationToken.None);
        Assert.NotEqual(0, without.Signal.Count);

        await _redis.RestartAsync();
        await Eventually(async () =>
        {
            replica.Clock.Advance(TimeSpan.FromSeconds(301));
            await replica.Reader.ReadAsync(ThisMinute, CancellationToken.None);
            return (await KeysAsync()).Length > 0;
        });
    }

    [Fact]
    public async Task Read_RedisNeverThere_AnswersAtOnce()
    {
        await _redis.KillAsync();
        await using var upstream = await UpstreamStandIn.StartAsync(FeedScript.Neso.Recorded);
        using var replica = Replica(upstream, wait: false);

        var reading = await replica.Reader.ReadAsync(ThisMinute, CancellationToken.None);

        Assert.NotEqual(0, reading.Signal.Count);
    }

    private SourcesHost Replica(UpstreamStandIn upstream, bool wait = true)
    {
        IConnectionMultiplexer Connect()
        {
            var options = ConfigurationOptions.Parse(_redis.ConnectionString);
            options.AbortOnConnectFail = false;
            options.ConnectTimeout = 1_000;
            var connection = ConnectionMultiplexer.Connect(options);
            lock (_connections)
            {
                _connections.Add(connection);
            }

            return connection;
        }

        var host = new SourcesHost(new FakeClock(Now), FeedScript.Neso.Settings(upstream.Address), services => services.AddSingleton(_ => Connect()));
        if (wait)
        {
            host.Get<CarbonApp.Api.Grid.Sources.Caching.RedisFeedStore>().ConnectAsync().Wait(TimeSpan.FromSeconds(10));
        }

        return host;
    }

    private IDatabase Database() => Connection().GetDatabase();

    private IConnectionMultiplexer Connection()
    {
        lock (_connections)
        {
            return _connections[0];
        }
    }

    private async Task<string[]> KeysAsync()
    {
        try
        {
            var answer = await Database().ScriptEvaluateAsync("return redis.call('KEYS', 'carbonapp:feed:*')");
            return [.. ((string[]?)answer ?? []).Where(k => !k.EndsWith(":lock", StringComparison.Ordinal))];
        }
        catch (RedisException)
        {
            return [];
        }
    }

    private static async Task Eventually(Func<Task<bool>> done)
    {
        for (var i = 0; !await done(); i++)
        {
            Assert.True(i < 250, "it never happened");
            await Task.Delay(40);
        }
    }
}
