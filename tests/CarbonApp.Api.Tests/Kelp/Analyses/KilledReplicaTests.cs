using System.Text.Json;
using CarbonApp.Api.Tests.Fakes;
using CarbonApp.Api.Tests.Jobs;
using CarbonApp.Tests.Shared.Servers;
using Dapper;

namespace CarbonApp.Api.Tests.Kelp.Analyses;

/// <summary>A whole Api, as a process of its own, killed with signal 9 in the middle of analyses.</summary>
public sealed class KilledReplicaTests(PostgresServer server)
{
    private const int Analyses = 10;

    [Fact]
    public async Task Kill_InTheMiddleOfTenAnalyses_AnotherFinishesEachOnceWithTheSameNumbers()
    {
        using var chip = await PlantedChip.CreateAsync(3, (400, 80, 12, 0.6), (455, 170, 8, 1));
        var connection = await server.CreateDatabaseAsync("kelp_killed");
        await using var watching = Data.ApiOnPostgres.Start(connection, KelpHost.Settings(chip.Folder, ("Jobs:Concurrency", "0")));
        await watching.ReadyAsync();
        var ids = new List<string>();
        for (var i = 0; i < Analyses; i++)
        {
            using var posted = await watching.PostAsync("/api/v2/analyses", Request(i));
            ids.Add((await posted.JsonAsync(202)).Text("id"));
        }

        await using (var first = await ApiProcess.StartAsync(
            connection, "Jobs__LeaseSeconds=1", "Kelp__Catalogs__Order=local", $"Kelp__Catalogs__Local__Folder={chip.Folder}"))
        {
            // Not before a date of an analysis under way is kept, so that there is something to go on from.
            while (await KeptAsync(watching, ids) is null)
            {
                await Task.Delay(5, CancellationToken.None);
            }

            await first.KillAsync();
        }

        var (orphan, bytes) = await MarkKeptAsync(watching, ids);
        await using var second = Data.ApiOnPostgres.Start(connection, KelpHost.Settings(chip.Folder, ("Jobs:LeaseSeconds", "1")));
        var finished = new List<JsonElement>();
        foreach (var id in ids)
        {
            finished.Add(await watching.UntilEndedAsync(id));
        }

        var orphaned = finished[ids.IndexOf(orphan)];
        Assert.Equal(2, orphaned.GetProperty("attempts").GetInt32());
        Assert.Contains(orphaned.GetProperty("result").GetProperty("scenes").EnumerateArray(), s => s.Number("bytesRead") >= bytes);
        Assert.Single(finished.Select(Numbers).Distinct());
        Assert.Equal(0, await CountAsync(watching, "select count(*)::int from kelp_pass"));
        Assert.Equal(Analyses, await CountAsync(watching, "select count(*)::int from job where status = 'completed'"));
    }

    /// <summary>The same question ten times over, in other names.</summary>
    private static string Request(int number) =>
        "{\"name\":\"" + number + "\"," + KelpHost.Limassol.Trim()[1..].Replace("[32.975,34.579,33.025,34.621]", "[33.0,34.6,33.025,34.621]", StringComparison.Ordinal);

    /// <summary>All that must not depend on who worked on it: every number, the seed among them.</summary>
    private static string Numbers(JsonElement analysis)
    {
        var result = analysis.GetProperty("result");
        return string.Join(' ', new[] { "mappedCanopyM2", "canopyAreaM2", "carbonStockT", "sequestrationTPerYear", "masks", "timeSeries" }.Select(name => result.GetProperty(name).GetRawText()))
            + result.GetProperty("provenance").Text("seed");
    }

    /// <summary>An analysis under way of which a date is kept and another is not yet.</summary>
    private static async Task<string?> KeptAsync(Data.ApiOnPostgres api, List<string> ids) => await api.Database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync();
        return await connection.QueryFirstOrDefaultAsync<string?>(
            """
            select p.analysis_id from kelp_pass p join job j on j.id = p.analysis_id
            where j.status = 'running' and p.analysis_id = any(@ids) group by p.analysis_id having count(*) < 3 limit 1
            """,
            new { ids });
    });

    /// <summary>Writes a number into what is kept that no reading gives: it is found again in the answer only if the date was not searched anew.</summary>
    private static async Task<(string Id, long Bytes)> MarkKeptAsync(Data.ApiOnPostgres api, List<string> ids)
    {
        const long Impossible = 1_000_000_000_000;
        return await api.Database.UseAsync(async connections =>
        {
            await using var connection = await connections.OpenConnectionAsync();
            var id = await connection.QueryFirstAsync<string>(
                "select p.analysis_id from kelp_pass p join job j on j.id = p.analysis_id where j.status = 'running' and p.analysis_id = any(@ids) limit 1", new { ids });
            await connection.ExecuteAsync(
                "update kelp_pass set summary = jsonb_set(summary::jsonb, '{Granules,0,BytesRead}', to_jsonb(@bytes))::json where analysis_id = @id", new { id, bytes = Impossible });
            return (id, Impossible);
        });
    }

    private static async Task<int> CountAsync(Data.ApiOnPostgres api, string sql) => await api.Database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<int>(sql);
    });
}
