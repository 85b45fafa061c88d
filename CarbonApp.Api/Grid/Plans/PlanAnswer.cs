using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Writes a plan the Engine found as the answer to a question.</summary>
internal static class PlanAnswer
{
    /// <summary>A forecast older than this at the plan's now has been overtaken by the weather.</summary>
    public static readonly TimeSpan ForecastGoesStale = TimeSpan.FromHours(6);

    public static PlanResponse Of(PlanQuestion question, PlanOptions options, SignalReading reading, WindowOutcome.Planned planned, string planId)
    {
        var segments = Segments(planned.Segments, question.Site, question.Power.Watts / 1000 * question.Site.Pue);
        var totals = Sum(segments, planned.MeanIntensity.GramsPerKilowattHour);
        var baselines = new PlanBaselinesItem
        {
            RunNow = Baseline(planned.Baselines.RunNow, totals),
            MeanStart = Baseline(planned.Baselines.MeanStart, totals),
            WorstStart = Baseline(planned.Baselines.WorstStart, totals),
        };
        return Compose(question, options, reading, planId, segments, totals, baselines);
    }

    public static PlanResponse Of(PlanQuestion question, PlanOptions options, SignalReading reading, StartStopOutcome.Planned planned, string planId)
    {
        var segments = new PlanSegmentItem[planned.Runs.Count];
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = Segment(planned.Runs[i], question.Site);
        }

        var totals = Sum(segments, planned.Emissions.Grams / planned.Energy.KilowattHours);
        var inOnePiece = question.Limits!.StartUpEnergy.KilowattHours + (question.Power.Watts / 1000 * question.Site.Pue * question.Job.Duration.TotalHours);
        var baselines = new PlanBaselinesItem
        {
            RunNow = Baseline(planned.Baselines.RunNow, inOnePiece, totals),
            MeanStart = Baseline(planned.Baselines.MeanStart, inOnePiece, totals),
            WorstStart = Baseline(planned.Baselines.WorstStart, inOnePiece, totals),
        };
        return Compose(question, options, reading, planId, segments, totals, baselines) with
        {
            Status = planned.IsProven ? "optimal" : "feasible",
            BestBoundG = planned.IsProven ? totals.EmissionsG : planned.LowerBound.Grams,
            Gap = planned.Gap,
        };
    }

    private static PlanResponse Compose(
        PlanQuestion question, PlanOptions options, SignalReading reading, string planId, PlanSegmentItem[] segments, PlanTotals totals, PlanBaselinesItem baselines)
    {
        var job = question.Job;
        var provenance = SignalWire.Provenance(reading.Signal, job.Earliest, job.Deadline, question.AsOf);
        var warnings = Warnings(question, reading, provenance);
        return new PlanResponse
        {
            PlanId = planId,
            JobId = question.JobId,
            Status = "optimal",
            AsOf = question.AsOf,
            Earliest = job.Earliest,
            Deadline = job.Deadline,
            BestBoundG = totals.EmissionsG,
            Gap = 0,
            Segments = segments,
            Totals = totals,
            Baselines = baselines,
            Sites = [],
            SitesConsidered = 1,
            Alternatives = [],
            Power = question.Power,
            Warnings = warnings,
            Provenance = provenance,
            Explanation = options.Explain ? PlanExplanation.Of(question, segments, totals, baselines, warnings) : null,
            Forecast = options.IncludeForecast ? SignalWire.Slots(reading.Signal.Slice(job.Earliest, job.Deadline)) : null,
        };
    }

    private static PlanSegmentItem Segment(StartStopRun run, SiteItem site) => new()
    {
        Start = run.Start,
        End = run.End,
        WorkStart = run.WorkStart,
        Site = site,
        EnergyKwh = run.Energy.KilowattHours,
        MeanIntensity = run.Emissions.Grams / run.Energy.KilowattHours,
        EmissionsG = run.Emissions.Grams,
    };

    public static PlanSegmentItem[] Segments(IReadOnlyList<PlanSegment> segments, SiteItem site, double kilowatts)
    {
        var items = new PlanSegmentItem[segments.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var energy = kilowatts * segments[i].Duration.TotalHours;
            var intensity = segments[i].MeanIntensity.GramsPerKilowattHour;
            items[i] = new PlanSegmentItem
            {
                Start = segments[i].Start,
                End = segments[i].End,
                Site = site,
                EnergyKwh = energy,
                MeanIntensity = intensity,
                EmissionsG = energy * intensity,
            };
        }

        return items;
    }

    private static PlanTotals Sum(PlanSegmentItem[] segments, double meanIntensity)
    {
        var (energy, emissions) = (0.0, 0.0);
        foreach (var segment in segments)
        {
            energy += segment.EnergyKwh;
            emissions += segment.EmissionsG;
        }

        return new PlanTotals
        {
            EnergyKwh = energy,
            EmissionsG = emissions,
            EmissionsWithTransferG = emissions,
            MeanIntensity = meanIntensity,
            Finish = segments[^1].End,
        };
    }

    private static BaselineItem? Baseline(CarbonIntensity? intensity, PlanTotals totals)
    {
        if (intensity is not { GramsPerKilowattHour: var mean })
        {
            return null;
        }

        return new BaselineItem { MeanIntensity = mean, EmissionsG = mean * totals.EnergyKwh, SavingPct = SavingPct(mean, totals.MeanIntensity) };
    }

    private static BaselineItem? Baseline(Co2eMass? emissions, double kilowattHours, PlanTotals totals) => emissions is { Grams: var grams }
        ? new BaselineItem { MeanIntensity = grams / kilowattHours, EmissionsG = grams, SavingPct = SavingPct(grams, totals.EmissionsG) }
        : null;

    /// <summary>The planner counts plans within 1e-9 of each other as equal; a saving below that is rounding, not a loss.</summary>
    private static double SavingPct(double baseline, double plan)
    {
        var saving = baseline > 0 ? 100 * (baseline - plan) / baseline : 0;
        return Math.Abs(saving) < 1e-6 ? 0 : saving;
    }

    private static string[] Warnings(PlanQuestion question, SignalReading reading, ProvenanceItem[] provenance)
    {
        var warnings = new List<string>(4);
        if (IsFlat(reading.Signal, question.Job))
        {
            warnings.Add("FLAT_SIGNAL");
        }

        if (provenance.Any(p => p.EstimatedShare > 0))
        {
            warnings.Add("ESTIMATED_SIGNAL");
        }

        if (reading.Stale || provenance.Any(p => p.Status == "forecast" && p.AgeSeconds > ForecastGoesStale.TotalSeconds))
        {
            warnings.Add("STALE_FORECAST");
        }

        if (question.Power.Confidence == "assumed")
        {
            warnings.Add("ASSUMED_POWER");
        }

        return [.. warnings];
    }

    /// <summary>Waiting cannot pay off when every known instant of the window has the same intensity.</summary>
    private static bool IsFlat(CarbonSignal signal, MovableJob job)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < signal.Count; i++)
        {
            var slot = signal[i];
            if (!slot.IsGap && slot.Start < job.Deadline && slot.End > job.Earliest)
            {
                (low, high) = (Math.Min(low, slot.GramsPerKilowattHour), Math.Max(high, slot.GramsPerKilowattHour));
            }
        }

        return high - low <= 1e-9 * high;
    }
}
