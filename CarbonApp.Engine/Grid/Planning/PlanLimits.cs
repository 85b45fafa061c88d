namespace CarbonApp.Engine.Grid.Planning;

/// <summary>What a plan may emit and cost at most, and what a euro counts for against a gram.</summary>
/// <param name="GramsPerEuro">Weight of a euro in what is minimised, grams + GramsPerEuro × euros; 0 for carbon alone.</param>
/// <param name="MostGrams">gCO2eq; infinite for no limit.</param>
/// <param name="MostEuros">EUR; infinite for no limit.</param>
public readonly record struct PlanLimits(double GramsPerEuro, double MostGrams, double MostEuros)
{
    /// <summary>A limit is kept by what exceeds it by rounding only.</summary>
    private const double Rounding = 1e-9;

    /// <summary>What is minimised.</summary>
    public double ValueOf(double grams, double euros) => GramsPerEuro > 0 ? grams + (GramsPerEuro * euros) : grams;

    /// <summary>Whether a plan keeps to both.</summary>
    public bool Allow(double grams, double euros) => AllowGrams(grams) && AllowEuros(euros);

    /// <summary>Whether it keeps to the limit of carbon.</summary>
    public bool AllowGrams(double grams) => grams <= MostGrams + (Rounding * Math.Abs(MostGrams));

    /// <summary>Whether it keeps to the limit of cost.</summary>
    public bool AllowEuros(double euros) => double.IsPositiveInfinity(MostEuros) || euros <= MostEuros + (Rounding * Math.Abs(MostEuros));
}

/// <summary>Answer of a planner with limits.</summary>
public abstract record LimitedOutcome<TPlan>
{
    private LimitedOutcome()
    {
    }

    /// <summary>A plan within the limits.</summary>
    /// <param name="Plan">The plan.</param>
    /// <param name="LowerBound">No plan within the limits is worth less; equal to the plan's value when it is the optimum.</param>
    public sealed record Found(TPlan Plan, double LowerBound) : LimitedOutcome<TPlan>;

    /// <summary>No plan emits so little.</summary>
    /// <param name="LeastGrams">The least that any emits.</param>
    public sealed record TooMuchCarbon(double LeastGrams) : LimitedOutcome<TPlan>;

    /// <summary>No plan costs so little.</summary>
    /// <param name="LeastEuros">The least that any costs.</param>
    public sealed record TooDear(double LeastEuros) : LimitedOutcome<TPlan>;

    /// <summary>Each limit can be kept, but no plan was found that keeps both.</summary>
    public sealed record NotBoth : LimitedOutcome<TPlan>;

    /// <summary>Carbon and price are not known together for long enough.</summary>
    public sealed record NotCovered : LimitedOutcome<TPlan>;
}
