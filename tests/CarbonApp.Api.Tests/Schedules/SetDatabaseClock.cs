using CarbonApp.Api.Data;

namespace CarbonApp.Api.Tests.Schedules;

/// <summary>As if the clock of Postgres were the one that the test sets.</summary>
internal sealed class SetDatabaseClock(Database database, TimeProvider clock) : DatabaseClock(database, clock)
{
    private readonly TimeProvider _clock = clock;

    public override Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken) => Task.FromResult(_clock.GetUtcNow());
}
