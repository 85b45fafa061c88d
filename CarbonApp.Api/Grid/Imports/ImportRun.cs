using System.IO.Pipelines;
using System.Runtime.InteropServices;
using CarbonApp.Api.Data;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Grid.Signals.Import;
using Npgsql;

namespace CarbonApp.Api.Grid.Imports;

/// <summary>
/// One attempt at storing a file: reads it once from the beginning, passes over the slots an earlier attempt committed and stores
/// the rest in batches, each committed with its checkpoint. While a batch is being written the next is read.
/// </summary>
internal sealed class ImportRun(NpgsqlConnection connection, ImportRequest request, ImportRow begun, DateTimeOffset issuedAt, ImportOptions options, TimeProvider time)
    : IAsyncDisposable
{
    private readonly long _startedAt = time.GetTimestamp();
    private readonly SignalFileReader _file = new(request.File);
    private readonly ImportProgress _progress = new();
    private readonly List<int> _series = [];

    // A strict import is one transaction: it leaves no checkpoint, and begins anew when interrupted.
    private readonly long _storedBefore = request.Strict ? 0 : begun.Slots_Stored;
    private NpgsqlTransaction? _whole;
    private List<ImportedSlot> _incoming = [];
    private List<ImportedSlot> _outgoing = [];
    private Task _writing = Task.CompletedTask;
    private int _longestSeconds;

    /// <summary>Slots safe in the database.</summary>
    public long SlotsCommitted { get; private set; } = request.Strict ? 0 : begun.Slots_Stored;

    /// <summary>Stores the file.</summary>
    /// <returns>False when a strict import was given up because of bad rows.</returns>
    /// <exception cref="SignalFileException">The file cannot be read further; what is before the fault is stored, unless strict.</exception>
    /// <exception cref="ImportFileChangedException">The file is not the one an earlier attempt began.</exception>
    public async Task<bool> StoreAsync(PipeReader body, CancellationToken cancellationToken)
    {
        await SignalStore.BeginImportAsync(connection, cancellationToken);
        _whole = request.Strict ? await connection.BeginTransactionAsync(cancellationToken) : null;
        try
        {
            await ReadAsync(body, cancellationToken);
            _file.Complete();
        }
        catch (SignalFileException)
        {
            await StoreWhatIsSoundAsync(cancellationToken);
            throw;
        }
        finally
        {
            // Whatever broke off the reading, the connection is free again once this batch is committed, or has failed.
            await _writing;
        }

        TakeIncoming();
        if (_progress.Slots < _storedBefore)
        {
            throw new ImportFileChangedException();
        }

        if (request.Strict && _file.RowsRejected > 0)
        {
            await _whole!.RollbackAsync(cancellationToken);
            await SaveNothingStoredAsync(cancellationToken);
            return false;
        }

        await WriteAsync(_incoming, Moment(), "completed", cancellationToken);
        if (_whole is not null)
        {
            await _whole.CommitAsync(cancellationToken);
        }

        SlotsCommitted = _progress.Slots;
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (_whole is not null)
        {
            await _whole.DisposeAsync();
        }
    }

    private async Task ReadAsync(PipeReader body, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            try
            {
                foreach (var piece in read.Buffer)
                {
                    _file.Append(piece.Span);
                }
            }
            finally
            {
                // Also when the file is refused: Kestrel has yet to pass over what follows.
                body.AdvanceTo(read.Buffer.End);
            }

            if (_file.SlotCount >= options.BatchSlots)
            {
                await HandOverAsync(cancellationToken);
            }

            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    /// <summary>Gives the slots read so far to the writer once it is done with those before.</summary>
    private async Task HandOverAsync(CancellationToken cancellationToken)
    {
        TakeIncoming();
        var moment = Moment();
        await _writing;
        SlotsCommitted = request.Strict ? 0 : Math.Max(SlotsCommitted, _progress.Slots - _incoming.Count);
        (_incoming, _outgoing) = (_outgoing, _incoming);
        _incoming.Clear();
        if (_outgoing.Count > 0)
        {
            var batch = _outgoing;
            _writing = Task.Run(() => WriteAsync(batch, moment, "running", cancellationToken), cancellationToken);
        }
    }

    /// <summary>Counts the slots read, and leaves those to be stored in the incoming list.</summary>
    private void TakeIncoming()
    {
        _file.TakeSlots(_incoming);
        var known = 0;
        foreach (ref readonly var slot in CollectionsMarshal.AsSpan(_incoming))
        {
            _progress.Add(in slot);
            known += _progress.Slots <= _storedBefore ? 1 : 0;
            if (_progress.Slots == _storedBefore && _progress.Digest != begun.Slots_Digest)
            {
                throw new ImportFileChangedException();
            }
        }

        _incoming.RemoveRange(0, known);
    }

    private async Task WriteAsync(List<ImportedSlot> slots, ImportState moment, string status, CancellationToken cancellationToken)
    {
        var own = _whole is null ? await connection.BeginTransactionAsync(cancellationToken) : null;
        await using (own)
        {
            var transaction = (own ?? _whole)!;
            if (slots.Count > 0)
            {
                await EnsureSeriesAsync(transaction, slots, moment.Zones, cancellationToken);
                await SignalStore.WriteBatchAsync(connection, transaction, slots, _series, request.Status, issuedAt, cancellationToken);
            }

            if (own is not null || status == "completed")
            {
                await ImportLog.SaveAsync(connection, transaction, request.Id, status, moment, time.GetUtcNow(), cancellationToken);
            }

            if (own is not null)
            {
                await own.CommitAsync(cancellationToken);
            }
        }
    }

    private async Task EnsureSeriesAsync(NpgsqlTransaction transaction, List<ImportedSlot> slots, IReadOnlyList<ZoneId> zones, CancellationToken cancellationToken)
    {
        var longest = slots.Max(s => s.Seconds);
        if (longest > _longestSeconds || zones.Count > _series.Count)
        {
            _longestSeconds = Math.Max(longest, _longestSeconds);
            _series.Clear();
            _series.AddRange(await SignalStore.EnsureSeriesAsync(
                connection, transaction, zones, request.BasisOf(zones[0]), request.Source, _longestSeconds, cancellationToken));
        }
    }

    private async Task StoreWhatIsSoundAsync(CancellationToken cancellationToken)
    {
        await _writing;
        if (_whole is not null)
        {
            await _whole.RollbackAsync(cancellationToken);
            await SaveNothingStoredAsync(cancellationToken);
            return;
        }

        TakeIncoming();
        await WriteAsync(_incoming, Moment(), "failed", cancellationToken);
        SlotsCommitted = Math.Max(SlotsCommitted, _progress.Slots);
    }

    private ImportState Moment() => _progress.At(_file, begun.Seconds + time.GetElapsedTime(_startedAt).TotalSeconds);

    private Task SaveNothingStoredAsync(CancellationToken cancellationToken) => ImportLog.SaveAsync(
        connection, null, request.Id, "failed",
        Moment() with { Slots = 0, Zones = [], FromUnixSeconds = null, ToUnixSeconds = null },
        time.GetUtcNow(), cancellationToken);
}

/// <summary>A file posted under the key of an unfinished import does not begin as that one did.</summary>
internal sealed class ImportFileChangedException : Exception
{
}
