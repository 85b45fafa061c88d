using System.Diagnostics;
using System.Globalization;
using CarbonApp.AppHost.Standalone.Running;
using CarbonApp.AppHost.Tests.Standalone;
using Npgsql;

namespace CarbonApp.AppHost.Tests.Acceptance;

/// <summary>
/// kill -9 of each part of the running system, in an order and at times of chance, while callers write: what was acknowledged is in Postgres
/// once, and all heals without a hand. The seed is told; CARBONAPP_SEED repeats it, CARBONAPP_KILLS sets how many kills (docs/operations/faults.md).
/// </summary>
[Collection(OnQuietMachine.Name)]
public class RandomKillsTests(ITestOutputHelper output)
{
    private static readonly string[] Parts = ["api", "web", "cache", "postgres"];

    /// <summary>Longest pause between kills: shorter than some recoveries, so that parts die while others still heal.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Kill_AnyPartUnderLoad_KeepsAllThatWasAcknowledgedOnceAndHeals()
    {
        RunningSystem.SkipWithoutServers();
        var (kills, seed) = (Setting("CARBONAPP_KILLS") ?? Parts.Length, Setting("CARBONAPP_SEED") ?? Random.Shared.Next());
        output.WriteLine($"CARBONAPP_SEED={seed} CARBONAPP_KILLS={kills}");
        await using var run = await HostRun.StartUpAsync(Settings());
        var addresses = Parts.Select(run.AddressOf).ToArray();
        await using var load = await WritingLoad.StartAsync(run);
        List<(string Part, long At)> killed;
        try
        {
            await load.WellSinceAsync(Stopwatch.GetTimestamp());
            killed = await KillAsync(run, kills, new Random(seed));
            await load.WellSinceAsync(killed[^1].At);
            await load.StopAsync();
        }
        catch
        {
            output.WriteLine($"failed: {load.Failures}\n{run.Output}");
            throw;
        }

        foreach (var (part, at) in killed)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part}: all well {load.RecoveredAfter(at)?.TotalSeconds:0.0} s later"));
        }

        output.WriteLine($"{load.Plans.Count} plans, {load.Imports.Count} imports and {load.Jobs.Count} jobs acknowledged; failed: {load.Failures}");
        Assert.Equal(addresses, Parts.Select(run.AddressOf));
        await using var database = NpgsqlDataSource.Create(ConnectionOf(run));
        await PlansAreThereOnceAsync(database, load);
        await ImportsAreThereOnceAsync(database, load);
        await JobsAreThereOnceAsync(database, load);
    }

    /// <summary>Jobs are taken over soon, and however often one is begun anew it is not given up; several batches to an import.</summary>
    private static Dictionary<string, string?> Settings()
    {
        var settings = Feeds.AtClosedPort();
        settings["Jobs__LeaseSeconds"] = "2";
        settings["Jobs__PollSeconds"] = "0.5";
        settings["Jobs__RetrySeconds"] = "0.5";
        settings["Jobs__MostAttempts"] = "20";
        settings["Grid__Imports__BatchSlots"] = "500";
        return settings;
    }

    private static async Task<List<(string Part, long At)>> KillAsync(HostRun run, int kills, Random random)
    {
        var killed = new List<(string, long)>();
        while (killed.Count < kills)
        {
            foreach (var part in Shuffled(random).Take(kills - killed.Count))
            {
                await Task.Delay(LongestPause * random.NextDouble());
                killed.Add((part, await KillAsync(run, part)));
            }
        }

        return killed;
    }

    private static string[] Shuffled(Random random)
    {
        var parts = Parts.ToArray();
        random.Shuffle(parts);
        return parts;
    }

    /// <summary>Kills a part as soon as it runs; when that was.</summary>
    private static async Task<long> KillAsync(HostRun run, string part)
    {
        int? process;
        while ((process = run.RunningProcessOf(part)) is null)
        {
            await Task.Delay(50);
        }

        var at = Stopwatch.GetTimestamp();
        PosixSignals.Send(process.Value, PosixSignals.Kill);
        return at;
    }

    private static async Task PlansAreThereOnceAsync(NpgsqlDataSource database, WritingLoad load)
    {
        var kept = await ReadAsync(database, "select d.request -> 'job' ->> 'id', p.id from plan_document d full join plan p using (id)", row => (Name: row.GetString(0), Id: row.GetString(1)));

        // One that was kept but whose answer died with a process is no fault; twice the same would be.
        Assert.Equal(kept.Count, kept.DistinctBy(plan => plan.Name).Count());
        Assert.Empty(load.Plans.Except(kept.Select(plan => KeyValuePair.Create(plan.Name, plan.Id))));
    }

    private static async Task ImportsAreThereOnceAsync(NpgsqlDataSource database, WritingLoad load)
    {
        var log = await ReadAsync(
            database, "select id, zones[1], status, rows_read, slots_stored from import where id <> 'base'",
            row => (row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4)));
        var stored = await ReadAsync(
            database, "select zone, count(*), min(value), max(value) from signal_series join signal_slot on series_id = id where zone <> 'GB' group by id",
            row => (row.GetString(0), row.GetInt64(1), row.GetDouble(2), row.GetDouble(3)));

        const long Rows = WritingLoad.RowsPerImport;
        Assert.Equal(load.Imports.Select(import => (import.Key, import.Value.Zone, "completed", Rows, Rows)).Order(), log.Order());
        Assert.Equal(load.Imports.Values.Select(import => (import.Zone, Rows, (double)import.Value, (double)import.Value)).Order(), stored.Order());
    }

    private async Task JobsAreThereOnceAsync(NpgsqlDataSource database, WritingLoad load)
    {
        var jobs = await ReadAsync(
            database, "select idempotency_key, id, status, result is not null, attempts from job",
            row => (Key: row.GetString(0), Id: row.GetString(1), Status: row.GetString(2), HasResult: row.GetBoolean(3), Attempts: row.GetInt32(4)));

        output.WriteLine($"{jobs.Count(job => job.Attempts > 1)} jobs were begun anew, at most {jobs.Max(job => job.Attempts)} times");
        Assert.Equal(load.Jobs.Select(job => (job.Key, job.Value, "completed", true)).Order(), jobs.Select(job => (job.Key, job.Id, job.Status, job.HasResult)).Order());
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlDataSource database, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await rows.ReadAsync())
        {
            all.Add(read(rows));
        }

        return all;
    }

    private static string ConnectionOf(HostRun run)
    {
        const string Name = "ConnectionStrings__carbondb=";
        return File.ReadAllText($"/proc/{run.ProcessOf("api")}/environ").Split('\0').Single(variable => variable.StartsWith(Name, StringComparison.Ordinal))[Name.Length..];
    }

    private static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : null;
}
