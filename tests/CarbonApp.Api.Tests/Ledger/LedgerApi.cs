using CarbonApp.Api.Tests.Data;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Ledger;

/// <summary>One Api on one database for all tests of a class; each test has a zone of its own.</summary>
public sealed class LedgerApi(PostgresServer server) : IAsyncLifetime
{
    private static int _zones;

    internal ApiOnPostgres Api { get; private set; } = null!;

    /// <summary>A zone that no other test uses.</summary>
    public static string NewZone() => $"ZZ-{Interlocked.Increment(ref _zones)}";

    public async ValueTask InitializeAsync() => Api = await ApiOnPostgres.StartAsync(
        server, new() { ["Sources:Offline"] = "true", ["Sources:TimeBudgetMilliseconds"] = "30000", ["Grid:Ledger:SettleEveryMinutes"] = "1000" });

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}
