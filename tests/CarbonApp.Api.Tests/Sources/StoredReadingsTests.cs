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
    private ServiceProvider _services = null!;
    private SignalStore _own = null!;
    private SignalStore _otherReplicas = null!;
    private StoredReadings _readings = null!;

    public async ValueTask InitializeAsync()
    {
        var connections = NpgsqlDataSource.Create(await server.CreateDatabaseAsync($"readings_{Guid.NewGuid():n}"));
        _services = new ServiceCollection().AddSingleton(connections).BuildServiceProvider();
        await MigrationRunner.ApplyAsync(connections, MigrationFile.Embedded, CancellationToken.None);
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
        await using (var connection = await _services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync())
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "drop table signal_slot";
            await command.ExecuteNonQueryAsync();
        }

        await AssertReadsAsync(100.0);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAnyAsync<Exception>(ReadAsync);
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

    private Task<CarbonSignal> ReadAsync() =>
        _readings.GetAsync("stored", new SignalQuery(GreatBritain, Zero, Zero.AddHours(4)), Measured, CancellationToken.None);
}
