using CarbonApp.Api.Data;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CarbonApp.Api.Tests.Data;

public sealed class SignalStoreTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly SignalBasis GreatBritain = SignalBasis.AverageLifecycle(ZoneId.Parse("GB"));
    private static readonly DateTimeOffset Zero = new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Zero.AddDays(400);

    private LentDatabase _lent = null!;
    private ServiceProvider _services = null!;
    private SignalStore _store = null!;
    private Database _database = null!;

    public async ValueTask InitializeAsync()
    {
        _lent = await LentDatabase.LendAsync(server);
        var connections = NpgsqlDataSource.Create(_lent.ConnectionString);
        _services = new ServiceCollection().AddSingleton(connections).BuildServiceProvider();
        _database = new Database(_services);
        _database.Open();
        _store = Store();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _lent.DisposeAsync();
    }

    [Fact]
    public async Task ReadAsync_WhatWasSaved_ComesBackExactlyWithItsOrigin()
    {
        var saved = Signal("neso", (0, 30, 0.1 + 0.2), (30, 60, double.Epsilon), (90, 150, 4999.999999999999));
        await SaveAsync(saved);

        var read = await ReadAsync();

        Assert.Equal(saved.Slots, read.Slots);
    }

    [Fact]
    public async Task ReadAsync_SlotReachingIntoTheRange_IsCutNotLost()
    {
        await SaveAsync(Signal("neso", (0, 1440, 100), (1440, 1470, 7)));

        var read = await _store.ReadAsync(GreatBritain, Zero.AddHours(23), Zero.AddHours(24), CancellationToken.None);

        Assert.Equal((Zero.AddHours(23), Zero.AddHours(24), 1), (read.Start, read.End, read.Count));
    }

    [Fact]
    public async Task ReadAsync_SeveralSources_TheTrustedStandsAndOthersFillItsGaps()
    {
        await SaveAsync(Signal("energy-charts", (0, 60, 1), (60, 120, 1), (120, 180, 1)));
        await SaveAsync(Signal("neso", (30, 60, 2), (60, 90, 2)));

        var asUsual = await ReadAsync();
        var otherTrust = await Store("energy-charts", "*").ReadAsync(GreatBritain, Zero, End, CancellationToken.None);

        Assert.Equal(["0-30 1", "30-60 2", "60-90 2", "90-120 1", "120-180 1"], Told(asUsual));
        Assert.Equal(["0-60 1", "60-120 1", "120-180 1"], Told(otherTrust));
        Assert.Equal(["energy-charts", "neso"], asUsual.Provenances.Select(p => p.Source).Order());
    }

    [Fact]
    public async Task ReadAsync_MeasuredOfALesserSource_StandsBeforeAForecast()
    {
        await SaveAsync(Signal("neso", SignalStatus.Forecast, Zero, (0, 60, 1), (60, 120, 1)));
        await SaveAsync(Signal("watttime", (0, 60, 2)));

        Assert.Equal(["0-60 2", "60-120 1"], Told(await ReadAsync()));
    }

    [Fact]
    public async Task SaveAsync_ForecastMeasuredLater_MeasurementReplacesItAndStays()
    {
        await SaveAsync(Signal("neso", SignalStatus.Forecast, Zero, (0, 60, 1), (60, 120, 1)));
        await SaveAsync(Signal("neso", SignalStatus.Measured, Zero.AddHours(-1), (0, 60, 2)));
        await SaveAsync(Signal("neso", SignalStatus.Forecast, Zero.AddHours(9), (0, 60, 3), (60, 120, 3)));
        await SaveAsync(Signal("neso", SignalStatus.Forecast, Zero.AddHours(5), (60, 120, 4)));

        Assert.Equal(["0-60 2", "60-120 3"], Told(await ReadAsync()));
    }

    [Fact]
    public async Task SaveAsync_OtherSlotLengthOfOneSource_IsResolvedToTheNewerIssue()
    {
        await SaveAsync(Signal("neso", SignalStatus.Measured, Zero, (0, 60, 1), (60, 120, 1)));
        await SaveAsync(Signal("neso", SignalStatus.Measured, Zero.AddHours(1), (30, 60, 2)));

        Assert.Equal(["0-30 1", "30-60 2", "60-120 1"], Told(await ReadAsync()));
    }

    [Fact]
    public async Task ReadAsync_OtherKindOrFactorOrZone_IsNeverMixedIn()
    {
        await SaveAsync(Signal("neso", (0, 60, 1)));

        foreach (var basis in new[]
        {
            GreatBritain with { Kind = SignalKind.Marginal }, GreatBritain with { Factor = EmissionFactor.Direct }, GreatBritain with { Zone = ZoneId.Parse("FR") },
        })
        {
            Assert.Equal(0, (await _store.ReadAsync(basis, Zero, End, CancellationToken.None)).Count);
        }
    }

    [Fact]
    public async Task ListZonesAsync_SeveralSources_SpansAllOfEachBasis()
    {
        await SaveAsync(Signal("neso", (60, 90, 1)));
        await SaveAsync(Signal("energy-charts", (0, 60, 1), (600, 660, 1)));

        Assert.Equal([new StoredRange(GreatBritain, Zero, Zero.AddMinutes(660))], await _store.ListZonesAsync(CancellationToken.None));
    }

    [Fact]
    public async Task SweepAsync_AfterThirtyDays_DropsForecastsOnly()
    {
        await SaveAsync(Signal("neso", SignalStatus.Forecast, Zero, (0, 60, 1), (1440, 1500, 2)));
        await SaveAsync(Signal("watttime", (120, 180, 3)));
        var clock = new SetClock(Zero.AddDays(30).AddMinutes(59));
        var options = Options.Create(new RetentionOptions());
        using var sweep = new RetentionSweep([new SignalRetention(_store, options)], options, new DatabaseClock(_database, clock), clock, NullLogger<RetentionSweep>.Instance);

        Assert.Equal(0, await sweep.SweepAsync(CancellationToken.None));
        clock.Now = Zero.AddDays(30).AddMinutes(60);
        Assert.Equal(1, await sweep.SweepAsync(CancellationToken.None));

        Assert.Equal(["120-180 3", "1440-1500 2"], Told(await ReadAsync()).Where(t => !t.EndsWith("NaN", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SweepAsync_ClockOfThisProcessYearsAhead_DropsNothing()
    {
        var minute = (int)(TimeProvider.System.GetUtcNow() - Zero).TotalMinutes;
        await SaveAsync(Signal("neso", SignalStatus.Forecast, Zero, (minute, minute + 60, 1)));
        var clock = new SetClock(TimeProvider.System.GetUtcNow().AddYears(3));
        var options = Options.Create(new RetentionOptions());
        using var sweep = new RetentionSweep([new SignalRetention(_store, options)], options, new DatabaseClock(_database, clock), clock, NullLogger<RetentionSweep>.Instance);

        Assert.Equal(0, await sweep.SweepAsync(CancellationToken.None));
    }

    [Fact]
    public void RankOf_ByDefault_ImportsThenUnnamedThenFeeds()
    {
        var options = new SignalStoreOptions();

        Assert.True(options.RankOf("import") < options.RankOf("my-own-meter"));
        Assert.True(options.RankOf("my-own-meter") < options.RankOf("neso"));
        Assert.True(options.RankOf("neso") < options.RankOf("energy-charts"));
    }

    private SignalStore Store(params string[] priority) => new(_database, Options.Create(new SignalStoreOptions { SourcePriority = priority.Length > 0 ? priority : null }));

    private Task SaveAsync(CarbonSignal signal) => _store.SaveAsync(signal, CancellationToken.None);

    private Task<CarbonSignal> ReadAsync() => _store.ReadAsync(GreatBritain, Zero, End, CancellationToken.None);

    private static CarbonSignal Signal(string source, params (int From, int To, double Value)[] slots) => Signal(source, SignalStatus.Measured, Zero, slots);

    private static CarbonSignal Signal(string source, SignalStatus status, DateTimeOffset issuedAt, params (int From, int To, double Value)[] slots)
    {
        var origin = new SignalProvenance(source, status, issuedAt);
        return CarbonSignal.FromSlots(GreatBritain, slots.Select(s => new SignalSlot(Zero.AddMinutes(s.From), Zero.AddMinutes(s.To), s.Value, origin)));
    }

    private static IEnumerable<string> Told(CarbonSignal signal) =>
        signal.Slots.Select(s => FormattableString.Invariant($"{(s.Start - Zero).TotalMinutes}-{(s.End - Zero).TotalMinutes} {s.GramsPerKilowattHour}"));
}
