using CarbonApp.Api.Data;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Problems;
using Dapper;
using Npgsql;

namespace CarbonApp.Api.Kelp.Analyses;

/// <summary>The tables <c>kelp_analysis</c> and <c>kelp_pass</c>. Every method throws UpstreamException while Postgres is away.</summary>
internal sealed class AnalysisStore(Database database)
{
    private const string Foreign = "23503";

    /// <summary>Stores what was asked, if it is not stored yet.</summary>
    public Task AddAsync(NewAnalysis analysis, CancellationToken cancellationToken) => UseAsync(
        connection => connection.ExecuteAsync(new CommandDefinition(
            """
            insert into kelp_analysis (id, name, request, bbox, period_from, period_to, demo)
            values (@Id, @Name, @Request::json, @Bbox, @From, @To, @Demo)
            on conflict (id) do nothing
            """,
            new { analysis.Id, analysis.Name, analysis.Request, analysis.Bbox, From = analysis.From.UtcDateTime, To = analysis.To.UtcDateTime, analysis.Demo },
            cancellationToken: cancellationToken)),
        cancellationToken);

    /// <summary>What was asked, as JSON; null where there is no such analysis.</summary>
    public Task<string?> ReadRequestAsync(string id, CancellationToken cancellationToken) => UseAsync(
        connection => connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(
            "select request::text from kelp_analysis where id = @id", new { id }, cancellationToken: cancellationToken)),
        cancellationToken);

    /// <summary>What came of it, as JSON; null where there is no such analysis or it is not complete.</summary>
    public Task<byte[]?> ReadResultAsync(string id, CancellationToken cancellationToken) => UseAsync(
        connection => connection.QuerySingleOrDefaultAsync<byte[]?>(new CommandDefinition(
            "select result from kelp_analysis where id = @id and completed_at is not null", new { id }, cancellationToken: cancellationToken)),
        cancellationToken);

    /// <summary>Whether it was made in demo mode; null where there is no such analysis.</summary>
    public Task<bool?> IsDemoAsync(string id, CancellationToken cancellationToken) => UseAsync(
        connection => connection.QuerySingleOrDefaultAsync<bool?>(new CommandDefinition(
            "select demo from kelp_analysis where id = @id", new { id }, cancellationToken: cancellationToken)),
        cancellationToken);

    /// <summary>An analysis with the state of its job; null where there is none.</summary>
    public async Task<AnalysisRow?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await QueryAsync("a.id = @id", new { id, most = 1 }, cancellationToken)).SingleOrDefault();

    /// <summary>The newest analyses that are older than <paramref name="before"/>, in one state where given.</summary>
    public Task<AnalysisRow[]> ListAsync(string? state, string? before, int most, CancellationToken cancellationToken) => QueryAsync(
        "(@before is null or a.id < @before) and (@state is null or coalesce(j.status, case when a.completed_at is null then 'failed' else 'completed' end) = @state)",
        new { state, before, most },
        cancellationToken);

    /// <summary>Writes what came of it and drops the passes; twice does no harm, as the same question over the same scenes has one answer.</summary>
    public Task CompleteAsync(string id, byte[] result, double[] canopyM2, double[] stockT, CancellationToken cancellationToken) => UseAsync(
        connection => connection.ExecuteAsync(new CommandDefinition(
            """
            with completed as (
                update kelp_analysis set result = @result, canopy_m2 = @canopyM2, stock_t = @stockT, completed_at = coalesce(completed_at, now())
                where id = @id)
            delete from kelp_pass where analysis_id = @id
            """,
            new { id, result, canopyM2, stockT },
            cancellationToken: cancellationToken)),
        cancellationToken);

    /// <summary>Removes an analysis with its files and its job; false where there is none.</summary>
    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) => UseAsync(
        async connection => await connection.ExecuteAsync(new CommandDefinition(
            "with gone as (delete from job where id = @id and kind = @kind) delete from kelp_analysis where id = @id",
            new { id, kind = AnalysisRunner.KindName },
            cancellationToken: cancellationToken)) > 0,
        cancellationToken);

    /// <summary>Ids of complete analyses that are older than a time, or that are the oldest of more than <paramref name="mostBytes"/> bytes of files.</summary>
    public Task<string[]> ListOutlivedAsync(DateTimeOffset? before, long mostBytes, CancellationToken cancellationToken) => UseAsync(
        async connection => (await connection.QueryAsync<string>(new CommandDefinition(
            """
            select id from (
                select a.id, a.completed_at, sum(coalesce(f.bytes, 0)) over (order by a.completed_at desc, a.id desc) as kept
                from kelp_analysis a
                left join (select analysis_id, sum(bytes) as bytes from kelp_file group by analysis_id) f on f.analysis_id = a.id
                where a.completed_at is not null) newest_first
            where kept > @mostBytes or completed_at < @before
            """,
            new { before = before?.UtcDateTime, mostBytes },
            cancellationToken: cancellationToken))).ToArray(),
        cancellationToken);

    /// <summary>Removes analyses that never completed and whose job is gone: nothing will ever come of them.</summary>
    public Task<int> DeleteOrphansAsync(DateTimeOffset before, CancellationToken cancellationToken) => UseAsync(
        connection => connection.ExecuteAsync(new CommandDefinition(
            "delete from kelp_analysis a where completed_at is null and created_at < @before and not exists (select from job where id = a.id)",
            new { before = before.UtcDateTime },
            cancellationToken: cancellationToken)),
        cancellationToken);

    /// <summary>Keeps what a pass showed; an earlier one of the same pass stays.</summary>
    /// <exception cref="AnalysisGoneException">The analysis was removed meanwhile.</exception>
    public async Task AddPassAsync(string id, string pass, string summary, byte[] map, CancellationToken cancellationToken)
    {
        try
        {
            await UseAsync(
                connection => connection.ExecuteAsync(new CommandDefinition(
                    "insert into kelp_pass (analysis_id, pass, summary, map) values (@id, @pass, @summary::json, @map) on conflict do nothing",
                    new { id, pass, summary, map },
                    cancellationToken: cancellationToken)),
                cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == Foreign)
        {
            throw new AnalysisGoneException(id, e);
        }
    }

    /// <summary>What a pass showed, if an earlier attempt came so far.</summary>
    public Task<string?> FindPassAsync(string id, string pass, CancellationToken cancellationToken) => UseAsync(
        connection => connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(
            "select summary::text from kelp_pass where analysis_id = @id and pass = @pass", new { id, pass }, cancellationToken: cancellationToken)),
        cancellationToken);

    /// <summary>Some bytes of a pass's map, which lie uncompressed and are read without the rest.</summary>
    /// <exception cref="AnalysisGoneException">The analysis was removed meanwhile.</exception>
    public async Task<byte[]> ReadMapAsync(string id, string pass, long from, int length, CancellationToken cancellationToken) => await UseAsync(
        connection => connection.QuerySingleOrDefaultAsync<byte[]?>(new CommandDefinition(
            "select substring(map from @first for @length) from kelp_pass where analysis_id = @id and pass = @pass",
            new { id, pass, first = (int)(from + 1), length },
            cancellationToken: cancellationToken)),
        cancellationToken) ?? throw new AnalysisGoneException(id, null);

    private Task<AnalysisRow[]> QueryAsync(string where, object values, CancellationToken cancellationToken) => UseAsync(
        async connection => (await connection.QueryAsync<AnalysisRow>(new CommandDefinition(
            $"""
            select a.id, a.name, a.bbox, a.period_from, a.period_to, a.demo, a.created_at, a.completed_at, a.canopy_m2, a.stock_t,
                j.status, j.progress, j.stage, j.ended_at
            from kelp_analysis a left join job j on j.id = a.id
            where {where}
            order by a.id desc limit @most
            """,
            values,
            cancellationToken: cancellationToken))).ToArray(),
        cancellationToken);

    private Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> use, CancellationToken cancellationToken) => database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        return await use(connection);
    });
}

/// <summary>The analysis was removed while it was worked on.</summary>
internal sealed class AnalysisGoneException(string id, Exception? inner) : Exception($"Analysis {id} was removed while it was worked on.", inner);
