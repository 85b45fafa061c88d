using CarbonApp.Api.Data;
using CarbonApp.Api.Kelp.Results;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Analyses;

/// <summary>Drops analyses of long ago, and the oldest where their files take too much room.</summary>
internal sealed class AnalysisRetention(AnalysisStore analyses, FileReader files, IOptions<AnalysisOptions> options) : IRetained
{
    private static readonly TimeSpan Forlorn = TimeSpan.FromDays(1);

    public async Task<long> DropOutlivedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (days, gigabytes) = (options.Value.KeepDays, options.Value.MostGigabytes);
        var outlived = await analyses.ListOutlivedAsync(days is { } kept ? now.AddDays(-kept) : null, (long)(gigabytes * 1e9), cancellationToken);

        // One at a time: a large one has thousands of parts, and nobody should wait for all of them to go.
        foreach (var id in outlived)
        {
            await analyses.DeleteAsync(id, cancellationToken);
            files.Forget(id);
        }

        return outlived.Length + await analyses.DeleteOrphansAsync(now - Forlorn, cancellationToken);
    }
}
