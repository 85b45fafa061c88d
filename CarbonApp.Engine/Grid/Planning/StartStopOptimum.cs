using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>Cleanest times of a job that may be paused when starting and stopping is not free.</summary>
/// <remarks>
/// Exact: a dynamic program over all instants that can matter (<see cref="DecisionLattice"/>), not only slot edges. When these are
/// too many (limits that share no larger divisor with the slots than seconds, over days), it plans on a coarser lattice that still
/// keeps every limit, and bounds from below what any plan could reach, so that the gap is known.
/// Example: hours of 100, 20, 90, 40 and two hours of work at 1 kW. Free of cost it runs in the second and fourth hour, 60 g. With
/// 1 kWh per start these two runs cost 60 + 20 + 40 = 120 g, and one run of hours two and three is the best: 20 + 90 + 20 = 130 g
/// loses, so the pause stays; with 2 kWh it is 180 against 150 g and goes.
/// A start-up that takes no time is charged at the instant of the start, so that its cost jumps at slot edges; then the optimum is
/// among starts on the lattice.
/// </remarks>
public static class StartStopOptimum
{
    /// <summary>States a search may have: some 100 ms and 10 MB.</summary>
    public const double MaximumStates = 3e7;

    private const double TieTolerance = 1e-9;

    private static readonly int[] CoarserSeconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 10800, 21600, 43200, 86400, 604800];

    /// <summary>Finds the runs with the lowest emissions that keep the limits; among equals one piece, else those done earliest.</summary>
    /// <param name="signal">Intensity over the job's window; gaps are never used and end a run.</param>
    /// <param name="job">Working time without start-ups, earliest start and deadline.</param>
    /// <param name="power">Drawn while working; more than zero.</param>
    /// <param name="limits">Start-up energy and time, minimum run and pause, most starts.</param>
    /// <param name="cancellationToken">Ends a long search.</param>
    /// <exception cref="ArgumentOutOfRangeException">Duration or power is not above zero, or a limit is negative.</exception>
    public static StartStopOutcome Find(
        CarbonSignal signal, MovableJob job, Power power, StartStopLimits limits, CancellationToken cancellationToken = default) =>
        Find(signal, job, power, limits, MaximumStates, cancellationToken);

    /// <summary>The same with less room for the search, for when many are needed: beyond it the lattice is coarser, and the gap known.</summary>
    /// <param name="signal">Intensity over the job's window; gaps are never used and end a run.</param>
    /// <param name="job">Working time without start-ups, earliest start and deadline.</param>
    /// <param name="power">Drawn while working; more than zero.</param>
    /// <param name="limits">Start-up energy and time, minimum run and pause, most starts.</param>
    /// <param name="maximumStates">States the search may have.</param>
    /// <param name="cancellationToken">Ends a long search.</param>
    /// <exception cref="ArgumentOutOfRangeException">Duration or power is not above zero, or a limit is negative.</exception>
    public static StartStopOutcome Find(
        CarbonSignal signal, MovableJob job, Power power, StartStopLimits limits, double maximumStates, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(job.Duration, TimeSpan.Zero, nameof(job));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(power.Watts, 0, nameof(power));
        limits.Check();
        if (limits.StartUpDuration > job.Deadline - job.Earliest - job.Duration)
        {
            return new StartStopOutcome.DeadlineTooTight(EarliestFinish(job, limits.StartUpDuration));
        }

        var cost = new StartStopCost(signal, power, limits);
        var pieces = new StartStopPieces(signal, job, cost, limits.StartUpDuration);
        List<(long Start, long End)> runs = double.IsInfinity(pieces.BestCost) ? [] : [(pieces.BestStart, pieces.BestStart + pieces.Length)];
        var isProven = true;
        if (CanPause(job, limits))
        {
            (var paused, isProven) = Search(signal, job, limits, cost, maximumStates, cancellationToken);
            runs = paused.Count > 0 && paused.Sum(r => cost.Run(r.Start, r.End)) < pieces.BestCost * (1 - TieTolerance) ? paused : runs;
        }

        if (runs.Count == 0)
        {
            return new StartStopOutcome.NoSchedule(signal.KnownTime(job.Earliest, job.Deadline), isProven);
        }

        var planned = runs.ConvertAll(r => cost.ToRun(r.Start, r.End));
        var emissions = Co2eMass.FromGrams(planned.Sum(r => r.Emissions.Grams));
        var energy = Energy.FromKilowattHours(planned.Sum(r => r.Energy.KilowattHours));
        var bound = isProven ? emissions : Co2eMass.FromGrams(Math.Min(emissions.Grams, Bound(signal, job, power, limits, cost, cancellationToken)));
        return new StartStopOutcome.Planned(planned, energy, emissions, bound, pieces.Baselines);
    }

    private static DateTimeOffset EarliestFinish(MovableJob job, TimeSpan startUp)
    {
        var left = DateTimeOffset.MaxValue - job.Earliest;
        return startUp <= left - job.Duration ? job.Earliest + startUp + job.Duration : DateTimeOffset.MaxValue;
    }

    /// <summary>False when no plan can have two runs: then the best start in one piece is the optimum.</summary>
    private static bool CanPause(MovableJob job, StartStopLimits limits)
    {
        var shortest = limits.MinimumRun > limits.StartUpDuration ? limits.MinimumRun : limits.StartUpDuration;
        return limits.MaximumStarts != 1
            && (shortest - limits.StartUpDuration).Ticks <= job.Duration.Ticks / 2
            && limits.MinimumPause <= job.Deadline - job.Earliest
            && (limits.StartUpDuration * 2) + limits.MinimumPause + job.Duration <= job.Deadline - job.Earliest;
    }

    private static (List<(long Start, long End)> Runs, bool IsProven) Search(
        CarbonSignal signal, MovableJob job, StartStopLimits limits, StartStopCost cost, double maximumStates, CancellationToken cancellationToken)
    {
        var (runs, isProven) = Search(signal, job, limits, cost, null, maximumStates, cancellationToken);
        return limits.MaximumStarts is { } most && runs.Count > most
            ? Search(signal, job, limits, cost, most, maximumStates, cancellationToken)
            : (runs, isProven);
    }

    private static (List<(long Start, long End)> Runs, bool IsProven) Search(
        CarbonSignal signal, MovableJob job, StartStopLimits limits, StartStopCost cost, int? most, double maximumStates, CancellationToken cancellationToken)
    {
        var (lo, hi, work) = (job.Earliest.UtcTicks, job.Deadline.UtcTicks, job.Duration.Ticks);
        var (edge, finest) = Finest(signal, job, limits);
        foreach (var step in CoarserSeconds.Select(s => s * TimeSpan.TicksPerSecond).Where(s => s > finest).Prepend(finest))
        {
            var lattice = new DecisionLattice(edge, step, lo, hi, work);
            var steps = Steps(lo, hi, work, limits, step);
            if (StartStopSearch.States(lattice, steps, most) <= maximumStates)
            {
                var search = new StartStopSearch(lattice, cost, steps, most, Dirtiest(signal, cost, job));
                return (search.Solve(cancellationToken), step == finest);
            }
        }

        return ([], false);
    }

    /// <summary>
    /// The limits in whole steps, each kept or exceeded: a start-up shorter than planned with begins later, which shortens the run
    /// and lengthens the pause before it by as much.
    /// </summary>
    private static StartStopSteps Steps(long lo, long hi, long work, StartStopLimits limits, long step)
    {
        var startUp = RoundUp(limits.StartUpDuration.Ticks, step);
        var shift = startUp - limits.StartUpDuration.Ticks;
        var run = Math.Max(startUp, RoundUp(limits.MinimumRun.Ticks + shift, step));
        return new StartStopSteps(lo, hi, work, startUp, shift, run, RoundUp(Math.Max(0, limits.MinimumPause.Ticks - shift), step));
    }

    private static long RoundUp(long ticks, long step) => (ticks + step - 1) / step * step;

    private static double Dirtiest(CarbonSignal signal, StartStopCost cost, MovableJob job)
    {
        var highest = 0.0;
        foreach (var value in signal.GramsPerKilowattHour)
        {
            highest = value > highest ? value : highest;
        }

        return highest * (job.Duration.Ticks + cost.StartUpTicks);
    }

    /// <summary>gCO2eq that no plan can undercut, but for the best one in one piece, which is known.</summary>
    private static double Bound(
        CarbonSignal signal, MovableJob job, Power power, StartStopLimits limits, StartStopCost cost, CancellationToken cancellationToken)
    {
        var (edge, finest) = Finest(signal, job, limits);
        var (lo, hi, work) = (job.Earliest.UtcTicks, job.Deadline.UtcTicks, job.Duration.Ticks);
        var relaxed = StartStopBound.Find(
            new DecisionLattice(edge, finest, lo, hi, work), cost, Steps(lo, hi, work, limits, finest), Dirtiest(signal, cost, job), cancellationToken);
        return Math.Max(cost.Grams(relaxed).Grams, TwoStartsBound(signal, job, power, limits));
    }

    private static (long Edge, long Step) Finest(CarbonSignal signal, MovableJob job, StartStopLimits limits) => DecisionLattice.StepOf(
        signal, job.Earliest.UtcTicks, job.Deadline.UtcTicks, limits.StartUpDuration.Ticks, limits.MinimumRun.Ticks, limits.MinimumPause.Ticks);

    /// <summary>
    /// gCO2eq that no plan with two or more runs can undercut: the cleanest time there is, and the cheapest start-up twice. Of
    /// plans in one piece the best is known.
    /// </summary>
    private static double TwoStartsBound(CarbonSignal signal, MovableJob job, Power power, StartStopLimits limits)
    {
        var work = InterruptibleOptimum.Find(signal, job) is WindowOutcome.Planned cleanest
            ? cleanest.MeanIntensity * (power * job.Duration)
            : default;
        return work.Grams + (2 * (CleanestStartUp(signal, job, limits) * limits.StartUpEnergy).Grams);
    }

    private static CarbonIntensity CleanestStartUp(CarbonSignal signal, MovableJob job, StartStopLimits limits)
    {
        if (limits.StartUpDuration > TimeSpan.Zero)
        {
            var startUp = new MovableJob(limits.StartUpDuration, job.Earliest, job.Deadline - job.Duration);
            return ContiguousOptimum.Find(signal, startUp) is WindowOutcome.Planned best ? best.MeanIntensity : default;
        }

        var known = signal.Slice(job.Earliest, job.Deadline).Slots.Where(s => !s.IsGap).Select(s => s.GramsPerKilowattHour);
        return CarbonIntensity.FromGramsPerKilowattHour(known.DefaultIfEmpty(0).Min());
    }
}
