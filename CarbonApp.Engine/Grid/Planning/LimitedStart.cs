using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>Best start of a job that runs in one piece under limits of carbon and cost, exact.</summary>
/// <remarks>
/// Between two neighbouring corners (<see cref="StartCorners"/> of carbon and price together) emissions and cost are both linear in the start.
/// So the starts within the limits are one stretch there, and the best of them is one of its ends: a corner, or where a limit is just
/// met. Such a crossing is rounded inwards to the second. O(n log n) for n slots.
/// </remarks>
public static class LimitedStart
{
    /// <summary>Finds the start; the earliest among equals.</summary>
    /// <param name="carbon">Intensity; gaps are never run through.</param>
    /// <param name="price">Price of electricity; gaps are never run through.</param>
    /// <param name="job">Duration, earliest start and deadline.</param>
    /// <param name="kilowatts">Power drawn from the grid, kW.</param>
    /// <param name="limits">Weight of a euro, and what may be emitted and paid for the run.</param>
    public static LimitedOutcome<DateTimeOffset> Find(CarbonSignal carbon, PriceSignal price, MovableJob job, double kilowatts, PlanLimits limits)
    {
        var both = PricedSignal.Combine(carbon, price, 1, 0).Signal;
        var starts = new Runs(carbon, price, job.Duration, kilowatts * job.Duration.TotalHours);
        var corners = StartCorners.Of(both, job).ConvertAll(ticks => starts.At(ticks));
        if (corners.Count == 0)
        {
            return new LimitedOutcome<DateTimeOffset>.NotCovered();
        }

        var (best, lowest) = (-1L, double.PositiveInfinity);
        for (var i = 0; i < corners.Count; i++)
        {
            Consider(corners[i]);
            if (i + 1 < corners.Count && both.IsKnownThroughout(corners[i].Ticks, corners[i + 1].Ticks + job.Duration.Ticks))
            {
                foreach (var ticks in Crossings(corners[i], corners[i + 1], limits))
                {
                    Consider(starts.At(ticks));
                }
            }
        }

        return best >= 0 ? new LimitedOutcome<DateTimeOffset>.Found(new DateTimeOffset(best, TimeSpan.Zero), lowest)
            : corners.Min(c => c.Grams) is var grams && !limits.AllowGrams(grams) ? new LimitedOutcome<DateTimeOffset>.TooMuchCarbon(grams)
            : corners.Min(c => c.Euros) is var euros && !limits.AllowEuros(euros) ? new LimitedOutcome<DateTimeOffset>.TooDear(euros)
            : new LimitedOutcome<DateTimeOffset>.NotBoth();

        void Consider(Run run)
        {
            var value = limits.ValueOf(run.Grams, run.Euros);
            if (limits.Allow(run.Grams, run.Euros) && (best < 0 || value < lowest - (1e-9 * Math.Abs(lowest))))
            {
                (best, lowest) = (run.Ticks, value);
            }
        }
    }

    /// <summary>Starts between two corners at which a limit is just kept, in time order.</summary>
    private static IEnumerable<long> Crossings(Run from, Run to, PlanLimits limits)
    {
        return new[] { Crossing(from.Grams, to.Grams, limits.MostGrams), Crossing(from.Euros, to.Euros, limits.MostEuros) }
            .OfType<long>().Where(ticks => ticks > from.Ticks && ticks < to.Ticks).Order();

        long? Crossing(double first, double last, double limit)
        {
            if (!(first > limit ^ last > limit) || !double.IsFinite(limit))
            {
                return null;
            }

            // Falling below the limit, the start waits for the second after the crossing; rising above it, it comes in the second before.
            var ticks = from.Ticks + ((to.Ticks - from.Ticks) * ((limit - first) / (last - first)));
            const double Second = TimeSpan.TicksPerSecond;
            return (long)((first > limit ? Math.Ceiling(ticks / Second) : Math.Floor(ticks / Second)) * Second);
        }
    }

    private readonly record struct Run(long Ticks, double Grams, double Euros);

    private readonly record struct Runs(CarbonSignal Carbon, PriceSignal Price, TimeSpan Duration, double KilowattHours)
    {
        public Run At(long ticks)
        {
            var (start, end) = (new DateTimeOffset(ticks, TimeSpan.Zero), new DateTimeOffset(ticks, TimeSpan.Zero) + Duration);
            return new Run(ticks, Carbon.Mean(start, end)!.Value.GramsPerKilowattHour * KilowattHours, Price.Mean(start, end)!.Value / 1000 * KilowattHours);
        }
    }
}
