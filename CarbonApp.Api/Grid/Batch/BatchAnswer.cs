using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Planning.Batch;

namespace CarbonApp.Api.Grid.Batch;

/// <summary>Writes the plan of a batch as the answer to a question.</summary>
internal sealed class BatchAnswer
{
    private readonly BatchQuestion _question;
    private readonly BatchGrid _grid;
    private readonly BatchOutcome.Planned _planned;
    private readonly IReadOnlyList<IReadOnlyList<BatchRun>?> _runNow;

    private BatchAnswer(BatchQuestion question, BatchGrid grid, BatchOutcome.Planned planned)
    {
        (_question, _grid, _planned) = (question, grid, planned);
        _runNow = BatchRunNow.Find(grid.Problem);
    }

    public static BatchResponse Of(
        BatchQuestion question, IReadOnlyList<SignalReading> readings, BatchGrid grid, BatchOutcome.Planned planned, string planId)
    {
        var answer = new BatchAnswer(question, grid, planned);
        BatchJobPlan[] jobs = [.. Enumerable.Range(0, question.Jobs.Count).Select(answer.Job)];
        var totals = answer.Totals(jobs);
        ProvenanceItem[] provenance = [.. readings.Distinct().SelectMany(r => SignalWire.Provenance(r.Signal, question.Earliest, question.Deadline, question.AsOf))];
        return new BatchResponse
        {
            PlanId = planId,
            Status = planned.IsProven ? "optimal" : "feasible",
            AsOf = question.AsOf,
            SlotMinutes = grid.Slot.TotalMinutes,
            BestBoundG = planned.IsProven ? totals.EmissionsG : planned.LowerBound.Grams,
            Gap = planned.IsProven ? 0 : planned.Gap,
            Jobs = jobs,
            Totals = totals,
            Baselines = new BatchBaselines { RunNow = answer.RunNow(jobs, totals) },
            Sites = [.. Enumerable.Range(0, question.Sites.Count).Select(site => answer.Site(site, jobs))],
            Warnings = [.. Warnings(question, readings, grid, provenance)],
            Provenance = provenance,
        };
    }

    private BatchJobPlan Job(int job)
    {
        BatchSegment[] segments = [.. _planned.Runs[job].Select(run => Segment(job, run))];
        return new BatchJobPlan
        {
            Id = _question.Jobs[job].Id,
            Segments = segments,
            EnergyKwh = segments.Sum(s => s.EnergyKwh),
            EmissionsG = segments.Sum(s => s.EmissionsG),
            Finish = segments[^1].End,
            RunNowG = _runNow[job]?.Sum(run => Segment(job, run).EmissionsG),
        };
    }

    private BatchSegment Segment(int job, BatchRun run)
    {
        var site = _question.Sites[run.Site];
        var slots = run.EndSlot - run.FirstSlot;
        var atServers = 0.0;
        for (var slot = run.FirstSlot; slot < run.EndSlot; slot++)
        {
            atServers += _grid.Problem.Sites[run.Site].GramsPerKilowattHour[slot];
        }

        var kilowattHours = _question.Jobs[job].Watts / 1000 * _grid.Slot.TotalHours;
        return new BatchSegment
        {
            Start = _grid.At(run.FirstSlot),
            End = _grid.At(run.EndSlot),
            Site = site.Id,
            EnergyKwh = kilowattHours * slots * site.Site.Pue,
            MeanIntensity = atServers / slots / site.Site.Pue,
            EmissionsG = kilowattHours * atServers,
        };
    }

    private BatchTotals Totals(BatchJobPlan[] jobs)
    {
        var (energy, emissions) = (jobs.Sum(j => j.EnergyKwh), jobs.Sum(j => j.EmissionsG));
        return new BatchTotals
        {
            EnergyKwh = energy,
            EmissionsG = emissions,
            MeanIntensity = emissions / energy,
            Finish = jobs.Max(j => j.Finish),
            JitterG = _planned.Jitter?.Grams,
        };
    }

    private BaselineItem? RunNow(BatchJobPlan[] jobs, BatchTotals totals)
    {
        if (jobs.Any(j => j.RunNowG is null))
        {
            return null;
        }

        var emissions = jobs.Sum(j => j.RunNowG!.Value);
        var energy = Enumerable.Range(0, jobs.Length).Sum(job => _runNow[job]!.Sum(run => Segment(job, run).EnergyKwh));
        return new BaselineItem
        {
            MeanIntensity = emissions / energy,
            EmissionsG = emissions,
            SavingPct = emissions > 0 ? 100 * (emissions - totals.EmissionsG) / emissions : 0,
        };
    }

    private BatchSiteLoad Site(int index, BatchJobPlan[] jobs)
    {
        var site = _question.Sites[index];
        var units = new int[_grid.Problem.Sites[index].GramsPerKilowattHour.Count];
        foreach (var (job, runs) in _planned.Runs.Index())
        {
            foreach (var run in runs.Where(r => r.Site == index))
            {
                for (var slot = run.FirstSlot; slot < run.EndSlot; slot++)
                {
                    units[slot] += _question.Jobs[job].Units;
                }
            }
        }

        var segments = jobs.SelectMany(j => j.Segments).Where(s => s.Site == site.Id).ToArray();
        return new BatchSiteLoad
        {
            Id = site.Id,
            Site = site.Site,
            Capacity = site.Capacity,
            PeakUnits = units.Max(),
            EnergyKwh = segments.Sum(s => s.EnergyKwh),
            EmissionsG = segments.Sum(s => s.EmissionsG),
            Load = _question.Options.IncludeLoad ? Load(index, units) : null,
        };
    }

    private BatchSlotLoad[] Load(int site, int[] units) =>
    [
        .. units.Index().Where(u => u.Item > 0).Select(u => new BatchSlotLoad
        {
            Start = _grid.At(u.Index),
            Units = u.Item,
            CapacityPriceG = _planned.CapacityPrices[site][u.Index],
        }),
    ];

    private static IEnumerable<string> Warnings(BatchQuestion question, IReadOnlyList<SignalReading> readings, BatchGrid grid, ProvenanceItem[] provenance)
    {
        if (question.Jobs.Any(j => j.Duration.Ticks % grid.Slot.Ticks != 0))
        {
            yield return "DURATION_ROUNDED_UP";
        }

        if (question.Jobs.Any(j => j.WattsAssumed))
        {
            yield return "ASSUMED_POWER";
        }

        if (readings.Any(r => r.Signal.Count == 0))
        {
            yield return "SITE_WITHOUT_SIGNAL";
        }

        foreach (var warning in PlanWarnings.OfSignal(readings.Any(r => r.Stale), provenance))
        {
            yield return warning;
        }
    }
}
