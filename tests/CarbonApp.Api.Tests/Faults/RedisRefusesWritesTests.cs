using System.Text;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Faults;

/// <summary>
/// Two processes of the Api whose Redis answers but stores nothing: its memory is used up, or its disk is full, after which Redis refuses
/// every write until a snapshot succeeds. Slower, never wrong: the limit of both together is kept to the call all the time.
/// </summary>
public sealed class RedisRefusesWritesTests(PostgresServer postgres)
{
    private const int PerHour = 12;

    [Fact]
    public async Task Calls_MemoryUsedUp_AreCountedExactlyAndHealthSaysWhy()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await StayExactAsync(
            redis, "OOM",
            refuse: () => redis.CommandAsync("config", "set", "maxmemory", "1"),
            allow: () => redis.CommandAsync("config", "set", "maxmemory", "0"));
    }

    [Fact]
    public async Task Calls_DiskFull_AreCountedExactlyAndHealthSaysWhy()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 2);
        await using var redis = new RedisServer { Within = disk.Folder };
        await redis.StartAsync();
        // Snapshots as a Redis has them that keeps what it holds; not by themselves, so that the test says when.
        await redis.CommandAsync("config", "set", "save", "3600 1000000");
        await StayExactAsync(redis, "MISCONF", refuse: () => FailSnapshotAsync(redis, disk), allow: () => SnapshotAsync(redis, disk));
    }

    private async Task StayExactAsync(RedisServer redis, string reason, Func<Task> refuse, Func<Task> allow)
    {
        await using var database = await LentDatabase.LendAsync(postgres);
        string[] settings =
        [
            $"ConnectionStrings__cache={redis.ConnectionString}", "RateLimits__Enabled=true", $"RateLimits__PerHour={PerHour}", "RateLimits__Replicas=2",
        ];
        await using var first = await ApiProcess.StartAsync(database.ConnectionString, settings);
        await using var second = await ApiProcess.StartAsync(database.ConnectionString, settings);
        ApiProcess[] replicas = [first, second];
        Assert.Equal(4, await AdmittedAsync(replicas, "203.0.113.1", calls: 4));

        await refuse();

        // One who called before, and one who did not: what Redis counted is not forgotten, and a caller of a moment ago is not admitted twice.
        Assert.Equal(PerHour - 4, await AdmittedAsync(replicas, "203.0.113.1", calls: 16));
        Assert.Equal(PerHour, await AdmittedAsync(replicas, "203.0.113.2", calls: 16));
        await UntilAsync(replicas, "degraded", reason);

        await allow();

        await UntilAsync(replicas, "healthy", "");
        Assert.Equal(0, await AdmittedAsync(replicas, "203.0.113.1", calls: 4));
        Assert.Equal(0, await AdmittedAsync(replicas, "203.0.113.2", calls: 4));
        Assert.Equal(PerHour, await AdmittedAsync(replicas, "203.0.113.3", calls: 16));
        // Said when it began, not at every call of hours.
        Assert.InRange(replicas.Sum(r => r.Output.Split("Redis does not serve").Length - 1), reason == "MISCONF" ? 2 : 0, 2);
    }

    /// <summary>Until both say so, without a hand: a look that meets a busy machine may find Redis away. They stay in service meanwhile.</summary>
    private static async Task UntilAsync(ApiProcess[] replicas, string wanted, string reason)
    {
        var began = TimeProvider.System.GetTimestamp();
        foreach (var replica in replicas)
        {
            for (var isSo = false; !isSo; await Task.Delay(100))
            {
                var (status, check, description) = await replica.ReadyAsync("cache");
                Assert.Equal(200, status);
                isSo = check == wanted && description.Contains(reason, StringComparison.Ordinal);
                Assert.True(isSo || TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(15), $"after 15 s still {check}, not {wanted}: {description}");
            }
        }
    }

    /// <summary>Calls both in turn; how many passed. Everything else must be a refusal for being too many.</summary>
    private static async Task<int> AdmittedAsync(ApiProcess[] replicas, string visitor, int calls)
    {
        var admitted = 0;
        for (var i = 0; i < calls; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/plan") { Content = new StringContent(Calls.Plan, Encoding.UTF8, "application/json") };
            request.Headers.Add("X-Forwarded-For", visitor);
            var answer = await Answer.Of(await replicas[i % replicas.Length].Client.SendAsync(request));
            Assert.True(answer.Status is 200 or 429, answer.Text);
            admitted += answer.Status == 200 ? 1 : 0;
        }

        return admitted;
    }

    private static async Task FailSnapshotAsync(RedisServer redis, SmallDisk disk)
    {
        disk.Fill();
        await redis.CommandAsync("bgsave");
        // It notices when its child has failed.
        for (var refused = false; !refused;)
        {
            try
            {
                await redis.CommandAsync("set", "test", "value");
                await Task.Delay(50);
            }
            catch (InvalidOperationException)
            {
                refused = true;
            }
        }
    }

    private static async Task SnapshotAsync(RedisServer redis, SmallDisk disk)
    {
        disk.MakeRoom();
        await redis.CommandAsync("save");
    }
}
