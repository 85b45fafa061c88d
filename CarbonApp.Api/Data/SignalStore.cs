using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Signals;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CarbonApp.Api.Data;

/// <summary>
/// Intensities kept in Postgres: imported files and values observed from feeds. The one class that knows the tables
/// <c>signal_series</c> and <c>signal_slot</c>.
/// </summary>
/// <remarks>
/// Every method throws <see cref="UpstreamException"/> when Postgres is not ready, gone or too slow. One source keeps one value per
/// start: a newer issue replaces an older one, and nothing but a measurement replaces a measurement.
/// </remarks>
internal sealed partial class SignalStore(Database database, IOptions<SignalStoreOptions> options)
{
    /// <summary>Channel on which imports tell that slots were written.</summary>
    public const string Channel = "signal";

    private static readonly SignalStatus[] EveryStatus = Enum.GetValues<SignalStatus>();
    private long _version;

    /// <summary>Rises with every change this process makes or hears of, so that what was read before can be told from what is there now.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>
    /// All that is stored of [<paramref name="from"/>, <paramref name="to"/>), gaps as gaps: measured values before forecasts before
    /// estimates, and among equals the source of higher priority (<see cref="SignalStoreOptions.SourcePriority"/>). Overlapping slots
    /// of one source are resolved by <see cref="SlotOverlaps"/>. Every value keeps the name of the source it came from.
    /// </summary>
    public Task<CarbonSignal> ReadAsync(SignalBasis basis, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        ReadAsync(basis, from, to, EveryStatus, cancellationToken);

    /// <inheritdoc cref="ReadAsync(SignalBasis, DateTimeOffset, DateTimeOffset, CancellationToken)"/>
    public async Task<CarbonSignal> ReadAsync(
        SignalBasis basis, DateTimeOffset from, DateTimeOffset to, IReadOnlyList<SignalStatus> statuses, CancellationToken cancellationToken)
    {
        var rows = await database.UseAsync(async connections =>
        {
            await using var connection = await connections.OpenConnectionAsync(cancellationToken);
            return await connection.QueryAsync<SlotRow>(new CommandDefinition(
                """
                select series.source, slot.start_at, slot.seconds, slot.value, slot.status, slot.issued_at
                from signal_series series
                join signal_slot slot on slot.series_id = series.id
                    and slot.start_at > @from - series.longest_seconds * interval '1 second'
                    and slot.start_at < @to
                where series.zone = @zone and series.kind = @kind and series.factor = @factor and slot.status = any(@statuses)
                """,
                new
                {
                    zone = basis.Zone.Value,
                    kind = (short)basis.Kind,
                    factor = (short)basis.Factor,
                    statuses = statuses.Select(s => (short)s).ToArray(),
                    from = from.UtcDateTime,
                    to = to.UtcDateTime,
                },
                cancellationToken: cancellationToken));
        });
        return Splice(basis, rows).Slice(from, to);
    }

    /// <summary>What is stored of which zones, from the beginning of the first slot to the end of the last, by zone, kind and factor.</summary>
    public async Task<IReadOnlyList<StoredRange>> ListZonesAsync(CancellationToken cancellationToken)
    {
        var rows = await database.UseAsync(async connections =>
        {
            await using var connection = await connections.OpenConnectionAsync(cancellationToken);
            // Two looks into the key per series instead of a pass over all slots.
            return await connection.QueryAsync<RangeRow>(new CommandDefinition(
                """
                select series.zone, series.kind, series.factor, min(first.start_at) as from_at, max(last.end_at) as to_at
                from signal_series series
                cross join lateral (
                    select start_at from signal_slot where series_id = series.id order by start_at limit 1) first
                cross join lateral (
                    select start_at + seconds * interval '1 second' as end_at
                    from signal_slot where series_id = series.id order by start_at desc limit 1) last
                group by series.zone, series.kind, series.factor
                order by series.zone, series.kind, series.factor
                """,
                cancellationToken: cancellationToken));
        });
        return [.. rows.Select(r => new StoredRange(
            new SignalBasis(ZoneId.Parse(r.Zone), (SignalKind)r.Kind, (EmissionFactor)r.Factor), Utc(r.From_At), Utc(r.To_At)))];
    }

    /// <summary>Says that slots were written.</summary>
    public void Changed() => Interlocked.Increment(ref _version);

    private CarbonSignal Splice(SignalBasis basis, IEnumerable<SlotRow> rows)
    {
        var origins = new Dictionary<(string, short, DateTime), SignalProvenance>();
        return rows
            .GroupBy(r => (r.Status, r.Source))
            .OrderBy(g => g.Key.Status)
            .ThenBy(g => options.Value.RankOf(g.Key.Source))
            .ThenBy(g => g.Key.Source, StringComparer.Ordinal)
            .Select(g => SlotOverlaps.Resolve(basis, g.Select(r => r.ToSlot(origins))))
            .Aggregate(CarbonSignal.Unknown(basis), (known, next) => known.FillGapsFrom(next));
    }

    private static DateTimeOffset Utc(DateTime time) => new(time, TimeSpan.Zero);

    private sealed record RangeRow(string Zone, short Kind, short Factor, DateTime From_At, DateTime To_At);

    private readonly record struct SlotRow(string Source, DateTime Start_At, int Seconds, double Value, short Status, DateTime Issued_At)
    {
        /// <summary>Slots of one origin share its record: a year of them would otherwise hold thousands.</summary>
        public SignalSlot ToSlot(Dictionary<(string Source, short Status, DateTime IssuedAt), SignalProvenance> origins)
        {
            if (!origins.TryGetValue((Source, Status, Issued_At), out var origin))
            {
                origin = new SignalProvenance(Source, (SignalStatus)Status, Utc(Issued_At));
                origins.Add((Source, Status, Issued_At), origin);
            }

            return new SignalSlot(Utc(Start_At), Utc(Start_At.AddSeconds(Seconds)), Value, origin);
        }
    }
}

/// <summary>Time over which a zone has stored values, gaps inside not told.</summary>
/// <param name="Basis">Zone, kind and factor.</param>
/// <param name="From">Start of the first slot, UTC.</param>
/// <param name="To">End of the last slot, UTC.</param>
internal sealed record StoredRange(SignalBasis Basis, DateTimeOffset From, DateTimeOffset To);
