using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>A place where a job could run.</summary>
/// <param name="Carbon">Intensity of its zone.</param>
/// <param name="Price">Price of its electricity; null when unknown.</param>
/// <param name="Power">Drawn while running, overhead of the data centre included.</param>
/// <param name="Transfer">Emissions of moving the job's data there, whenever it runs.</param>
/// <param name="TransferEuros">Cost of moving it, EUR.</param>
public sealed record ParetoSite(CarbonSignal Carbon, PriceSignal? Price, Power Power, Co2eMass Transfer, double TransferEuros);

/// <summary>The trade-off of one job over several sites: emissions against cost against finish.</summary>
public static class ParetoOptimum
{
    /// <summary>
    /// Front of a job in one piece. Candidates are all sites at all corners: the earliest and latest start, every slot edge of any
    /// intensity or price, every edge − T. Between two neighbouring corners emissions, cost and finish are linear in the start.
    /// So without prices no start at any instant is better than a point of the front, and with them no weighted sum of the
    /// axes, whatever the weights, is lower at any instant than at the best point of the front.
    /// </summary>
    /// <param name="sites">Where it could run; gaps are never run through.</param>
    /// <param name="job">Duration, earliest start and deadline.</param>
    /// <param name="cancellationToken">Ends a long search.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is zero or negative.</exception>
    public static ParetoFront Contiguous(IReadOnlyList<ParetoSite> sites, MovableJob job, CancellationToken cancellationToken = default)
    {
        Check(sites, job);
        var candidates = new List<ParetoCandidate>();
        var hasCost = sites.Any(s => s.Price is not null);
        var corners = Corners(sites, job);
        foreach (var (number, site) in sites.Index().Where(s => !hasCost || s.Item.Price is not null))
        {
            foreach (var start in corners)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var from = new DateTimeOffset(start, TimeSpan.Zero);
                if (site.Carbon.Mean(from, from + job.Duration) is { } mean)
                {
                    Add(candidates, sites, hasCost, number, start, [new PlanSegment(from, from + job.Duration, mean)]);
                }
            }
        }

        return Front(candidates, sites, hasCost, c =>
        {
            var from = new DateTimeOffset(c.Start, TimeSpan.Zero);
            return [new PlanSegment(from, from + job.Duration, sites[c.Site].Carbon.Mean(from, from + job.Duration)!.Value)];
        }, cancellationToken);
    }

    /// <summary>
    /// Front of a job that may pause at no cost. Candidates are each site's cleanest plans that finish by each slot edge of its
    /// intensity and by the deadline, exact each; their cost is compared, but not lowered at the expense of carbon. O(n²) for n slots.
    /// </summary>
    /// <inheritdoc cref="Contiguous"/>
    public static ParetoFront Interruptible(IReadOnlyList<ParetoSite> sites, MovableJob job, CancellationToken cancellationToken = default)
    {
        Check(sites, job);
        var (candidates, plans) = (new List<ParetoCandidate>(), new List<IReadOnlyList<PlanSegment>>());
        var hasCost = sites.Any(s => s.Price is not null);
        foreach (var (number, site) in sites.Index().Where(s => !hasCost || s.Item.Price is not null))
        {
            foreach (var finish in Finishes(site, job))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (InterruptibleOptimum.Find(site.Carbon, job with { Deadline = finish }) is WindowOutcome.Planned plan)
                {
                    Add(candidates, sites, hasCost, number, plans.Count, plan.Segments);
                    plans.Add(plan.Segments);
                }
            }
        }

        return Front(candidates, sites, hasCost, c => plans[(int)c.Start], cancellationToken);
    }

    private static void Check(IReadOnlyList<ParetoSite> sites, MovableJob job)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(job.Duration, TimeSpan.Zero, nameof(job));
        if (sites.FirstOrDefault(s => !double.IsFinite(s.TransferEuros)) is { } site)
        {
            throw new ArgumentOutOfRangeException(nameof(sites), site.TransferEuros, "Transfer cost must be a finite number of EUR.");
        }
    }

    private static void Add(
        List<ParetoCandidate> candidates, IReadOnlyList<ParetoSite> sites, bool hasCost, int number, long start, IReadOnlyList<PlanSegment> segments)
    {
        var (site, grams, euros) = (sites[number], sites[number].Transfer.Grams, hasCost ? sites[number].TransferEuros : 0);
        foreach (var segment in segments)
        {
            var energy = site.Power * segment.Duration;
            grams += (segment.MeanIntensity * energy).Grams;
            euros += hasCost ? site.Price!.Mean(segment.Start, segment.End) * energy.KilowattHours / 1000 ?? double.NaN : 0;
        }

        if (!double.IsNaN(euros))
        {
            candidates.Add(new ParetoCandidate(number, start, grams, euros, segments[^1].End.UtcTicks));
        }
    }

    private static ParetoFront Front(
        List<ParetoCandidate> candidates, IReadOnlyList<ParetoSite> sites, bool hasCost, Func<ParetoCandidate, IReadOnlyList<PlanSegment>> segments, CancellationToken cancellationToken)
    {
        var front = ParetoFront.Filter(candidates, cancellationToken);
        int[] withoutPrice = hasCost ? [.. sites.Index().Where(s => s.Item.Price is null).Select(s => s.Index)] : [];
        return new ParetoFront(
            front.ConvertAll(c => new ParetoPoint(c.Site, segments(c), Co2eMass.FromGrams(c.Grams), hasCost ? c.Euros : null)),
            ParetoFront.KneeOf(front), hasCost, withoutPrice);
    }

    private static SortedSet<long> Corners(IReadOnlyList<ParetoSite> sites, MovableJob job)
    {
        var (lo, last, length) = (job.Earliest.UtcTicks, job.Deadline.UtcTicks - job.Duration.Ticks, job.Duration.Ticks);
        var corners = new SortedSet<long>();
        if (lo > last)
        {
            return corners;
        }

        corners.UnionWith([lo, last]);
        foreach (var site in sites)
        {
            AddAll(site.Carbon.EdgeTicks);
            AddAll(site.Price is null ? [] : site.Price.EdgeTicks);
        }

        return corners;

        void AddAll(ReadOnlySpan<long> edges)
        {
            foreach (var edge in edges)
            {
                foreach (var corner in (ReadOnlySpan<long>)[edge, edge - length])
                {
                    if (corner > lo && corner < last)
                    {
                        corners.Add(corner);
                    }
                }
            }
        }
    }

    private static IEnumerable<DateTimeOffset> Finishes(ParetoSite site, MovableJob job) => site.Carbon.Slots.Select(s => s.End)
        .Where(e => e >= job.Earliest + job.Duration && e < job.Deadline).Append(job.Deadline);
}
