using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>The plan of one job that is best by a measure over scenarios of the intensity, and what any plan risks.</summary>
/// <remarks>
/// By the mean a plan is the optimum of what is expected, exact. By P90 and minimax regret a contiguous job is exact over the starts at
/// which the mean intensity can bend (<see cref="StartCorners"/>): between two of them a start that is a little better may exist, never
/// one better than both ends in every scenario. An interruptible job is chosen among the optimum of what is expected, the optimum of each scenario,
/// and running at once. O(c·s·log n) for c candidates, s scenarios and n slots.
/// </remarks>
public static class RiskOptimum
{
    /// <summary>Values that differ by less than this part are equal, and the earlier candidate wins.</summary>
    private const double Tie = 1e-9;

    /// <summary>Chooses the start of a job that runs in one piece.</summary>
    /// <param name="expected">Intensity expected over the job's window; gaps allowed.</param>
    /// <param name="scenarios">Ways it may turn out, one or more, equally likely, each known wherever <paramref name="expected"/> is.</param>
    /// <param name="job">Duration, earliest start and deadline.</param>
    /// <param name="measure">What is minimised.</param>
    /// <param name="attainable">
    /// Per scenario the mean intensity, g/kWh, that could have been met there or elsewhere, against which regret counts; the best of this
    /// signal alone when left out. For a choice among sites: (least grams of all sites − transfer here) / energy here. May lie below zero.
    /// </param>
    /// <exception cref="ArgumentException">There is no scenario, or one has a gap or another basis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The duration is zero or negative.</exception>
    public static RiskOutcome FindContiguous(CarbonSignal expected, IReadOnlyList<CarbonSignal> scenarios, MovableJob job, RiskMeasure measure, IReadOnlyList<double>? attainable = null) =>
        Find(new Weighing(expected, scenarios, job, ContiguousOptimum.Find, attainable), measure, best => StartCorners.Of(expected, job).Select(OnePiece(job)));

    /// <summary>Chooses the times of a job that may be paused and resumed at will.</summary>
    /// <inheritdoc cref="FindContiguous"/>
    public static RiskOutcome FindInterruptible(CarbonSignal expected, IReadOnlyList<CarbonSignal> scenarios, MovableJob job, RiskMeasure measure, IReadOnlyList<double>? attainable = null) =>
        Find(new Weighing(expected, scenarios, job, InterruptibleOptimum.Find, attainable), measure, best => [.. best, .. RunNow(expected, job)]);

    /// <summary>What a plan made elsewhere risks; its power is the same whenever it runs.</summary>
    /// <param name="segments">When it runs; within what <paramref name="expected"/> knows.</param>
    /// <param name="expected">Intensity expected.</param>
    /// <param name="scenarios">Ways it may turn out, one or more.</param>
    /// <param name="job">The job that was planned.</param>
    /// <param name="interruptible">Whether the best plan of a scenario, to which it is compared, may pause.</param>
    /// <exception cref="ArgumentException">There is no scenario, or one does not know the plan's time.</exception>
    public static PlanRisk Assess(
        IReadOnlyList<PlanSegment> segments, CarbonSignal expected, IReadOnlyList<CarbonSignal> scenarios, MovableJob job, bool interruptible) =>
        new Weighing(expected, scenarios, job, interruptible ? InterruptibleOptimum.Find : ContiguousOptimum.Find).RiskOf(segments);

    private static RiskOutcome Find(Weighing weighing, RiskMeasure measure, Func<IEnumerable<IReadOnlyList<PlanSegment>>, IEnumerable<IReadOnlyList<PlanSegment>>> candidates)
    {
        if (weighing.ExpectedOutcome is not WindowOutcome.Planned planned)
        {
            return new RiskOutcome.Unplanned(weighing.ExpectedOutcome);
        }

        var chosen = planned.Segments;
        if (measure != RiskMeasure.Mean)
        {
            // What is expected to be best comes first, and stays unless another is truly better.
            var lowest = weighing.Value(chosen, measure);
            foreach (var candidate in candidates([planned.Segments, .. weighing.BestOfScenarios]))
            {
                var value = weighing.Value(candidate, measure);
                (chosen, lowest) = value < lowest - (Tie * Math.Abs(lowest)) ? (candidate, value) : (chosen, lowest);
            }
        }

        var (segments, mean) = weighing.AsExpected(chosen);
        return new RiskOutcome.Planned(segments, mean, planned.Baselines, weighing.RiskOf(chosen));
    }

    private static Func<long, IReadOnlyList<PlanSegment>> OnePiece(MovableJob job) => start =>
        [new PlanSegment(new DateTimeOffset(start, TimeSpan.Zero), new DateTimeOffset(start, TimeSpan.Zero) + job.Duration, default)];

