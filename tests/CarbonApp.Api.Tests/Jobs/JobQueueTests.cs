using CarbonApp.Api.Tests.Data;
using System.Text;
using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Problems;
using CarbonApp.Tests.Shared.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CarbonApp.Api.Tests.Jobs;

/// <summary>The queue on a real Postgres, with replicas that are stopped, cut off, or lie dead while their jobs run.</summary>
public sealed class JobQueueTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly List<Replica> _replicas = [];
    private LentDatabase _lent = null!;
    private ServiceProvider _services = null!;
    private Database _database = null!;
    private JobStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _lent = await LentDatabase.LendAsync(server);
        var connections = NpgsqlDataSource.Create(_lent.ConnectionString);
        _services = new ServiceCollection().AddSingleton(connections).BuildServiceProvider();
        _database = new Database(_services);
        _database.Open();
        _store = new JobStore(_database);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        await _services.DisposeAsync();
        await _lent.DisposeAsync();
    }

    [Fact]
    public async Task Job_Completes_WithItsResultAndProgress()
    {
        var id = await PostAsync("{\"a\":1}");
        await StartAsync(new GatedHandler((run, _) =>
        {
            run.Progress.Report(new JobStep(0.5, "half"));
            return Task.FromResult(GatedHandler.Done(run.Request));
        }));

        var job = await UntilAsync(id, JobStatus.Completed);

        Assert.Equal((1.0, 1, true), (job.Progress, job.Attempts, job.HasEnded));
        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString((await _store.ReadResultAsync(id, CancellationToken.None))!));
    }

    [Fact]
    public async Task Jobs_ManyReplicas_EachJobIsDoneOnce()
    {
        var counts = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        var ids = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            ids.Add(await PostAsync("{}"));
        }

        for (var i = 0; i < 4; i++)
        {
            await StartAsync(new GatedHandler(async (run, token) =>
            {
                counts.AddOrUpdate(run.Id, 1, (_, n) => n + 1);
                await Task.Delay(5, token);
                return GatedHandler.Done("1");
            }));
        }

        foreach (var id in ids)
        {
            await UntilAsync(id, JobStatus.Completed);
        }

        Assert.Equal(60, counts.Count);
        Assert.All(counts.Values, n => Assert.Equal(1, n));
    }

    [Fact]
    public async Task Stop_InTheMiddle_AnotherReplicaFinishesItAtOnceAndItDoesNotCount()
    {
        var first = new GatedHandler((_, token) => GatedHandler.ForEver(token));
        var replica = await StartAsync(first, lease: 60);
        var id = await PostAsync("{}");
        await UntilAsync(id, JobStatus.Running);

        await replica.StopAsync();
        await StartAsync(new GatedHandler((_, _) => Task.FromResult(GatedHandler.Done("2"))));
        var job = await UntilAsync(id, JobStatus.Completed);

        Assert.Equal((1, 1), (first.Begun, job.Attempts));
        Assert.Equal("2", Encoding.UTF8.GetString((await _store.ReadResultAsync(id, CancellationToken.None))!));
    }

    [Fact]
    public async Task Death_InTheMiddle_AnotherReplicaTakesItWhenTheLeaseEndsAndTheDeadOneWritesNothing()
    {
        var id = await PostAsync("{}");
        var dead = (await _store.TakeAsync(["gated"], "dead", TimeSpan.FromSeconds(1), 3, CancellationToken.None))!;
        await StartAsync(new GatedHandler((_, _) => Task.FromResult(GatedHandler.Done("alive"))));

        var job = await UntilAsync(id, JobStatus.Completed);

        Assert.Equal((dead.Id, 2), (id, job.Attempts));
        Assert.False(await _store.CompleteAsync(dead, "dead", "dead"u8.ToArray(), CancellationToken.None));
        Assert.False(await _store.FailAsync(dead, "dead", "{}", CancellationToken.None));
        Assert.False(await _store.RenewAsync(dead, "dead", TimeSpan.FromHours(1), new JobStep(1, ""), CancellationToken.None));
        Assert.Equal("alive", Encoding.UTF8.GetString((await _store.ReadResultAsync(id, CancellationToken.None))!));
    }

    [Fact]
    public async Task TakeAsync_OfItsOwnLostJob_FencesOffTheEarlierAttempt()
    {
        await PostAsync("{}");
        var before = (await _store.TakeAsync(["gated"], "same", TimeSpan.Zero, 3, CancellationToken.None))!;
        await Task.Delay(5);
        var after = (await _store.TakeAsync(["gated"], "same", TimeSpan.FromMinutes(1), 3, CancellationToken.None))!;

        Assert.Equal((before.Id, 1, 2), (after.Id, before.Attempts, after.Attempts));
        Assert.False(await _store.CompleteAsync(before, "same", [1], CancellationToken.None));
        Assert.True(await _store.CompleteAsync(after, "same", [2], CancellationToken.None));
    }

    [Fact]
    public async Task Lease_OfAJobThatTakesLong_IsRenewed()
    {
        var handler = new GatedHandler(async (_, token) =>
        {
            await Task.Delay(2500, token);
            return GatedHandler.Done("1");
        });
        await StartAsync(handler, lease: 1);
        await StartAsync(handler, lease: 1);
        var id = await PostAsync("{}");

        var job = await UntilAsync(id, JobStatus.Completed);

        Assert.Equal((1, 1), (handler.Begun, job.Attempts));
    }

    [Fact]
    public async Task Cancel_WhileRunningElsewhere_StopsTheHandlerAndKeepsItsResultOut()
    {
        var stopped = new TaskCompletionSource();
        await StartAsync(new GatedHandler(async (_, token) =>
        {
            try
            {
                return await GatedHandler.ForEver(token);
            }
            finally
            {
                stopped.SetResult();
            }
        }));
        var id = await PostAsync("{}");
        await UntilAsync(id, JobStatus.Running);

        var cancelled = (await _store.CancelAsync(id, CancellationToken.None))!;
        var again = (await _store.CancelAsync(id, CancellationToken.None))!;
        await stopped.Task.WaitAsync(Limit);

        Assert.Equal((JobStatus.Cancelled, cancelled.Version), (cancelled.Status, again.Version));
        Assert.Equal(JobStatus.Cancelled, (await _store.FindAsync(id, CancellationToken.None))!.Status);
        Assert.Null(await _store.ReadResultAsync(id, CancellationToken.None));
    }

    [Fact]
    public async Task Cancel_BeforeAnybodyTookIt_IsNeverBegun()
    {
        var id = await PostAsync("{}");
        await _store.CancelAsync(id, CancellationToken.None);
        var handler = new GatedHandler((_, _) => Task.FromResult(GatedHandler.Done("1")));
        await StartAsync(handler);
        await UntilAsync(await PostAsync("{}"), JobStatus.Completed);

        Assert.Equal(1, handler.Begun);
    }

    [Fact]
    public async Task Handler_ThrowsAlways_IsTriedToTheLimitThenFails()
    {
        var handler = new GatedHandler((_, _) => throw new UpstreamException("x", UpstreamFault.Unreachable, "the source is gone."));
        await StartAsync(handler);

        var job = await UntilAsync(await PostAsync("{}"), JobStatus.Failed);

        Assert.Equal((3, 3), (handler.Begun, job.Attempts));
        Assert.Contains("the source is gone", job.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handler_ThrowsOnce_IsTriedAgain()
    {
        var begun = 0;
        await StartAsync(new GatedHandler((_, _) => ++begun == 1 ? throw new InvalidOperationException("once") : Task.FromResult(GatedHandler.Done("1"))));

        Assert.Equal(2, (await UntilAsync(await PostAsync("{}"), JobStatus.Completed)).Attempts);
    }

    [Fact]
    public async Task Handler_SaysItHasNoAnswer_IsNotTriedAgain()
    {
        var handler = new GatedHandler((_, _) => Task.FromResult(GatedHandler.Failed("NO_SIGNAL")));
        await StartAsync(handler);

        var job = await UntilAsync(await PostAsync("{}"), JobStatus.Failed);

        Assert.Equal(1, handler.Begun);
        Assert.Contains("NO_SIGNAL", job.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replicas_LostAtEveryAttempt_TheJobIsGivenUp()
    {
        var id = await PostAsync("{}");
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.NotNull(await _store.TakeAsync(["gated"], "dead", TimeSpan.Zero, 3, CancellationToken.None));
            await Task.Delay(5);
        }

        var handler = new GatedHandler((_, _) => Task.FromResult(GatedHandler.Done("1")));
        await StartAsync(handler);
        var job = await UntilAsync(id, JobStatus.Failed);

        Assert.Equal(0, handler.Begun);
        Assert.Contains("MostAttempts", job.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostAsync_SameKey_IsOneJobAndAnotherRequestIsNoticed()
    {
        var first = (await _store.PostAsync(NewId(), "gated", "{\"a\":1}", "key", 10, CancellationToken.None))!;
        var same = (await _store.PostAsync(NewId(), "gated", "{\"a\":1}", "key", 10, CancellationToken.None))!;
        var other = (await _store.PostAsync(NewId(), "gated", "{\"a\":2}", "key", 10, CancellationToken.None))!;
        var otherKind = (await _store.PostAsync(NewId(), "else", "{\"a\":2}", "key", 10, CancellationToken.None))!;

        Assert.Equal((first.Job.Id, true), (same.Job.Id, same.IsSame));
        Assert.Equal((first.Job.Id, false), (other.Job.Id, other.IsSame));
        Assert.NotEqual(first.Job.Id, otherKind.Job.Id);
    }

    [Fact]
    public async Task PostAsync_SameKeyAtOnce_IsOneJob()
    {
        var postings = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _store.PostAsync(NewId(), "gated", "{}", "at-once", 100, CancellationToken.None)));

        Assert.Single(postings.Select(p => p!.Job.Id).Distinct());
    }

    [Fact]
    public async Task PostAsync_QueueFull_IsRefusedAndZeroBytesAreKept()
    {
        var strange = (await _store.PostAsync(NewId(), "gated", "{\"a\":\"\\u0000\"}", null, 2, CancellationToken.None))!;
        Assert.NotNull(await _store.PostAsync(NewId(), "gated", "{}", null, 2, CancellationToken.None));

        Assert.Null(await _store.PostAsync(NewId(), "gated", "{}", null, 2, CancellationToken.None));
        Assert.Equal("{\"a\":\"\\u0000\"}", (await _store.TakeAsync(["gated"], "h", Limit, 3, CancellationToken.None))!.Request);
        Assert.NotNull(strange);
    }

    [Fact]
    public async Task Postgres_AwayWhileAJobEnds_TheResultIsWrittenWhenItIsBack()
    {
        await using var own = new PostgresServer();
        var connection = await own.CreateDatabaseAsync("away");
        await using var services = new ServiceCollection().AddSingleton(NpgsqlDataSource.Create(connection + ";Timeout=2;Command Timeout=2")).BuildServiceProvider();
        var database = new Database(services);
        await MigrationRunner.ApplyAsync(database.Connections, MigrationFile.Embedded, CancellationToken.None);
        database.Open();
        var (store, go, handler) = (new JobStore(database), new TaskCompletionSource(), default(GatedHandler));
        handler = new GatedHandler(async (_, _) =>
        {
            await go.Task;
            return GatedHandler.Done("late");
        });
        await using var replica = await Replica.StartAsync(database, handler, lease: 1);
        var id = (await store.PostAsync(NewId(), "gated", "{}", null, 10, CancellationToken.None))!.Job.Id;
        await UntilAsync(store, id, JobStatus.Running);

        await own.KillAsync();
        go.SetResult();
        await Task.Delay(1500);
        await own.RestartAsync();
        var job = await UntilAsync(store, id, JobStatus.Completed);

        Assert.Equal((1, 1), (handler.Begun, job.Attempts));
        Assert.Equal("late", Encoding.UTF8.GetString((await store.ReadResultAsync(id, CancellationToken.None))!));
    }

    [Fact]
    public async Task DeleteEndedAsync_DropsOldEndedJobsOnly()
    {
        var (ended, waiting) = (await PostAsync("{}"), await PostAsync("{}"));
        await _store.CancelAsync(ended, CancellationToken.None);

        Assert.Equal(0, await _store.DeleteEndedAsync(DateTimeOffset.UnixEpoch, CancellationToken.None));
        Assert.Equal(1, await _store.DeleteEndedAsync(TimeProvider.System.GetUtcNow().AddMinutes(1), CancellationToken.None));

        Assert.Null(await _store.FindAsync(ended, CancellationToken.None));
        Assert.NotNull(await _store.FindAsync(waiting, CancellationToken.None));
    }

    private async Task<string> PostAsync(string request) =>
        (await _store.PostAsync(NewId(), "gated", request, null, 1000, CancellationToken.None))!.Job.Id;

    private async Task<Replica> StartAsync(GatedHandler handler, double lease = 5)
    {
        var replica = await Replica.StartAsync(_database, handler, lease);
        _replicas.Add(replica);
        return replica;
    }

    private Task<JobRow> UntilAsync(string id, string status) => UntilAsync(_store, id, status);

    private static async Task<JobRow> UntilAsync(JobStore store, string id, string status)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            try
            {
                if (await store.FindAsync(id, limit.Token) is { } job && job.Status == status)
                {
                    return job;
                }
            }
            catch (UpstreamException)
            {
                // Postgres is coming back.
            }

            await Task.Delay(20, limit.Token);
        }
    }

    private static string NewId() => Ulid.New(TimeProvider.System.GetUtcNow());

    /// <summary>What of a replica works on jobs, with its own name and connections of the shared pool.</summary>
    private sealed class Replica(DatabaseNews ear, JobWorker worker) : IAsyncDisposable
    {
        private bool _stopped;

        private DatabaseNews Ear => ear;

        public static async Task<Replica> StartAsync(Database database, GatedHandler handler, double lease)
        {
            var options = Options.Create(new JobOptions { LeaseSeconds = lease, PollSeconds = 0.2, RetrySeconds = 0.02 });
            var (store, news) = (new JobStore(database), new JobNews(TimeProvider.System));
            var runner = new JobRunner(store, news, options, TimeProvider.System, NullLogger<JobRunner>.Instance);
            var worker = new JobWorker(store, news, runner, [handler], database, options, TimeProvider.System, NullLogger<JobWorker>.Instance);
            var replica = new Replica(new DatabaseNews(database, [news], TimeProvider.System), worker);
            await ((IHostedService)replica.Ear).StartAsync(CancellationToken.None);
            await ((IHostedService)worker).StartAsync(CancellationToken.None);
            return replica;
        }

        public async Task StopAsync()
        {
            if (!_stopped)
            {
                _stopped = true;
                await worker.StopAsync(CancellationToken.None);
                await ear.StopAsync(CancellationToken.None);
                worker.Dispose();
                ear.Dispose();
            }
        }

        public async ValueTask DisposeAsync() => await StopAsync();
    }
}
