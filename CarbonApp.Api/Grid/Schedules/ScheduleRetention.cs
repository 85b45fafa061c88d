using CarbonApp.Api.Data;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Schedules;

/// <summary>Drops schedules that ended long ago.</summary>
internal sealed class ScheduleRetention(ScheduleStore store, IOptions<ScheduleOptions> options) : IRetained
{
    public async Task<long> DropOutlivedAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await store.DeleteEndedAsync(now.AddDays(-options.Value.KeepDays), cancellationToken);
}
