using System.Text.Json;
using CarbonApp.Api.Tests.Data;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Jobs;

/// <summary>Jobs over HTTP, of several whole Apis on one real Postgres.</summary>
public sealed class JobsEndpointTests(PostgresServer server)
{
    private static readonly Dictionary<string, string> Idle = new() { ["Jobs:Concurrency"] = "0" };
    private static readonly Dictionary<string, string> Busy = new() { ["Jobs:PollSeconds"] = "0.2" };

    [Fact]
    public async Task Backtest_PostedToOneReplica_IsDoneByAnother()
    {
        var connection = await server.CreateDatabaseAsync("jobs_two_apis");
        await using var idle = ApiOnPostgres.Start(connection, Idle);
        await idle.ReadyAsync();
        await idle.Store.SaveAsync(JobCalls.Month("GB"), CancellationToken.None);

        using var posted = await idle.PostAsync("/api/v2/backtest", JobCalls.Backtest);
        var job = await posted.JsonAsync(202);
        var id = job.Text("id");
        await idle.GetAsync($"/api/v2/backtest/{id}", 409);
        await using var busy = ApiOnPostgres.Start(connection, Busy);
        await busy.ReadyAsync();
        var done = await idle.UntilAsync(id, "completed", "failed");

        Assert.Equal($"/api/v2/jobs/{id}", posted.Headers.Location!.OriginalString);
        Assert.Equal(("queued", "backtest", "completed"), (job.Text("status"), job.Text("kind"), done.Text("status")));
        Assert.Equal(id, (await idle.GetAsync(done.Text("resultUrl"))).Text("jobId"));
    }

    [Fact]
    public async Task Post_SameKey_IsOneJobAndAnotherBodyIs422()
    {
        await using var api = await ApiOnPostgres.StartAsync(server, Idle);
        await api.Store.SaveAsync(JobCalls.Month("GB"), CancellationToken.None);

        using var first = await api.PostAsync("/api/v2/backtest", JobCalls.Backtest, "mine");
        using var again = await api.PostAsync("/api/v2/backtest", JobCalls.Backtest, "mine");
        using var other = await api.PostAsync("/api/v2/backtest", JobCalls.Backtest.Replace("[3]", "[4]", StringComparison.Ordinal), "mine");
        using var bad = await api.PostAsync("/api/v2/backtest", JobCalls.Backtest, "no spaces");

        Assert.Equal((await first.JsonAsync(202)).Text("id"), (await again.JsonAsync(202)).Text("id"));
        Assert.Equal("IDEMPOTENCY_MISMATCH", (await other.JsonAsync(422)).Text("code"));
        Assert.Equal("VALIDATION", (await bad.JsonAsync(400)).Text("code"));
    }

    [Fact]
    public async Task Get_ListAndDelete_TellAndCancel()
    {
        await using var api = await ApiOnPostgres.StartAsync(server, Idle);
        await api.Store.SaveAsync(JobCalls.Month("GB"), CancellationToken.None);
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var posted = await api.PostAsync("/api/v2/backtest", JobCalls.Backtest);
            ids.Add((await posted.JsonAsync(202)).Text("id"));
            await Task.Delay(2);
        }

        using var deleted = await api.Client.DeleteAsync(new Uri($"/api/v2/jobs/{ids[1]}", UriKind.Relative));
        using var again = await api.Client.DeleteAsync(new Uri($"/api/v2/jobs/{ids[1]}", UriKind.Relative));
        var page = await api.GetAsync("/api/v2/jobs?limit=2");
        var rest = await api.GetAsync($"/api/v2/jobs?limit=2&before={page.Text("next")}");
        var queued = await api.GetAsync("/api/v2/jobs?kind=backtest&status=queued");

        Assert.Equal("cancelled", (await deleted.JsonAsync(200)).Text("status"));
        Assert.Equal("cancelled", (await again.JsonAsync(200)).Text("status"));
        Assert.Equal([ids[2], ids[1]], Ids(page));
        Assert.Equal([ids[0]], Ids(rest));
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next").ValueKind);
        Assert.Equal([ids[2], ids[0]], Ids(queued));
        Assert.Equal("JOB_CANCELLED", (await api.GetAsync($"/api/v2/backtest/{ids[1]}", 409)).Text("code"));
        Assert.Equal("NOT_FOUND", (await api.GetAsync($"/api/v2/plan/batch/{ids[1]}", 404)).Text("code"));

