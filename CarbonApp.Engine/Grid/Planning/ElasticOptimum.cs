using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>Cleanest times and sizes of a job that can scale.</summary>
/// <remarks>
/// With sizes mixed freely in time, the least energy of a throughput is the lower convex hull of the measured sizes. Each hull
/// segment of each slot then is an item: so much work, at slope × intensity grams each. Within a slot slopes rise, so taking items
/// by rising grams never takes a larger size before a smaller one, and the greedy fill is the optimum of the linear program
/// (a continuous knapsack, Dantzig 1957). Only the last item is taken in part. O(n h log (n h)) for n slots, h hull segments.
/// Taking measured sizes instead of the hull (Hanafy et al., CarbonScaler, SIGMETRICS 2023) is optimal only for profiles whose
/// marginal efficiency falls with every replica.
/// </remarks>
public static class ElasticOptimum
{
    /// <summary>Parts of the work below this count as rounding.</summary>
    private const double WorkTolerance = 1e-12;

    /// <summary>Finds the optimum; within one slot two sizes may follow each other. Equals are taken earliest first.</summary>
    /// <param name="signal">Intensity over the job's window; gaps are never used.</param>
    /// <param name="job">Work, earliest start and deadline.</param>
    /// <param name="profile">Throughput and power by size.</param>
    /// <exception cref="ArgumentOutOfRangeException">The work is not a finite number above zero.</exception>
    public static ElasticOutcome Find(CarbonSignal signal, ElasticJob job, ScalingProfile profile)
    {
        if (Impossible(signal, job, profile) is { } outcome)
        {
            return outcome;
        }

        return Plan(Fill(signal, job, profile).Pieces(profile), null, Baselines(signal, job, profile));
    }

    /// <summary>
    /// Finds a plan with one size per slot, kept throughout the slot but for one, in which it may end before the slot does; the
    /// gap to the optimum of mixed sizes is known. The choice is a knapsack of whole items; this takes the optimum of mixed sizes
    /// and lets that single slot of all do more or less which settles the fraction at the least emissions. O(n l) more for l sizes.
    /// </summary>
    /// <inheritdoc cref="Find"/>
    public static ElasticOutcome FindWholeLevels(CarbonSignal signal, ElasticJob job, ScalingProfile profile)
    {
        if (Impossible(signal, job, profile) is { } outcome)
        {
            return outcome;
        }

        var filled = Fill(signal, job, profile);
        var mixed = Plan(filled.Pieces(profile), null, Baselines(signal, job, profile));
        if (filled.Missing <= 0)
        {
            return mixed;
        }

        var (changed, work, raised) = CheapestChange(filled, profile);
        var pieces = filled.Slots.SelectMany((slot, i) =>
            i == changed ? Partial(slot, profile.LeastEnergyFor(work, slot.Hours), work)
            : Whole(slot, profile.Hull[filled.Hull[i] + (raised && i == filled.Last ? 1 : 0)]));
        return Plan(pieces, mixed.Emissions, mixed.Baselines);
    }

    private static ElasticOutcome? Impossible(CarbonSignal signal, ElasticJob job, ScalingProfile profile)
    {
        if (!double.IsFinite(job.Work) || job.Work <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(job), job.Work, "Work must be a finite number of units above zero.");
        }

        var hours = job.Work / profile.Largest.UnitsPerHour;
        if (hours > (job.Deadline - job.Earliest).TotalHours * (1 + WorkTolerance))
        {
            var left = (DateTimeOffset.MaxValue - job.Earliest).TotalHours;
            return new ElasticOutcome.DeadlineTooTight(hours < left ? job.Earliest.AddHours(hours) : DateTimeOffset.MaxValue);
        }

