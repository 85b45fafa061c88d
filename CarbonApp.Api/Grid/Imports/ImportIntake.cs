using System.IO.Pipelines;
using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Signals.Import;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CarbonApp.Api.Grid.Imports;

/// <summary>Takes a posted file: finds out whether its import is new, unfinished, finished or under way, and says how it went.</summary>
internal sealed partial class ImportIntake(
    Database database, DatabaseClock clock, SignalStore store, ImportLog log, IOptions<ImportOptions> options, TimeProvider time, ILogger<ImportIntake> logger)
    : IDisposable
{
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(5);

    /// <summary>Slow callers must not use up the connections that everybody else needs.</summary>
    private readonly SemaphoreSlim _room = new(options.Value.MostAtOnce);

    public async Task<Results<Ok<ImportResponse>, ProblemHttpResult>> TakeAsync(ImportRequest request, PipeReader body, CancellationToken cancellationToken)
    {
        var entered = false;
        try
        {
            entered = await _room.WaitAsync(TimeSpan.FromSeconds(options.Value.WaitSeconds), cancellationToken);
            if (!entered)
            {
                return ImportProblems.Busy(request.Id, options.Value.MostAtOnce);
            }

            // By the clock that all replicas share: of two forecasts the one that was issued later counts, whoever took it in.
            var issuedAt = await clock.NowAsync(cancellationToken);
            var problem = await database.UseAsync(connections => StoreAsync(connections, request, issuedAt, body, cancellationToken));
            if (problem is not null)
            {
                return problem;
            }

            return TypedResults.Ok(await log.FindAsync(request.Id, cancellationToken));
        }
        catch (UpstreamException e) when (e.SourceName == Database.Name)
        {
            LogStoreUnavailable(request.Id, e.Message);
            return ImportProblems.StoreUnavailable(request.Id, e);
        }
        catch (BadHttpRequestException e)
        {
            var tooLarge = e.StatusCode == StatusCodes.Status413PayloadTooLarge;
            await EndEarlyAsync(request.Id, tooLarge ? "failed" : "interrupted");
            return tooLarge ? ImportProblems.TooLarge(request.Id, options.Value.MaxFileBytes) : ImportProblems.CutShort(request.Id);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Nobody is left to answer, but whoever asks for the import should not read that it runs.
            await EndEarlyAsync(request.Id, "interrupted");
            return ImportProblems.CutShort(request.Id);
        }
        finally
        {
            if (entered)
            {
                _room.Release();
            }
        }
    }

    public void Dispose() => _room.Dispose();

    /// <summary>Null when the import is complete.</summary>
    private async Task<ProblemHttpResult?> StoreAsync(
        NpgsqlDataSource connections, ImportRequest request, DateTimeOffset issuedAt, PipeReader body, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        if (!await ImportLog.TryLockAsync(connection, request.Id, cancellationToken))
        {
            return ImportProblems.UnderWay(request.Id);
        }

        try
        {
            var begun = await ImportLog.BeginAsync(connection, request.Id, request.Parameters, time.GetUtcNow(), cancellationToken);
            return begun.Parameters != request.Parameters ? ImportProblems.KeyReused(request.Id, $"other parameters ({begun.Parameters})")
                : begun.Status == "completed" ? null
                : await StoreAsync(connection, request, begun, issuedAt, body, cancellationToken);
        }
        finally
        {
            await UnlockAsync(connection, request.Id);
        }
    }

    private async Task<ProblemHttpResult?> StoreAsync(
        NpgsqlConnection connection, ImportRequest request, ImportRow begun, DateTimeOffset issuedAt, PipeReader body, CancellationToken cancellationToken)
    {
        await using var run = new ImportRun(connection, request, begun, issuedAt, options.Value, time);
        try
        {
            var complete = await run.StoreAsync(body, cancellationToken);
            if (complete)
            {
                LogStored(request.Id, run.SlotsCommitted);
                return null;
            }

            var refused = await log.FindAsync(request.Id, cancellationToken);
            return ImportProblems.RowsRefused(refused!);
        }
        catch (SignalFileException e)
        {
            return ImportProblems.Unreadable(request.Id, e, run.SlotsCommitted);
        }
        catch (ImportFileChangedException)
        {
            await EndEarlyAsync(request.Id, "interrupted");
            return ImportProblems.KeyReused(request.Id, "another file");
        }
        finally
        {
            // Also when it broke off: what was committed by then is there to be read.
            store.Changed();
        }
    }

    private async Task EndEarlyAsync(string id, string status)
    {
        using var limit = new CancellationTokenSource(LastWord, time);
        try
        {
            await log.EndEarlyAsync(id, status, time.GetUtcNow(), limit.Token);
            LogEndedEarly(id, status);
        }
        catch (Exception e) when (e is UpstreamException or OperationCanceledException)
        {
            // The log tells it all the same: no session holds the import any more.
            LogStoreUnavailable(id, e.Message);
        }
    }

    /// <summary>The pool resets a session only when it is used again; the lock must go now.</summary>
    private static async Task UnlockAsync(NpgsqlConnection connection, string id)
    {
        try
        {
            await ImportLog.UnlockAsync(connection, id);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException)
        {
            // A session that cannot answer ends here, and its lock with it.
            NpgsqlConnection.ClearPool(connection);
        }
    }

    [LoggerMessage(LogLevel.Information, "Import {Id} is complete with {Slots} values")]
    private partial void LogStored(string id, long slots);

    [LoggerMessage(LogLevel.Warning, "Import {Id} ended early: {Status}")]
    private partial void LogEndedEarly(string id, string status);

    [LoggerMessage(LogLevel.Warning, "Import {Id} lost the database: {Reason}")]
    private partial void LogStoreUnavailable(string id, string reason);
}
