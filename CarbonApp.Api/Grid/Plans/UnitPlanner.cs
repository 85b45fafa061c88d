using System.Diagnostics;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Asks the Engine's planner of the job's mode for the cleanest plan under one signal.</summary>
/// <remarks>PUE multiplies all energy alike, so that it changes no choice: sites of one zone share a plan.</remarks>
internal static class UnitPlanner
{
    /// <param name="task">The job.</param>
    /// <param name="watts">What it draws, unless elastic.</param>
    /// <param name="signal">What is minimised.</param>
    /// <param name="latest">True for the latest of equal times.</param>
    /// <param name="states">Room of a search over starts and stops.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static UnitOutcome Find(PlanTask task, double watts, CarbonSignal signal, bool latest, double states, CancellationToken cancellationToken)
    {
        if (!latest)
        {
            return Find(task, watts, signal, states, cancellationToken);
        }

        // The earliest of equals, with time run backwards; what is unplanned starts forwards all the same.
        var (from, to) = (task.Window.Earliest, task.Window.Deadline);
        var forwards = Find(task, watts, signal, states, cancellationToken);
        return forwards is UnitOutcome.Planned(var plan) && Find(task, watts, MirroredTime.Of(signal, from, to), states, cancellationToken) is UnitOutcome.Planned(var mirrored)
            ? new UnitOutcome.Planned(plan.With([.. mirrored.Pieces.Reverse().Select(Back)], signal))
            : forwards;

        PlanPiece Back(PlanPiece piece)
        {
            var start = MirroredTime.Of(piece.End, from, to);
            return piece with { Start = start, WorkStart = start, End = MirroredTime.Of(piece.Start, from, to) };
        }
    }

    /// <summary>The job in one piece from an instant; an elastic one at the size that needs least energy of those that finish in time when started at once.</summary>
    public static PlanPiece InOnePiece(PlanTask task, double watts, DateTimeOffset start)
    {
        var window = task.Window;
        if (task.Elastic is { } elastic)
        {
            var size = elastic.Profile.LeastEnergyFor(elastic.Work, (window.Deadline - window.Earliest).TotalHours);
            var hours = elastic.Work / size.UnitsPerHour;
            var ticks = Math.Clamp((long)(hours * TimeSpan.TicksPerHour), 1, (window.Deadline - window.Earliest).Ticks);
            return new PlanPiece(start, start, start.AddTicks(ticks), 0, size.Power.Watts / 1000 * hours, size);
        }

        var workStart = start + (task.StartStop?.StartUpDuration ?? TimeSpan.Zero);
        return new PlanPiece(start, workStart, workStart + window.Duration, task.StartStop?.KwhAt(watts) ?? 0, watts / 1000 * window.Duration.TotalHours);
    }

    private static UnitOutcome Find(PlanTask task, double watts, CarbonSignal signal, double states, CancellationToken cancellationToken) => task switch
    {
        { Elastic: { } elastic } => Sized(task, elastic, signal),
        { StartStop: { } startStop } => Started(task, startStop, watts, signal, states, cancellationToken),
        { Mode: PlanMode.Interruptible } => Free(task, watts, signal, InterruptibleOptimum.Find(signal, task.Window)),
        _ => Free(task, watts, signal, ContiguousOptimum.Find(signal, task.Window)),
    };

    private static UnitOutcome Free(PlanTask task, double watts, CarbonSignal signal, WindowOutcome outcome)
    {
        if (outcome is not WindowOutcome.Planned planned)
        {
            return outcome is WindowOutcome.NotCovered gap ? new UnitOutcome.NotCovered(gap.Known) : throw new UnreachableException();
        }

        var pieces = new PlanPiece[planned.Segments.Count];
        for (var i = 0; i < pieces.Length; i++)
        {
            var segment = planned.Segments[i];
            pieces[i] = new PlanPiece(segment.Start, segment.Start, segment.End, 0, watts / 1000 * segment.Duration.TotalHours);
        }

        var now = InOnePiece(task, watts, task.Window.Earliest);
        var baselines = new UnitBaselines(
            planned.Baselines.RunNow?.GramsPerKilowattHour * now.Kwh, planned.Baselines.MeanStart?.GramsPerKilowattHour * now.Kwh,
            planned.Baselines.WorstStart?.GramsPerKilowattHour * now.Kwh);
        return Planned(pieces, null, now, baselines, signal);
    }

