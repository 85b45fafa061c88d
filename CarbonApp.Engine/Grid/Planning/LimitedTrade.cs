namespace CarbonApp.Engine.Grid.Planning;

/// <summary>Best plan under limits of carbon and cost for any planner that minimises a weighted sum of the two, with the gap that may be left.</summary>
/// <remarks>
/// Lagrangian relaxation (Everett 1963; Geoffrion 1974): where the best plan is too dear, a euro is given more weight until what is best keeps
/// to the limit; where it emits too much, less. Every weight tried gives a lower bound of the constrained optimum. Plans that keep to the
/// limits but are best for no weight are not found; the bound says how much better one could be.
/// </remarks>
public static class LimitedTrade
{
    /// <summary>Halvings of the range of weights: 2⁻³² of it.</summary>
    private const int Steps = 32;

    /// <summary>Times a planner is asked at most.</summary>
    public const int MostPlans = Steps + 3;

    /// <summary>Finds the plan.</summary>
    /// <param name="optimum">
    /// The plan that minimises carbonWeight × grams + eurWeight × euros as well as it can, and what no plan goes below: its own value where it
    /// is the optimum.
    /// </param>
    /// <param name="measure">Grams and euros of a plan.</param>
    /// <param name="limits">Weight of a euro in what is minimised, and the limits.</param>
    public static LimitedOutcome<TPlan> Find<TPlan>(
        Func<double, double, (TPlan Plan, double LowerBound)> optimum, Func<TPlan, (double Grams, double Euros)> measure, PlanLimits limits)
        where TPlan : class
    {
        var free = optimum(1, limits.GramsPerEuro);
        var (grams, euros) = measure(free.Plan);
        if (limits.Allow(grams, euros))
        {
            return new LimitedOutcome<TPlan>.Found(free.Plan, free.LowerBound);
        }

        var (tooDear, tooMuch) = (!limits.AllowEuros(euros), !limits.AllowGrams(grams));
        var cheapest = tooDear ? optimum(0, 1).Plan : free.Plan;
        var cleanest = tooMuch ? optimum(1, 0).Plan : free.Plan;
        if (!limits.AllowEuros(measure(cheapest).Euros))
        {
            return new LimitedOutcome<TPlan>.TooDear(measure(cheapest).Euros);
        }

        if (!limits.AllowGrams(measure(cleanest).Grams))
        {
            return new LimitedOutcome<TPlan>.TooMuchCarbon(measure(cleanest).Grams);
        }

        // Both missed by the best of their weighted sum: every plan within both would be worth less than it.
        return tooDear && tooMuch
            ? new LimitedOutcome<TPlan>.NotBoth()
            : Search(optimum, measure, limits, tooDear, free, tooDear ? cheapest : cleanest);
    }

    private static LimitedOutcome<TPlan> Search<TPlan>(
        Func<double, double, (TPlan Plan, double LowerBound)> optimum, Func<TPlan, (double Grams, double Euros)> measure, PlanLimits limits, bool tooDear,
        (TPlan Plan, double LowerBound) free, TPlan extreme)
        where TPlan : class
    {
        // The weight of a euro runs from the objective's to none of the gram, or to none of the euro; t is its place between them.
        var (low, high, best, lowest, bound) = (0.0, 1.0, (TPlan?)null, double.PositiveInfinity, free.LowerBound);
        Consider(extreme);
        var scale = Scale(measure(free.Plan), measure(extreme));
        for (var step = 0; step < Steps; step++)
        {
            var t = (low + high) / 2;
            var weight = tooDear ? limits.GramsPerEuro + (scale * t / (1 - t)) : limits.GramsPerEuro * (1 - t);
            var (plan, relaxed) = optimum(1, weight);
            bound = Math.Max(bound, tooDear
                ? relaxed - ((weight - limits.GramsPerEuro) * limits.MostEuros)
                : ((limits.GramsPerEuro / weight) * relaxed) - (((limits.GramsPerEuro / weight) - 1) * limits.MostGrams));
            Consider(plan);
            var (grams, euros) = measure(plan);
            (low, high) = (tooDear ? limits.AllowEuros(euros) : limits.AllowGrams(grams)) ? (low, t) : (t, high);
        }

        return best is null ? new LimitedOutcome<TPlan>.NotBoth() : new LimitedOutcome<TPlan>.Found(best, Math.Min(bound, lowest));

        void Consider(TPlan plan)
        {
            var (grams, euros) = measure(plan);
            var value = limits.ValueOf(grams, euros);
            if (limits.Allow(grams, euros) && value < lowest)
            {
                (best, lowest) = (plan, value);
            }
        }
    }

    /// <summary>Grams per euro between the two ends: the weight at which they would be worth the same.</summary>
    private static double Scale((double Grams, double Euros) one, (double Grams, double Euros) other)
    {
        var scale = Math.Abs(one.Grams - other.Grams) / Math.Abs(one.Euros - other.Euros);
        return double.IsFinite(scale) && scale > 0 ? scale : 1;
    }
}
