using CarbonApp.Engine.Grid.Planning;

namespace CarbonApp.Engine.Grid.Backtesting;

/// <summary>Places all jobs of a set by one guide, with every policy at once, and adds up what was measured.</summary>
internal sealed class BacktestPass(
    BacktestSeries series, BacktestGuide guide, PastThreshold thresholds, BacktestPolicy[] policies, CancellationToken cancellationToken)
{
    private const int JobsBetweenChecks = 1024;

    private readonly double[] _measured = series.Array;
    private readonly double[] _scratch = new double[series.Count];

    public BacktestTotals Run(BacktestJobSet set) => set switch
    {
        BacktestJobSet.EverySlot every when every.JobSlots > series.Count => new BacktestTotals(policies),
        BacktestJobSet.EverySlot every when guide is BacktestGuide.Fixed beliefs => RunEverySlot(every, beliefs.Values),
        BacktestJobSet.EverySlot every => RunListed(JobsOf(every)),
        BacktestJobSet.Listed listed => RunListed(listed.Jobs),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private BacktestTotals RunListed(IEnumerable<BacktestJob> jobs)
    {
        var totals = new BacktestTotals(policies);
        var done = 0;
        foreach (var job in jobs)
        {
            if (done++ % JobsBetweenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            Add(job, totals);
        }

        return totals;
    }

    private void Add(BacktestJob job, BacktestTotals totals)
    {
        var end = Math.Min(job.End, series.Count);
        var fits = job.First >= 0 && job.RunNow >= job.First && job.RunNow + job.Slots <= end;
        var runNow = fits ? RunNow(job) : double.NaN;
        if (double.IsNaN(runNow))
        {
            totals.LeftOut++;
            return;
        }

        totals.Count(job.Slots * series.Slot.TotalHours * job.Kilowatts, runNow * Weight(job));
        if (!job.IsDropped)
        {
            var beliefs = guide.At(job.First, end);
            for (var p = 0; p < policies.Length; p++)
            {
                totals.Emissions[p] += Weight(job) * (policies[p] == BacktestPolicy.RunNow ? runNow : SumOf(policies[p], job, beliefs, end));
            }
        }
        else
        {
            totals.AddToRunNowPolicy(runNow * Weight(job));
        }
    }

    private double Weight(BacktestJob job) => series.Slot.TotalHours * job.Kilowatts;

    private double RunNow(BacktestJob job)
    {
        if (job.RunNowEnd is not { } end)
        {
            return Sum(job.RunNow, job.Slots);
        }

        var start = SlotChoice.BestStart(_measured.AsSpan(job.RunNow, Math.Min(end, series.Count) - job.RunNow), job.Slots);
        return Sum(job.RunNow + Math.Max(0, start), job.Slots);
    }

    private double SumOf(BacktestPolicy policy, BacktestJob job, ReadOnlySpan<double> beliefs, int end)
    {
        var window = _measured.AsSpan(job.First, end - job.First);
        if (policy == BacktestPolicy.Interruptible)
        {
            var sum = SlotChoice.SumOfCleanest(beliefs, window, job.Slots, _scratch);
            return double.IsNaN(sum) ? Sum(job.RunNow, job.Slots) : sum;
        }

        var start = policy switch
        {
            BacktestPolicy.Contiguous => SlotChoice.BestStart(beliefs, job.Slots),
            BacktestPolicy.CarbonTime => SlotChoice.BestRate(beliefs, job.Slots),
            _ => SlotChoice.FirstBelow(window, job.Slots, thresholds.At(job.First)),
        };

        // Who knows too little to choose runs at once.
        return Sum(start < 0 ? job.RunNow : job.First + start, job.Slots);
    }

    private double Sum(int start, int slots)
    {
        var sum = 0.0;
        foreach (var value in _measured.AsSpan(start, slots))
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>Windows of neighbouring releases overlap in all but two slots, which the rolling optimum makes use of.</summary>
    private BacktestTotals RunEverySlot(BacktestJobSet.EverySlot set, double[] beliefs)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var totals = new BacktestTotals(policies);
        var window = (int)Math.Min(int.MaxValue / 2, (long)set.JobSlots + set.SlackSlots);
        var runs = RollingOptimum.MeansOfAllRuns(_measured, set.JobSlots);
        var means = Array.ConvertAll(policies, policy => MeansOf(policy, set.JobSlots, window, beliefs, runs));
        var weight = set.JobSlots * series.Slot.TotalHours;
        for (var release = 0; release < set.ReleasesIn(series.Count); release++)
        {
            if (double.IsNaN(runs[release]))
            {
                totals.LeftOut++;
                continue;
            }

            totals.Count(weight, runs[release] * weight);
            for (var p = 0; p < policies.Length; p++)
            {
                totals.Emissions[p] += means[p][release] * weight;
            }
        }

        return totals;
    }

    private double[] MeansOf(BacktestPolicy policy, int jobSlots, int window, double[] beliefs, double[] runs)
    {
        cancellationToken.ThrowIfCancellationRequested();
        switch (policy)
        {
            case BacktestPolicy.RunNow:
                return runs;
            case BacktestPolicy.Contiguous:
                // A release that counts has a known run: its own.
                return Array.ConvertAll(RollingOptimum.ContiguousStarts(beliefs, jobSlots, window), start => start < 0 ? double.NaN : runs[start]);
            case BacktestPolicy.Interruptible:
                return RollingOptimum.InterruptibleMeans(Ranks(beliefs), _measured, jobSlots, window);
            default:
                var means = new double[runs.Length];
                for (var release = 0; release < means.Length; release++)
                {
                    if (release % JobsBetweenChecks == 0)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                    }

                    var end = Math.Min(series.Count, release + window);
                    means[release] = double.IsNaN(runs[release])
                        ? double.NaN
                        : SumOf(policy, new BacktestJob(jobSlots, release, end, release), beliefs.AsSpan(release, end - release), end) / jobSlots;
                }

                return means;
        }
    }

    private SlotRanks Ranks(double[] beliefs) => _ranks ??= SlotRanks.Of(beliefs);

    private SlotRanks? _ranks;

    private IEnumerable<BacktestJob> JobsOf(BacktestJobSet.EverySlot set)
    {
        for (var release = 0; release < set.ReleasesIn(series.Count); release++)
        {
            yield return new BacktestJob(set.JobSlots, release, (int)Math.Min(series.Count, (long)release + set.JobSlots + set.SlackSlots), release);
        }
    }
}