    private static UnitOutcome Started(
        PlanTask task, PlanStartStop startStop, double watts, CarbonSignal signal, double states, CancellationToken cancellationToken)
    {
        switch (StartStopOptimum.Find(signal, task.Window, Power.FromWatts(watts), startStop.ToLimits(watts), states, cancellationToken))
        {
            case StartStopOutcome.Planned planned:
                var startUp = startStop.KwhAt(watts);
                PlanPiece[] pieces = [.. planned.Runs.Select(r => new PlanPiece(r.Start, r.WorkStart, r.End, startUp, r.Energy.KilowattHours - startUp))];
                var now = InOnePiece(task, watts, task.Window.Earliest);
                return Planned(pieces, planned.IsProven ? null : planned.LowerBound.Grams, now, Of(planned.Baselines), signal);
            case StartStopOutcome.NoSchedule none:
                return none.Known > task.Window.Duration ? new UnitOutcome.NoSchedule(none.Known, none.IsProven) : new UnitOutcome.NotCovered(none.Known);
            default:
                throw new UnreachableException();
        }
    }

    private static UnitOutcome Sized(PlanTask task, PlanElastic elastic, CarbonSignal signal)
    {
        var job = new ElasticJob(elastic.Work, task.Window.Earliest, task.Window.Deadline);
        switch (elastic.OneSizePerSlot ? ElasticOptimum.FindWholeLevels(signal, job, elastic.Profile) : ElasticOptimum.Find(signal, job, elastic.Profile))
        {
            case ElasticOutcome.Planned planned:
                return Planned(
                    Merged(planned.Pieces), planned.IsProven ? null : planned.LowerBound.Grams, InOnePiece(task, 0, task.Window.Earliest), Of(planned.Baselines), signal);
            case ElasticOutcome.NotCovered gap:
                return new UnitOutcome.NotCovered(gap.Known);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Neighbours of one size made one stretch.</summary>
    private static PlanPiece[] Merged(IReadOnlyList<ElasticPiece> pieces)
    {
        var merged = new List<PlanPiece>(pieces.Count);
        foreach (var piece in pieces.Where(p => p.End > p.Start))
        {
            if (merged.Count > 0 && merged[^1] is var last && last.End == piece.Start && last.Size == piece.Level)
            {
                merged[^1] = last with { End = piece.End, WorkKwh = last.WorkKwh + piece.Energy.KilowattHours };
                continue;
            }

            merged.Add(new PlanPiece(piece.Start, piece.Start, piece.End, 0, piece.Energy.KilowattHours, piece.Level));
        }

        return [.. merged];
    }

    private static UnitOutcome.Planned Planned(PlanPiece[] pieces, double? leastGrams, PlanPiece now, UnitBaselines baselines, CarbonSignal signal)
    {
        var plan = new UnitPlan(pieces, 0, 0, 0, now, baselines).With(pieces, signal);
        return new UnitOutcome.Planned(plan with { LeastGrams = leastGrams ?? plan.Grams });
    }

    private static UnitBaselines Of(EmissionBaselines baselines) => new(baselines.RunNow?.Grams, baselines.MeanStart?.Grams, baselines.WorstStart?.Grams);
}

/// <summary>Answer of <see cref="UnitPlanner"/>.</summary>
internal abstract record UnitOutcome
{
    private UnitOutcome()
    {
    }

    public sealed record Planned(UnitPlan Plan) : UnitOutcome;

    /// <summary>The signal knows too little of the window.</summary>
    public sealed record NotCovered(TimeSpan Known) : UnitOutcome;

    /// <summary>Enough is known, but not in such stretches that the limits of starting and stopping could be kept.</summary>
    public sealed record NoSchedule(TimeSpan Known, bool IsProven) : UnitOutcome;
}
