using CarbonApp.Api.Data;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>Drops plans of long ago, with what came of them.</summary>
internal sealed class PlanRetention(PlanStore plans, IOptions<RetentionOptions> options) : IRetained
{
    private const int AtOnce = 5_000;

    public async Task<long> DropOutlivedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (options.Value.PlanDays is not { } days)
        {
            return 0;
        }

        var dropped = 0L;
        int rows;
        do
        {
            rows = await plans.DeleteSomeAsync(now.AddDays(-days), AtOnce, cancellationToken);
            dropped += rows;
        }
        while (rows == AtOnce);
        return dropped;
    }
}
