using CarbonApp.Api.Data;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Jobs;

/// <summary>Drops jobs that ended long ago, with their results.</summary>
internal sealed class JobRetention(JobStore jobs, IOptions<JobOptions> options) : IRetained
{
    public async Task<long> DropOutlivedAsync(DateTimeOffset now, CancellationToken cancellationToken) => options.Value.KeepDays is { } days
        ? await jobs.DeleteEndedAsync(now.AddDays(-days), cancellationToken)
        : 0;
}
