using System.Text.Json;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Api.Tests.Kelp.Analyses;
using CarbonApp.Api.Tests.Schedules;
using CarbonApp.Tests.Shared.Servers;
using Dapper;
using Npgsql;

namespace CarbonApp.Api.Tests.Faults;

/// <summary>A process of the Api whose Postgres lies on a disk that fills up to the last page, until somebody makes room there. The Api itself nobody touches.</summary>
public sealed class PostgresDiskFullTests
{
    /// <summary>Twice what an empty Postgres takes, so that there is something to fill.</summary>
    private const int DiskMegabytes = 96;

    /// <summary>Rows find their way into pages that are begun: not the first call is refused, but one of these.</summary>
    private const int MostUntilRefused = 60;

    private const string Full = "STORE_FULL";

    [Fact]
    public async Task Calls_WhileTheDiskIsFull_AreRefusedWithTheReasonAndGoOnOnceThereIsRoom()
    {
        using var chip = await PlantedChip.CreateAsync(2, (400, 80, 12, 0.6));
        await using var disk = await SmallDisk.MountAsync(DiskMegabytes);
        await using var server = new PostgresServer { Within = disk.Folder };
        await using var api = await StartAsync(server, chip);
        (await api.ImportAsync(Calls.Forecast(minutes: 480), "small")).Answered(200);
        var plan = (await api.PostAsync("/api/v2/plan", Calls.Plan)).Answered(200);
        var underWay = (await api.PostAsync("/api/v2/analyses", KelpHost.Limassol, "under-way")).Answered(202).String("id")!;

        disk.Fill();

        // Everything that has to be stored is refused, with a reason and a remedy; nothing of it is acknowledged.
        var import = (await api.ImportAsync(Calls.Forecast(minutes: 20_000), "large")).Refused(503, Full);
        Assert.Contains("under Idempotency-Key large", import.String("detail"), StringComparison.Ordinal);
        var batches = await UntilRefusedAsync("batch", key => api.PostAsync("/api/v2/plan/batch", Calls.Batch, key));
        var analyses = await UntilRefusedAsync("analysis", key => api.PostAsync("/api/v2/analyses", KelpHost.Limassol, key));
        var schedules = await UntilRefusedAsync("schedule", key => api.PostAsync("/api/v2/schedules", Schedule, key));

        // Plans are answered all the same, from what is stored, and say that they are not; what is stored is read.
        var unstored = await api.UntilAsync(() => api.PostAsync("/api/v2/plan", Calls.Plan), p => p.Text.Contains("NOT_STORED", StringComparison.Ordinal));
        Assert.Equal(Calls.Hour().AddHours(2), unstored.Answered(200).Time("segments", "0", "start"));
        (await api.GetAsync($"/api/v2/plans/{plan.String("planId")}")).Answered(200);
        (await api.GetAsync($"/api/v2/jobs/{underWay}")).Answered(200);
        Assert.Equal("completed", (await api.GetAsync("/api/v2/imports/small")).String("status"));
        (await api.GetAsync("/api/v2/ledger")).Answered(200);

        // It stays in service, says what is wrong, and does not change its mind while that lasts.
        var (status, check, description) = await api.ReadyAsync("room");
        Assert.Equal((200, "degraded"), (status, check));
        Assert.Contains("make room", description, StringComparison.Ordinal);
        Assert.Contains("The disk of Postgres is full", api.Output, StringComparison.Ordinal);

        disk.MakeRoom();

        Assert.Equal("healthy", (await api.ReadyAsync("room")).Check);
        Assert.Equal(20_000, (await api.ImportAsync(Calls.Forecast(minutes: 20_000), "large")).Answered(200).Number("slotsStored"));
        await api.UntilAsync(() => api.PostAsync("/api/v2/plan", Calls.Plan), p => !p.Text.Contains("NOT_STORED", StringComparison.Ordinal));
        await AllOnceAsync(batches, key => api.PostAsync("/api/v2/plan/batch", Calls.Batch, key));
        await AllOnceAsync(analyses, key => api.PostAsync("/api/v2/analyses", KelpHost.Limassol, key));
        await AllOnceAsync(schedules, key => api.PostAsync("/api/v2/schedules", Schedule, key));
        foreach (var id in (string?[])[underWay, .. batches.Values, .. analyses.Values])
        {
            // In its first attempt, or in one that was not held against it.
            var job = await api.EndedAsync(id!);
            Assert.Equal(("completed", 1), (job.GetProperty("status").GetString(), job.GetProperty("attempts").GetInt32()));
        }

        await using var database = new NpgsqlConnection(server.ConnectionString);
        Assert.Equal(
            (batches.Count + analyses.Count + 1, schedules.Count),
            await database.QuerySingleAsync<(int, int)>("select (select count(*)::int from job), (select count(*)::int from schedule)"));
    }