        static IEnumerable<string> Ids(JsonElement page) => page.GetProperty("jobs").EnumerateArray().Select(j => j.Text("id"));
    }

    [Fact]
    public async Task Get_Nonsense_BlamesTheRequest()
    {
        await using var api = await ApiOnPostgres.StartAsync(server, Idle);

        foreach (var path in new[] { "jobs?limit=0", "jobs?limit=x", "jobs?kind=none", "jobs?status=Queued", "jobs?before=%00", "backtest/01ARZ3NDEKTSV4RRFFQ69G5FAV?format=xml" })
        {
            Assert.Equal("VALIDATION", (await api.GetAsync($"/api/v2/{path}", 400)).Text("code"));
        }

        foreach (var path in new[] { "jobs/01ARZ3NDEKTSV4RRFFQ69G5FAV", "jobs/x", "jobs/01ARZ3NDEKTSV4RRFFQ69G5FAV/events", "backtest/x", "plan/batch/x" })
        {
            Assert.Equal("NOT_FOUND", (await api.GetAsync($"/api/v2/{path}", 404)).Text("code"));
        }
    }

    [Fact]
    public async Task Events_OfAJob_TellItsCourseAndEndWithIt()
    {
        var connection = await server.CreateDatabaseAsync("jobs_events");
        await using var watching = ApiOnPostgres.Start(connection, Idle);
        await watching.ReadyAsync();
        await watching.Store.SaveAsync(JobCalls.Month("GB"), CancellationToken.None);
        using var posted = await watching.PostAsync("/api/v2/backtest", JobCalls.Backtest);
        var id = (await posted.JsonAsync(202)).Text("id");
        var address = new Uri($"/api/v2/jobs/{id}/events", UriKind.Relative);

        var reading = watching.Client.GetStringAsync(address);
        await using var working = ApiOnPostgres.Start(connection, Busy);
        var events = (await reading.WaitAsync(TimeSpan.FromSeconds(60))).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith("event: progress\n", events[0], StringComparison.Ordinal);
        Assert.Contains("\"status\":\"queued\"", events[0], StringComparison.Ordinal);
        Assert.StartsWith("event: ended\n", events[^1], StringComparison.Ordinal);
        Assert.Contains("\"status\":\"completed\"", events[^1], StringComparison.Ordinal);

        var last = events[^1].Split('\n').Single(l => l.StartsWith("id: ", StringComparison.Ordinal))[4..];
        using var reconnect = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Last-Event-ID", last } } };
        using var nothingNew = await watching.Client.SendAsync(reconnect);
        Assert.Equal(204, (int)nothingNew.StatusCode);
        Assert.Contains("event: ended", await watching.Client.GetStringAsync(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_StartedBeforePostgres_WorksOnJobsOnceItIsThere()
    {
        await using var own = new PostgresServer();
        var connection = await own.CreateDatabaseAsync("jobs_late");
        await own.KillAsync();
        await using var api = ApiOnPostgres.Start(connection, Busy);
        using var refused = await api.Client.GetAsync(new Uri("/api/v2/jobs", UriKind.Relative));

        await own.RestartAsync();
        await api.ReadyAsync();
        await api.Store.SaveAsync(JobCalls.Month("GB"), CancellationToken.None);
        using var posted = await api.PostAsync("/api/v2/backtest", JobCalls.Backtest);

        Assert.Equal(503, (int)refused.StatusCode);
        await api.UntilAsync((await posted.JsonAsync(202)).Text("id"), "completed");
    }

    [Fact]
    public async Task Batch_RespondAsync_IsAJobWithTheSamePlan()
    {
        await using var api = await ApiOnPostgres.StartAsync(server, Busy);
        await api.Store.SaveAsync(JobCalls.Month("GB"), CancellationToken.None);
        const string Body = """
            {"asOf":"2024-01-05T00:00:00Z","sites":[{"zone":"GB","capacity":1}],
             "jobs":[{"id":"a","duration":"PT3H","mode":"interruptible"},{"id":"b","duration":"PT2H"},{"id":"c","duration":"PT4H","mode":"interruptible","watts":500}]}
            """;

        using var waited = await api.PostAsync("/api/v2/plan/batch", Body);
        using var preferred = await api.PostAsync("/api/v2/plan/batch", Body, "batch-1", "respond-async");
        using var asked = await api.PostAsync("/api/v2/plan/batch", Body.Replace("\"asOf\"", "\"options\":{\"async\":true},\"asOf\"", StringComparison.Ordinal));
        var plan = await waited.JsonAsync(200);

        foreach (var posted in new[] { preferred, asked })
        {
            var job = await api.UntilAsync((await posted.JsonAsync(202)).Text("id"), "completed", "failed");
            Assert.Equal(("batch", "completed"), (job.Text("kind"), job.Text("status")));
            var later = await api.GetAsync(job.Text("resultUrl"));
            Assert.Equal(plan.GetProperty("jobs").GetRawText(), later.GetProperty("jobs").GetRawText());
        }
    }

    [Fact]
    public async Task Batch_RespondAsyncWithoutAnAnswer_FailsWithTheProblem()
    {
        await using var api = await ApiOnPostgres.StartAsync(server, Busy);
        await api.Store.SaveAsync(JobCalls.Month("GB"), CancellationToken.None);
        const string Body = """
            {"asOf":"2024-01-05T00:00:00Z","sites":[{"zone":"GB","capacity":0}],"jobs":[{"id":"a","duration":"PT3H"}],"options":{"async":true}}
            """;

        using var posted = await api.PostAsync("/api/v2/plan/batch", Body);
        var job = await api.UntilAsync((await posted.JsonAsync(202)).Text("id"), "completed", "failed");
        var problem = await api.GetAsync($"/api/v2/plan/batch/{job.Text("id")}", 422);

        Assert.Equal("failed", job.Text("status"));
        Assert.Equal(job.GetProperty("problem").Text("code"), problem.Text("code"));
        Assert.Equal("a", problem.GetProperty("unplaced")[0].Text("id"));
    }
}
