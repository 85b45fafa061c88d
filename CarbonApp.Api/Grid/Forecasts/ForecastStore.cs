using System.Text.Json;
using System.Text.Json.Serialization;
using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Signals;
using Dapper;

namespace CarbonApp.Api.Grid.Forecasts;

/// <summary>The product's own forecasts in Postgres. The one class that knows the table <c>forecast</c>.</summary>
/// <remarks>Every method throws <see cref="UpstreamException"/> when Postgres is not ready, gone or too slow.</remarks>
internal sealed class ForecastStore(Database database)
{
    private static readonly JsonSerializerOptions SkillJson = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The forecast issued at an hour; null where there is none, or only what is kept of an old one.</summary>
    public Task<CarbonForecast?> FindAsync(SignalBasis basis, DateTimeOffset issuedAt, CancellationToken cancellationToken) => database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<ForecastRow>(new CommandDefinition(
            """
            select trained_from, trained_to, penalty, band_factor, days, expected, scenarios from forecast
            where zone = @zone and kind = @kind and factor = @factor and issued_at = @issuedAt and (scenarios is not null or low is null)
            """,
            new { zone = basis.Zone.Value, kind = (short)basis.Kind, factor = (short)basis.Factor, issuedAt = issuedAt.UtcDateTime },
            cancellationToken: cancellationToken));
        return row?.ToForecast(basis, issuedAt);
    });

    /// <summary>What the forecasts issued at some hours said of the day after.</summary>
    public Task<IReadOnlyList<IssuedDay>> ListAsync(SignalBasis basis, IReadOnlyList<DateTimeOffset> issues, CancellationToken cancellationToken) =>
        database.UseAsync<IReadOnlyList<IssuedDay>>(async connections =>
        {
            await using var connection = await connections.OpenConnectionAsync(cancellationToken);
            var rows = await connection.QueryAsync<(DateTime IssuedAt, double[] Expected, double[]? Low, double[]? High)>(new CommandDefinition(
                """
                select issued_at, expected[1:24], low[1:24], high[1:24] from forecast
                where zone = @zone and kind = @kind and factor = @factor and issued_at = any(@issues)
                """,
                new { zone = basis.Zone.Value, kind = (short)basis.Kind, factor = (short)basis.Factor, issues = issues.Select(i => i.UtcDateTime).ToArray() },
                cancellationToken: cancellationToken));
            return [.. rows.Select(r => new IssuedDay(new DateTimeOffset(r.IssuedAt, TimeSpan.Zero), r.Expected, r.Low, r.High))];
        });

    /// <summary>Zones of which something was measured after <paramref name="since"/>, with the measured time known of each, and whether the hour's forecast rests on just that.</summary>
    public Task<IReadOnlyList<ForecastCandidate>> ListCandidatesAsync(
        DateTimeOffset since, DateTimeOffset hour, int most, CancellationToken cancellationToken) => database.UseAsync<IReadOnlyList<ForecastCandidate>>(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);

        // Two looks into the key per series; the second only where the first found something.
        return (await connection.QueryAsync<ForecastCandidate>(new CommandDefinition(
            """
            select c.*, f.issued_at is not null as issued, f.known_from is not distinct from c.known_from and f.known_to is not distinct from c.known_to as current
            from (
                select series.zone, series.kind, series.factor, min(first.start_at) as known_from, max(last.end_at) as known_to
                from signal_series series
                cross join lateral (
                    select least(start_at + seconds * interval '1 second', @hour) as end_at
                    from signal_slot where series_id = series.id and status = 0 and start_at >= @since and start_at < @hour
                    order by start_at desc limit 1) last
                cross join lateral (
                    select start_at from signal_slot where series_id = series.id and status = 0 order by start_at limit 1) first
                group by series.zone, series.kind, series.factor
            ) c
            left join forecast f on f.zone = c.zone and f.kind = c.kind and f.factor = c.factor and f.issued_at = @hour
            order by c.zone, c.kind, c.factor limit @most
            """,
            new { since = since.UtcDateTime, hour = hour.UtcDateTime, most },
            cancellationToken: cancellationToken))).AsList();
    });

    /// <summary>Keeps a forecast, in place of one of the same hour that knew less; of older ones the scenarios go.</summary>
    public Task SaveAsync(CarbonForecast forecast, ForecastSkill? skill, ForecastCandidate known, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.UseAsync(async connections =>
        {
            var (basis, method) = (forecast.Basis, forecast.Method);
            var banded = forecast.Scenarios.Count > 0;
            await using var connection = await connections.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into forecast (zone, kind, factor, issued_at, made_at, known_from, known_to, trained_from, trained_to, penalty, band_factor, days, expected, low, high, scenarios, skill)
                values (@zone, @kind, @factor, @issuedAt, @now, @knownFrom, @knownTo, @trainedFrom, @trainedTo, @Penalty, @BandFactor, @Days, @expected, @low, @high, @scenarios, @skill::jsonb)
                on conflict (zone, kind, factor, issued_at) do update set
                    made_at = excluded.made_at, known_from = excluded.known_from, known_to = excluded.known_to, trained_from = excluded.trained_from,
                    trained_to = excluded.trained_to, penalty = excluded.penalty, band_factor = excluded.band_factor, days = excluded.days,
                    expected = excluded.expected, low = excluded.low, high = excluded.high, scenarios = excluded.scenarios, skill = excluded.skill;
                update forecast set scenarios = null
                where zone = @zone and kind = @kind and factor = @factor and issued_at < @issuedAt and scenarios is not null
                """,
                new
                {
                    zone = basis.Zone.Value,
                    kind = (short)basis.Kind,
                    factor = (short)basis.Factor,
                    issuedAt = forecast.IssuedAt.UtcDateTime,
                    now = now.UtcDateTime,
                    knownFrom = known.Known_From,
                    knownTo = known.Known_To,
                    trainedFrom = method.TrainedFrom.UtcDateTime,
                    trainedTo = method.TrainedTo.UtcDateTime,
                    method.Penalty,
                    method.BandFactor,
                    method.Days,
                    expected = forecast.Expected.ToArray(),
                    low = banded ? forecast.Quantile(0.1).GramsPerKilowattHour.ToArray() : null,
                    high = banded ? forecast.Quantile(0.9).GramsPerKilowattHour.ToArray() : null,
                    scenarios = banded ? forecast.Scenarios.SelectMany(s => s).ToArray() : null,
                    skill = skill is null ? null : JsonSerializer.Serialize(skill, SkillJson),
                },
                transaction,
                cancellationToken: cancellationToken));
            await transaction.CommitAsync(cancellationToken);
            return true;
        });

    /// <summary>Drops forecasts issued before a time; how many.</summary>
    public Task<int> DeleteAsync(DateTimeOffset issuedBefore, CancellationToken cancellationToken) => database.UseAsync(async connections =>
    {
        await using var connection = await connections.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            "delete from forecast where issued_at < @before", new { before = issuedBefore.UtcDateTime }, cancellationToken: cancellationToken));
    });

    private sealed class ForecastRow
    {
        public DateTime Trained_From { get; init; }

        public DateTime Trained_To { get; init; }

        public double? Penalty { get; init; }

        public double Band_Factor { get; init; }

        public int Days { get; init; }

        public required double[] Expected { get; init; }

        public double[]? Scenarios { get; init; }

        public CarbonForecast ToForecast(SignalBasis basis, DateTimeOffset issuedAt) => new(
            basis, issuedAt, new ForecastMethod(Penalty, Days, Utc(Trained_From), Utc(Trained_To), Band_Factor), Expected,
            Scenarios is null ? [] : [.. Scenarios.Chunk(Expected.Length)]);

        private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
    }
}

/// <summary>A zone that can be forecast: the time over which it was measured, and how its forecast of the hour stands.</summary>
internal sealed class ForecastCandidate
{
    public required string Zone { get; init; }

    public short Kind { get; init; }

    public short Factor { get; init; }

    public DateTime Known_From { get; init; }

    public DateTime Known_To { get; init; }

    /// <summary>A forecast of the hour is kept.</summary>
    public bool Issued { get; init; }

    /// <summary>It was made from all that is measured by now.</summary>
    public bool Current { get; init; }

    public SignalBasis Basis => new(ZoneId.Parse(Zone), (SignalKind)Kind, (EmissionFactor)Factor);
}