    [Fact]
    public async Task Postgres_WithoutRoomForItsLog_EndsAndHasEverythingWhenItIsStartedAgain()
    {
        using var chip = await PlantedChip.CreateAsync(1, (400, 80, 12, 0.6));
        await using var disk = await SmallDisk.MountAsync(DiskMegabytes);
        await using var server = new PostgresServer { Within = disk.Folder };
        await using var api = await StartAsync(server, chip);
        (await api.ImportAsync(Calls.Forecast(minutes: 480), "small")).Answered(200);
        var job = (await api.PostAsync("/api/v2/plan/batch", Calls.Batch, "before")).Answered(202).String("id")!;
        await api.EndedAsync(job);

        // The next write to the log needs a file of 16 MB that does not fit: what Postgres cannot log it does not do, and ends.
        disk.Fill();
        await SwitchLogAsync(server);
        var import = await api.UntilAsync(() => api.ImportAsync(Calls.Forecast(minutes: 20_000), "large"), _ => !server.IsRunning);

        Assert.Equal(503, import.Status);
        (await api.PostAsync("/api/v2/plan/batch", Calls.Batch, "refused")).Refused(503, "STORE_UNAVAILABLE");
        Assert.Contains("NOT_STORED", (await api.PostAsync("/api/v2/plan", Calls.Plan)).Answered(200).Text, StringComparison.Ordinal);
        Assert.Equal((503, "unhealthy"), await api.ReadyAsync("carbondb") is var (status, check, _) ? (status, check) : default);

        disk.MakeRoom();
        await server.StartAsync();

        await api.UntilAsync(() => api.ImportAsync(Calls.Forecast(minutes: 20_000), "large"), a => a.Status == 200 && a.Number("slotsStored") == 20_000);
        Assert.Equal("completed", (await api.GetAsync("/api/v2/imports/small")).String("status"));
        Assert.Equal(job, (await api.PostAsync("/api/v2/plan/batch", Calls.Batch, "before")).Answered(202).String("id"));
        await api.EndedAsync((await api.PostAsync("/api/v2/plan/batch", Calls.Batch, "refused")).Answered(202).String("id")!);
    }

    private const string Schedule = """{"plan":{"job":{"duration":"PT1H"},"sites":[{"zone":"GB"}]},"webhook":{"url":"http://127.0.0.1:1024/start"}}""";

    private static async Task<ApiProcess> StartAsync(PostgresServer server, PlantedChip chip)
    {
        await server.StartAsync();
        return await ApiProcess.StartAsync(
            server.ConnectionString + ";Timeout=5", "Jobs__PollSeconds=0.2", "Jobs__RetrySeconds=0.1", "Jobs__Concurrency=2", "Grid__Ledger__RestSeconds=0.1",
            "Outbound__AllowLoopback=true", "Kelp__Catalogs__Order=local", $"Kelp__Catalogs__Local__Folder={chip.Folder}");
    }

    /// <summary>Posts under one key after another; by key what was acknowledged, and null for the one that was refused.</summary>
    private static async Task<Dictionary<string, string?>> UntilRefusedAsync(string name, Func<string, Task<Answer>> post)
    {
        var posted = new Dictionary<string, string?>();
        while (!posted.ContainsValue(null))
        {
            Assert.True(posted.Count < MostUntilRefused, $"no {name} was refused");
            var key = $"{name}-{posted.Count}";
            var answer = await post(key);
            posted[key] = answer.Status is 201 or 202 ? answer.String("id") : null;
            if (posted[key] is null)
            {
                Assert.Contains("disk", answer.Refused(503, Full).String("detail"), StringComparison.Ordinal);
            }
        }

        return posted;
    }

    /// <summary>Posts everything again: what was acknowledged is found under its key, what was refused is taken now.</summary>
    private static async Task AllOnceAsync(Dictionary<string, string?> posted, Func<string, Task<Answer>> post)
    {
        foreach (var (key, id) in posted.ToArray())
        {
            var answer = await post(key);
            Assert.True(answer.Status is 200 or 201 or 202, answer.Text);
            Assert.Equal(id ?? answer.String("id"), answer.String("id"));
            posted[key] = answer.String("id");
        }
    }

    private static async Task SwitchLogAsync(PostgresServer server)
    {
        await using var database = new NpgsqlConnection(server.ConnectionString);
        try
        {
            await database.ExecuteAsync("select pg_switch_wal()");
        }
        catch (NpgsqlException)
        {
            // It ended in the middle of it.
        }
    }
}
