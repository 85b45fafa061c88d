namespace CarbonApp.Engine.Grid.Backtesting;

/// <summary>How a job is placed.</summary>
public enum BacktestPolicy
{
    /// <summary>At once.</summary>
    RunNow,

    /// <summary>In one piece, at the start with the lowest mean by the forecast; the earliest among equals.</summary>
    Contiguous,

    /// <summary>In the slots that are cleanest by the forecast; the earliest among equals.</summary>
    Interruptible,

    /// <summary>
    /// In one piece, from the first slot that is at most as dirty as the cleanest three tenths of the 7 days before the release, at the latest when the
    /// deadline forces it. Without any forecast (<see cref="Planning.ThresholdRule"/>).
    /// </summary>
    Threshold,

    /// <summary>In one piece, at the start that saves most by the forecast per time until it is done (<see cref="Planning.CarbonTime"/>).</summary>
    CarbonTime,
}

/// <summary>What the policies know of the time to come.</summary>
public abstract record BacktestKnowledge
{
    private BacktestKnowledge()
    {
    }

    /// <summary>Everything: what perfect forecasts would be worth.</summary>
    public sealed record Perfect : BacktestKnowledge;

    /// <summary>
    /// The truth and errors: c + e · mean(c) · z, as in Wiesner et al. (Middleware 2021), z being standard normal and drawn anew per slot and seed.
    /// </summary>
    /// <param name="Error">e, as a part: 0.05 is 5 % of the mean; 0 or more.</param>
    /// <param name="Normals">z per seed and slot; at least as many slots as the series has.</param>
    public sealed record Noise(double Error, IReadOnlyList<double[]> Normals) : BacktestKnowledge;

    /// <summary>Each hour as it was 24 h before, repeated over the days to come; at most 7 days ahead.</summary>
    public sealed record Persistence : BacktestKnowledge;

    /// <summary>
    /// This product's forecaster (<see cref="Forecasting.RidgeForecaster"/>), issued at each release from what was measured before it, at most 7 days ahead; models
    /// are fitted anew every 30 days.
    /// </summary>
    public sealed record Own : BacktestKnowledge;
}