        var known = signal.KnownTime(job.Earliest, job.Deadline);
        return hours > known.TotalHours * (1 + WorkTolerance) ? new ElasticOutcome.NotCovered(known, known.TotalHours * profile.Largest.UnitsPerHour) : null;
    }

    /// <summary>The greedy fill: for every known slot the hull size kept throughout, and where the fraction falls.</summary>
    private static Filled Fill(CarbonSignal signal, ElasticJob job, ScalingProfile profile)
    {
        Slot[] slots = [.. signal.Slice(job.Earliest, job.Deadline).Slots.Where(s => !s.IsGap).Select(s => new Slot(s.Start, s.End, s.GramsPerKilowattHour))];
        var segments = profile.Hull.Count - 1;
        var (kept, missing) = (new int[slots.Length], job.Work);
        foreach (var item in ByGrams(slots, profile))
        {
            var (slot, segment) = (item / segments, item % segments);
            var work = (profile.Hull[segment + 1].UnitsPerHour - profile.Hull[segment].UnitsPerHour) * slots[slot].Hours;
            if (missing - work < -WorkTolerance * job.Work)
            {
                return new Filled(slots, kept, slot, missing <= WorkTolerance * job.Work ? 0 : missing);
            }

            kept[slot] = segment + 1;
            missing -= work;
        }

        return new Filled(slots, kept, -1, 0);
    }

    /// <summary>Items slot × segments + segment by grams per unit of work; equal ones in the order of their numbers, so by time, then size.</summary>
    private static int[] ByGrams(Slot[] slots, ScalingProfile profile)
    {
        var segments = profile.Hull.Count - 1;
        var (grams, items) = (new double[slots.Length * segments], new int[slots.Length * segments]);
        for (var item = 0; item < items.Length; item++)
        {
            items[item] = item;
            grams[item] = ScalingProfile.Slope(profile.Hull[item % segments], profile.Hull[(item % segments) + 1]) * slots[item / segments].Grams;
        }

        Array.Sort(grams, items);
        for (var (first, next) = (0, 1); first < items.Length; first = next++)
        {
            for (; next < items.Length && grams[next] == grams[first]; next++)
            {
            }

            Array.Sort(items, first, next - first);
        }

        return items;
    }

    /// <summary>
    /// Whole sizes as filled, with the fractional item left out or taken whole, miss or exceed the work by a little. One slot does
    /// that little more or less, at its best size.
    /// </summary>
    private static (int Slot, double Work, bool Raised) CheapestChange(Filled filled, ScalingProfile profile)
    {
        var last = filled.Hull[filled.Last];
        var raise = (profile.Hull[last + 1].UnitsPerHour - profile.Hull[last].UnitsPerHour) * filled.Slots[filled.Last].Hours;
        var raiseGrams = (profile.Hull[last + 1].Power.Watts - profile.Hull[last].Power.Watts) * filled.Slots[filled.Last].Hours * filled.Slots[filled.Last].Grams;
        var (best, lowest) = ((Slot: -1, Work: 0.0, Raised: false), double.PositiveInfinity);
        for (var i = 0; i < filled.Slots.Length; i++)
        {
            var (slot, level) = (filled.Slots[i], profile.Hull[filled.Hull[i]]);
            Consider(i, (level.UnitsPerHour * slot.Hours) + filled.Missing, raised: false);
            if (i != filled.Last)
            {
                Consider(i, (level.UnitsPerHour * slot.Hours) + filled.Missing - raise, raised: true);
            }

            void Consider(int index, double work, bool raised)
            {
                var fits = work >= 0 && work <= profile.Largest.UnitsPerHour * slot.Hours;
                var size = fits ? profile.LeastEnergyFor(work, slot.Hours) : level;
                var grams = (raised ? raiseGrams : 0) + (((size.Power.Watts * work / size.UnitsPerHour) - (level.Power.Watts * slot.Hours)) * slot.Grams);
                if (fits && grams < lowest)
                {
                    (best, lowest) = ((index, work, raised), grams);
                }
            }
        }

        return best;
    }

    private static ElasticOutcome.Planned Plan(IEnumerable<ElasticPiece> pieces, Co2eMass? lowerBound, EmissionBaselines baselines)
    {
        var list = pieces.ToArray();
        var emissions = Co2eMass.FromGrams(list.Sum(p => p.Emissions.Grams));
        var energy = Energy.FromKilowattHours(list.Sum(p => p.Energy.KilowattHours));
        return new ElasticOutcome.Planned(list, energy, emissions, lowerBound ?? emissions, baselines);
    }

    private static EmissionBaselines Baselines(CarbonSignal signal, ElasticJob job, ScalingProfile profile)
    {
        var level = profile.LeastEnergyFor(job.Work, (job.Deadline - job.Earliest).TotalHours);
        var hours = job.Work / level.UnitsPerHour;
        var energy = Energy.FromKilowattHours(level.Power.Watts * hours / 1000);
        var ticks = Math.Clamp((long)(hours * TimeSpan.TicksPerHour), 1, (job.Deadline - job.Earliest).Ticks);
        var means = new StartSweep(signal, new MovableJob(TimeSpan.FromTicks(ticks), job.Earliest, job.Deadline)).Baselines;
        return new EmissionBaselines(means.RunNow * energy, means.WorstStart * energy, means.MeanStart * energy);
    }

    private static ElasticPiece[] Whole(Slot slot, ScalingLevel level) => Partial(slot, level, level.UnitsPerHour * slot.Hours);

    /// <summary>The work at one size from the beginning of the slot.</summary>
    private static ElasticPiece[] Partial(Slot slot, ScalingLevel level, double work) =>
        level.UnitsPerHour > 0 && work > 0 ? [slot.Piece(0, work / level.UnitsPerHour, level)] : [];

    private readonly record struct Slot(DateTimeOffset Start, DateTimeOffset End, double Grams)
    {
        public double Hours => (End - Start).TotalHours;

        public ElasticPiece Piece(double fromHours, double toHours, ScalingLevel level) => new(
            At(fromHours),
            At(toHours),
            level,
            level.UnitsPerHour * (toHours - fromHours),
            CarbonIntensity.FromGramsPerKilowattHour(Grams),
            Energy.FromKilowattHours(level.Power.Watts * (toHours - fromHours) / 1000));

        /// <summary>Rounded up, so that the least work still takes a tick.</summary>
        private DateTimeOffset At(double hours) => hours >= Hours ? End : Start.AddTicks((long)Math.Ceiling(hours * TimeSpan.TicksPerHour));
    }

    /// <param name="Slots">Known slots of the window.</param>
    /// <param name="Hull">Per slot the number of the hull size kept throughout.</param>
    /// <param name="Last">Slot of the item taken in part; −1 when the work ends with a whole item and no other is left.</param>
    /// <param name="Missing">Work of that item that is taken.</param>
    private sealed record Filled(Slot[] Slots, int[] Hull, int Last, double Missing)
    {
        public IEnumerable<ElasticPiece> Pieces(ScalingProfile profile) =>
            Slots.SelectMany((slot, i) => i == Last ? Mixed(profile) : Whole(slot, profile.Hull[Hull[i]]));

        /// <summary>The slot of the fraction: the larger size first, then the smaller.</summary>
        private IEnumerable<ElasticPiece> Mixed(ScalingProfile profile)
        {
            var (slot, smaller) = (Slots[Last], profile.Hull[Hull[Last]]);
            var larger = profile.Hull[Math.Min(Hull[Last] + 1, profile.Hull.Count - 1)];
            var hours = Missing > 0 ? Missing / (larger.UnitsPerHour - smaller.UnitsPerHour) : 0;
            if (hours > 0)
            {
                yield return slot.Piece(0, hours, larger);
            }

            if (smaller.UnitsPerHour > 0 && slot.Piece(hours, slot.Hours, smaller) is { } rest && rest.Start < rest.End)
            {
                yield return rest;
            }
        }
    }
}
