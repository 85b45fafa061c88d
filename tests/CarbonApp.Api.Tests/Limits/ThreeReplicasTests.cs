using System.Globalization;
using System.Text;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Api.Tests.Faults;
using CarbonApp.Api.Tests.Schedules;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Limits;

/// <summary>Three Api processes, a Redis and a Postgres of their own.</summary>
public sealed class ThreeReplicas : IAsyncLifetime
{
    private readonly List<ApiProcess> _replicas = [];

    public RedisServer Redis { get; } = new();

    public PostgresServer Postgres { get; } = new();

    internal IReadOnlyList<ApiProcess> Replicas => _replicas;

    public async ValueTask InitializeAsync()
    {
        await Redis.StartAsync();
        var database = await Postgres.CreateDatabaseAsync("three_replicas");
        string[] settings = [$"ConnectionStrings__cache={Redis.ConnectionString}", "Sources__Offline=true", "RateLimits__Enabled=true", "RateLimits__Replicas=3"];
        _replicas.AddRange(await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ApiProcess.StartAsync(database, settings))));
        // The first call of a process compiles the way of a call, for seconds on a busy machine: longer than a counter is waited for.
        await Task.WhenAll(_replicas.Select(r => r.Client.PostAsync("/api/v1/optimize", new StringContent("{}", Encoding.UTF8, "application/json"))));
    }

    /// <summary>Starts the servers again and waits until every replica counts on both: while they come back one may know of the one and another of the
    /// other, each with a count of its own.</summary>
    public async Task RecoverAsync()
    {
        await Postgres.StartAsync();
        await Redis.RestartAsync();
        foreach (var replica in _replicas)
        {
            await replica.UntilAsync(() => replica.GetAsync("/health/ready"), health => health.String("status") == "healthy");
        }

        // A replica lets Postgres rest for a second after it failed.
        await Task.Delay(TimeSpan.FromSeconds(1.1));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}

/// <summary>One limit for all replicas, whoever counts. Each test is a visitor of its own behind the known proxy that this machine is.</summary>
public sealed class ThreeReplicasTests(ThreeReplicas system) : IClassFixture<ThreeReplicas>
{
    [Fact]
    public async Task Optimize_AllReplicasAtOnce_20PassAndTheOthersAre429()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 45).Select(i => OptimizeAsync(i, "203.0.113.1")));
        var afterwards = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => OptimizeAsync(i, "203.0.113.1")));

        Assert.Equal(20, answers.Count(a => a.Status == 200));
        Assert.Equal(25, answers.Count(a => a.Status == 429));
        foreach (var refused in afterwards)
        {
            Assert.Equal((429, "rate_limit_exceeded"), (refused.Status, refused.String("error_type")));
            Assert.InRange(int.Parse(Assert.Single(refused.Response.Headers.GetValues("Retry-After")), CultureInfo.InvariantCulture), 1, 60);
            Assert.Equal("0", Assert.Single(refused.Response.Headers.GetValues("RateLimit-Remaining")));
        }
    }

    [Fact]
    public async Task Optimize_RedisKilledInTheMiddle_TheLimitHoldsToTheCall()
    {
        var before = await InTurnAsync(7, "203.0.113.2");
        await system.Redis.KillAsync();
        var after = await InTurnAsync(30, "203.0.113.2");
        var another = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => OptimizeAsync(i, "203.0.113.3")));
        await system.Redis.RestartAsync();
        var back = await InTurnAsync(3, "203.0.113.2");

        Assert.Equal(7, before.Count(a => a.Status == 200));
        Assert.Equal(13, after.Count(a => a.Status == 200));
        Assert.Equal(17, after.Count(a => a.Status == 429));
        Assert.Equal(20, another.Count(a => a.Status == 200));
        Assert.Equal([429, 429, 429], back.Select(a => a.Status));
    }

    [Fact]
    public async Task Optimize_RedisAndPostgresKilled_EachReplicaAdmitsItsShare()
    {
        await system.Redis.KillAsync();
        await system.Postgres.KillAsync();
        var answers = await InTurnAsync(30, "203.0.113.4");
        await system.RecoverAsync();

        // A third of 20, rounded down, at each of three.
        Assert.Equal(18, answers.Count(a => a.Status == 200));
        Assert.Equal(12, answers.Skip(18).Count(a => a.Status == 429));
    }

    private async Task<Answer[]> InTurnAsync(int calls, string visitor)
    {
        var answers = new Answer[calls];
        for (var i = 0; i < calls; i++)
        {
            answers[i] = await OptimizeAsync(i, visitor);
        }

        return answers;
    }

    private async Task<Answer> OptimizeAsync(int replica, string visitor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/optimize") { Content = new StringContent("""{"workload":"general"}""", Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Forwarded-For", visitor);
        return await Answer.Of(await system.Replicas[replica % system.Replicas.Count].Client.SendAsync(request));
    }
}
