using CarbonApp.Api.Tests.Data;
using CarbonApp.Tests.Shared;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Jobs;

/// <summary>A whole Api, as a process of its own, killed with signal 9 in the middle of a backtest.</summary>
public sealed class ReplicaKilledTests(PostgresServer server)
{
    /// <summary>Seconds of work: models are fitted for every hour of the day.</summary>
    private const string Long = """
        {"zones":["GB","FR"],"from":"2024-01-20T00:00:00Z","to":"2024-03-20T00:00:00Z","policies":["contiguous","interruptible","carbon-time"],
         "jobs":{"preset":"eurosys24","jobHours":[3],"slackHours":[24,96]},"forecast":{"kind":"own"}}
        """;

    [Fact]
    public async Task Kill_InTheMiddle_AnotherReplicaFinishesTheJobOnce()
    {
        var connection = await server.CreateDatabaseAsync("replica_killed");
        await using var watching = ApiOnPostgres.Start(connection, new() { ["Jobs:Concurrency"] = "0" });
        await watching.ReadyAsync();
        foreach (var zone in new[] { "GB", "FR" })
        {
            await watching.Store.SaveAsync(JobCalls.Month(zone, 90), CancellationToken.None);
        }

        var folder = Path.Combine(SharedData.RepositoryRoot, "artifacts", "bin", "CarbonApp.Api", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)));
        using var first = ServerProcess.Start(
            [Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", Path.Combine(folder, "CarbonApp.Api.dll"),
             "--urls", "http://127.0.0.1:0", "--ConnectionStrings:carbondb", connection, "--Jobs:LeaseSeconds", "1", "--RateLimits:Enabled", "false"],
            folder);
        using var posted = await watching.PostAsync("/api/v2/backtest", Long);
        var id = (await posted.JsonAsync(202)).Text("id");
        await watching.UntilAsync(id, "running");
        await Task.Delay(300);

        await first.KillAsync();
        var orphan = await watching.GetAsync($"/api/v2/jobs/{id}");
        await using var second = ApiOnPostgres.Start(connection, new() { ["Jobs:PollSeconds"] = "0.2", ["Jobs:LeaseSeconds"] = "1" });
        var done = await watching.UntilAsync(id, "completed", "failed");

        Assert.Equal(("running", 1), (orphan.Text("status"), orphan.GetProperty("attempts").GetInt32()));
        Assert.Equal(("completed", 2), (done.Text("status"), done.GetProperty("attempts").GetInt32()));
        Assert.Equal(2 * 2 * 3, (await watching.GetAsync(done.Text("resultUrl"))).GetProperty("rows").GetArrayLength());
    }
}
