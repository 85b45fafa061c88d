using CarbonApp.Engine.Grid.Planning.Network;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning.Placement;

/// <summary>
/// The cleanest assignment of requests to sites within latency and capacity: the transportation problem (Hitchcock 1941), exact in
/// whole requests by the network simplex, with the price of each site's capacity.
/// </summary>
/// <remarks>
/// Example: 10 requests, 1 g each at site A (room for 6) and 3 g at B (room for 9): 6 × 1 + 4 × 3 = 18 g. Room for one more at A would
/// save 2 g, at B nothing.
/// </remarks>
public static class PlacementOptimum
{
    private const long DearestArc = 1L << 39;
    private const long CostOfUnserved = 1L << 60;

    /// <summary>Most requests in all, so that sums of them cannot overflow.</summary>
    public const long MostRequests = 1L << 52;

    /// <summary>Finds the optimum, or says which requests cannot be served and what stands in their way.</summary>
    /// <exception cref="ArgumentException">A count or capacity is negative or too large, a cost is negative or infinite, or a row has not one value per site.</exception>
    public static PlacementOutcome Find(PlacementProblem problem, CancellationToken cancellationToken = default)
    {
        Check(problem);
        var dearest = problem.Origins.SelectMany(o => o.GramsPerRequest).Where(g => !double.IsNaN(g)).DefaultIfEmpty().Max();
        var scale = dearest > 0 && double.IsFinite(DearestArc / dearest) ? DearestArc / dearest : 1;
        var network = new NetworkSimplex(CostOfUnserved);
        var sink = network.AddNode(-problem.Origins.Sum(o => o.Count));
        int[] siteNodes = [.. problem.Sites.Select(_ => network.AddNode(0))];
        foreach (var (site, node) in siteNodes.Index())
        {
            network.AddArc(node, sink, problem.Sites[site].Capacity, 0);
        }

        var originNodes = new int[problem.Origins.Count];
        var arcs = new List<(int Origin, int Site, int Arc)>();
        for (var origin = 0; origin < originNodes.Length; origin++)
        {
            originNodes[origin] = network.AddNode(problem.Origins[origin].Count);
            foreach (var site in InReach(problem, origin))
            {
                var cost = (long)Math.Round(problem.Origins[origin].GramsPerRequest[site] * scale);
                arcs.Add((origin, site, network.AddArc(originNodes[origin], siteNodes[site], long.MaxValue, cost)));
            }
        }

        network.Solve(cancellationToken);
        var shares = arcs.Select(a => (a.Origin, a.Site, Count: network.Flow(a.Arc))).Where(s => s.Count > 0).ToArray();
        var missing = originNodes.Select(network.Unshipped).ToArray();
        if (missing.Any(m => m > 0))
        {
            return PlacementShortage.Of(problem, shares, missing);
        }

        double[] prices = [.. siteNodes.Select(node => Math.Max(0, network.Potential(sink) - network.Potential(node)) / scale)];
        return Placed(problem, shares, prices);
    }

    /// <summary>Sites that an origin's requests may be served at.</summary>
    internal static IEnumerable<int> InReach(PlacementProblem problem, int origin)
    {
        var item = problem.Origins[origin];
        return Enumerable.Range(0, problem.Sites.Count).Where(site =>
            !double.IsNaN(item.GramsPerRequest[site]) && (double.IsPositiveInfinity(item.MaxLatencyMs) || item.LatencyMs[site] <= item.MaxLatencyMs));
    }

    private static PlacementOutcome.Placed Placed(PlacementProblem problem, (int Origin, int Site, long Count)[] shares, double[] prices)
    {
        PlacementShare[] items = [.. shares.Select(s => new PlacementShare(
            s.Origin, s.Site, s.Count, Co2eMass.FromGrams(s.Count * problem.Origins[s.Origin].GramsPerRequest[s.Site])))];
        double[] requestPrices = [.. problem.Origins.Select((o, i) => o.Count == 0
            ? double.NaN
            : InReach(problem, i).Min(site => o.GramsPerRequest[site] + prices[site]))];
        var bound = problem.Origins.Select((o, i) => o.Count == 0 ? 0 : o.Count * requestPrices[i]).Sum()
            - problem.Sites.Select((s, i) => s.Capacity * prices[i]).Sum();
        return new PlacementOutcome.Placed(
            items, Co2eMass.FromGrams(items.Sum(s => s.Emissions.Grams)), Co2eMass.FromGrams(Math.Max(0, bound)), prices, requestPrices);
    }

    private static void Check(PlacementProblem problem)
    {
        foreach (var (index, site) in problem.Sites.Index())
        {
            if (site.Capacity is < 0 or > MostRequests)
            {
                throw new ArgumentException($"Site {index} has a capacity of {site.Capacity}; expected 0 to {MostRequests}.", nameof(problem));
            }
        }

        foreach (var (index, origin) in problem.Origins.Index())
        {
            if (origin.Count < 0 || origin.GramsPerRequest.Count != problem.Sites.Count || origin.LatencyMs.Count != problem.Sites.Count
                || origin.GramsPerRequest.Any(g => g < 0 || double.IsInfinity(g)))
            {
                throw new ArgumentException($"Origin {index} must have a count of zero or more, and per site a latency and grams that are NaN or finite and zero or more.", nameof(problem));
            }
        }

        if (problem.Origins.Sum(o => (double)o.Count) > MostRequests)
        {
            throw new ArgumentException($"More than {MostRequests} requests in all: count in thousands.", nameof(problem));
        }
    }
}
