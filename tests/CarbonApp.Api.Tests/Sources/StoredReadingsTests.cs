using CarbonApp.Api.Tests.Data;
using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared.Fakes;
using CarbonApp.Tests.Shared.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CarbonApp.Api.Tests.Sources;

/// <summary>The store's short memory, on a real Postgres that another replica may write to behind its back.</summary>
public sealed class StoredReadingsTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly DateTimeOffset Zero = new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SignalBasis GreatBritain = SignalBasis.AverageLifecycle(ZoneId.Parse("GB"));
    private static readonly SignalStatus[] Measured = [SignalStatus.Measured];

    private readonly FakeTimeProvider _clock = new(Zero);
    private LentDatabase _lent = null!;
    private ServiceProvider _services = null!;
    private SignalStore _own = null!;
    private SignalStore _otherReplicas = null!;
    private StoredReadings _readings = null!;

    public async ValueTask InitializeAsync()
    {
        _lent = await LentDatabase.LendAsync(server);
        var connections = NpgsqlDataSource.Create(_lent.ConnectionString);
        _services = new ServiceCollection().AddSingleton(connections).BuildServiceProvider();
        var database = new Database(_services);
        database.Open();
        var options = Options.Create(new SignalStoreOptions());
        (_own, _otherReplicas) = (new SignalStore(database, options), new SignalStore(database, options));
        _readings = new StoredReadings(_own, options, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        _readings.Dispose();
        await _services.DisposeAsync();
        await _lent.DisposeAsync();
    }

    [Fact]
    public async Task GetAsync_AfterAnOwnWrite_SeesItAtOnce()
    {
        await AssertReadsAsync();

        await _own.SaveAsync(Hours(100), CancellationToken.None);
        await AssertReadsAsync(100.0);

        await _own.SaveAsync(Hours(100, 200), CancellationToken.None);
        await AssertReadsAsync(100.0, 200.0);
    }

    [Fact]
    public async Task GetAsync_AfterAnotherReplicasWrite_SeesItWhenItsMemoryFades()
    {
        await ReadAsync();
        await _otherReplicas.SaveAsync(Hours(100), CancellationToken.None);

        await AssertReadsAsync();
        _clock.Advance(TimeSpan.FromSeconds(5));
        await AssertReadsAsync(100.0);
    }

    [Fact]
    public async Task GetAsync_WithinItsMemory_DoesNotAskPostgresAgain()
    {
        await _own.SaveAsync(Hours(100), CancellationToken.None);
        await ReadAsync();
        // Put aside only: the database is lent.
        await ExecuteAsync("alter table signal_slot rename to signal_slot_aside");

        await AssertReadsAsync(100.0);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAnyAsync<Exception>(ReadAsync);

        await ExecuteAsync("alter table signal_slot_aside rename to signal_slot");
    }

    [Fact]
    public async Task ListAsync_StoredZones_AreListedOnce()
    {
        await _own.SaveAsync(Hours(100), CancellationToken.None);
        await _own.SaveAsync(CarbonSignal.FromRegular(GreatBritain with { Factor = EmissionFactor.Direct }, Zero, TimeSpan.FromHours(1), [50], Origin), CancellationToken.None);

        var zones = await _readings.ListAsync(CancellationToken.None);
        Assert.Equal(GreatBritain.Zone, Assert.Single(zones));
    }

    private static SignalProvenance Origin => new("test", SignalStatus.Measured, Zero);

    private static CarbonSignal Hours(params double[] values) => CarbonSignal.FromRegular(GreatBritain, Zero, TimeSpan.FromHours(1), values, Origin);

    private async Task AssertReadsAsync(params double[] gramsPerKilowattHour)
    {
        var signal = await ReadAsync();
        Assert.Equal(gramsPerKilowattHour, signal.GramsPerKilowattHour.ToArray());
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private Task<CarbonSignal> ReadAsync() =>
        _readings.GetAsync("stored", new SignalQuery(GreatBritain, Zero, Zero.AddHours(4)), Measured, CancellationToken.None);
}
