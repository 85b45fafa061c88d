using System.Collections.Concurrent;
using CarbonApp.Api.Grid.Ledger;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Grpc;
using CarbonApp.Api.Problems;

namespace CarbonApp.Api.Grid.Keda;

/// <summary>Stretches of the plans the ledger keeps. A plan never changes, so each is read once.</summary>
internal sealed class StoredStretches(PlanStore plans)
{
    private const int MostKept = 10_000;

    private readonly ConcurrentDictionary<string, PlannedStretch[]> _kept = new(StringComparer.Ordinal);

    /// <summary>The stretches in which to run; null when the database does not answer.</summary>
    /// <exception cref="GrpcException">No plan is stored under the id.</exception>
    public async Task<PlannedStretch[]?> OfAsync(string planId, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(planId, out var kept))
        {
            return kept;
        }

        try
        {
            var stored = await plans.FindAsync(planId, cancellationToken)
                ?? throw new GrpcException(GrpcStatus.InvalidArgument, $"planId: no plan is stored as '{planId}': ask POST /api/v2/plan and give the planId of its answer.");
            if (_kept.Count >= MostKept)
            {
                _kept.Clear();
            }

            return _kept[planId] = [.. stored.Plan.Segments.Select(s => new PlannedStretch(s.Start, s.End, s.Replicas))];
        }
        catch (UpstreamException)
        {
            return null;
        }
    }
}
