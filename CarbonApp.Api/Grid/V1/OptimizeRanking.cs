using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Planning;

namespace CarbonApp.Api.Grid.V1;

/// <summary>A region, a machine, and what the run emits in the region's best window.</summary>
internal sealed record OptimizeCandidate(RegionReading Reading, InstanceType Type, WindowOutcome.Planned? Plan, RunFootprint Footprint)
{
    public double Grams => Footprint.Operational.Grams;
}

/// <summary>Orders candidates by what comes first to the caller.</summary>
/// <remarks>
/// carbon: emissions alone. performance: the most capable machine first, and of one machine the cleanest region.
/// balanced: the mean of a candidate's places in the order by emissions and in the order by capability, as parts of their
/// number. Ties go to the lower emissions, then to the name, so that the same question has the same answer.
/// </remarks>
internal static class OptimizeRanking
{
    public static IReadOnlyList<OptimizeCandidate> Rank(IReadOnlyList<OptimizeCandidate> candidates, string workload, string priority)
    {
        var byEmissions = candidates
            .OrderBy(c => c.Grams)
            .ThenBy(c => c.Reading.Region.Code, StringComparer.Ordinal)
            .ThenBy(c => c.Type.Name, StringComparer.Ordinal)
            .ToArray();
        return priority switch
        {
            "performance" => [.. byEmissions.OrderByDescending(c => Capability(c.Type, workload)).ThenBy(c => c.Type.Name, StringComparer.Ordinal)],
            "balanced" => Balance(byEmissions, workload),
            _ => byEmissions,
        };
    }

    /// <summary>
    /// How much work a machine can do, comparable within one kind of workload: full-load watts where accelerators do the work
    /// (their vCPUs say nothing: a p4d has half the vCPUs of a g5.48xlarge and several times its throughput), else vCPUs, then memory.
    /// </summary>
    internal static (double First, double Second) Capability(InstanceType type, string workload) => workload is "training" or "inference"
        ? (type.Power.Full.Watts, type.VirtualCpus)
        : (type.VirtualCpus, type.MemoryGigabytes);

    private static OptimizeCandidate[] Balance(OptimizeCandidate[] byEmissions, string workload)
    {
        var capabilities = byEmissions.Select(c => Capability(c.Type, workload)).Distinct().OrderDescending().ToArray();
        return
        [
            .. byEmissions.Index()
                .OrderBy(p => Part(p.Index, byEmissions.Length)
                    + Part(Array.IndexOf(capabilities, Capability(p.Item.Type, workload)), capabilities.Length))
                .Select(p => p.Item),
        ];
    }

    private static double Part(int place, int count) => count <= 1 ? 0 : (double)place / (count - 1);
}