    private static IEnumerable<IReadOnlyList<PlanSegment>> RunNow(CarbonSignal expected, MovableJob job) =>
        expected.IsKnownThroughout(job.Earliest.UtcTicks, (job.Earliest + job.Duration).UtcTicks) ? [OnePiece(job)(job.Earliest.UtcTicks)] : [];

    /// <summary>One job under all scenarios.</summary>
    private sealed class Weighing
    {
        private readonly CarbonSignal _expected;
        private readonly IReadOnlyList<CarbonSignal> _scenarios;
        private readonly MovableJob _job;
        private readonly Func<CarbonSignal, MovableJob, WindowOutcome> _optimum;
        private readonly IReadOnlyList<double>? _attainable;
        private WindowOutcome.Planned[]? _best;

        public Weighing(CarbonSignal expected, IReadOnlyList<CarbonSignal> scenarios, MovableJob job, Func<CarbonSignal, MovableJob, WindowOutcome> optimum,
            IReadOnlyList<double>? attainable = null)
        {
            if (attainable is not null && attainable.Count != scenarios.Count)
            {
                throw new ArgumentException($"There are {scenarios.Count} scenarios and {attainable.Count} attainable means: give one each.", nameof(attainable));
            }

            if (scenarios.Count == 0)
            {
                throw new ArgumentException("There is no scenario to weigh: without one, plan by what is expected.", nameof(scenarios));
            }

            if (scenarios.FirstOrDefault(s => s.Basis != expected.Basis) is { } other)
            {
                throw new ArgumentException($"A scenario is of {other.Basis} and the signal of {expected.Basis}: give both of one basis.", nameof(scenarios));
            }

            (_expected, _scenarios, _job, _optimum, _attainable) = (expected, scenarios, job, optimum, attainable);
            ExpectedOutcome = optimum(expected, job);
        }

        public WindowOutcome ExpectedOutcome { get; }

        public IEnumerable<IReadOnlyList<PlanSegment>> BestOfScenarios => Best.Select(b => b.Segments);

        private WindowOutcome.Planned[] Best => _best ??= [.. _scenarios.Select(s => _optimum(s, _job) as WindowOutcome.Planned ?? throw Gap())];

        public double Value(IReadOnlyList<PlanSegment> plan, RiskMeasure measure)
        {
            var means = MeansOf(plan);
            return measure == RiskMeasure.P90 ? Sorted(means, 0.9) : RegretsOf(means).Max();
        }

        public (IReadOnlyList<PlanSegment> Segments, CarbonIntensity Mean) AsExpected(IReadOnlyList<PlanSegment> plan) => (
            [.. plan.Select(p => p with { MeanIntensity = _expected.Mean(p.Start, p.End) ?? throw Gap() })],
            ContiguousOptimum.Intensity(MeanOf(_expected, plan)));

        public PlanRisk RiskOf(IReadOnlyList<PlanSegment> plan)
        {
            var means = MeansOf(plan);
            var regrets = RegretsOf(means);
            return new PlanRisk(
                ChanceBetterThanRunNow(plan, means),
                ContiguousOptimum.Intensity(regrets.Average()),
                ContiguousOptimum.Intensity(regrets.Max()),
                ContiguousOptimum.Intensity(Sorted(means, 0.1)),
                ContiguousOptimum.Intensity(Sorted(means, 0.9)),
                _scenarios.Count);
        }

        private double? ChanceBetterThanRunNow(IReadOnlyList<PlanSegment> plan, double[] means)
        {
            var runNow = RunNow(_expected, _job).SingleOrDefault();
            return runNow is null || (plan.Count == 1 && plan[0].Start == _job.Earliest)
                ? null
                : means.Zip(MeansOf(runNow)).Count(pair => pair.First < pair.Second * (1 - Tie)) / (double)means.Length;
        }

        private double[] MeansOf(IReadOnlyList<PlanSegment> plan) => [.. _scenarios.Select(s => MeanOf(s, plan))];

        private double[] RegretsOf(double[] means) => [.. means.Zip(
            _attainable ?? Best.Select(best => best.MeanIntensity.GramsPerKilowattHour), (mean, least) => Math.Max(0, mean - least))];

        private static double MeanOf(CarbonSignal signal, IReadOnlyList<PlanSegment> plan)
        {
            var (weighted, ticks) = (0.0, 0L);
            foreach (var segment in plan)
            {
                weighted += (signal.Mean(segment.Start, segment.End) ?? throw Gap()).GramsPerKilowattHour * segment.Duration.Ticks;
                ticks += segment.Duration.Ticks;
            }

            return weighted / ticks;
        }

        private static double Sorted(double[] values, double level)
        {
            var ascending = (double[])values.Clone();
            Array.Sort(ascending);
            return Quantiles.OfSorted(ascending, level);
        }

        private static ArgumentException Gap() => new("A scenario has a gap where the plan runs: give scenarios that are known wherever the signal is.");
    }
}
