namespace CarbonApp.Engine.Grid.Backtesting;

/// <summary>Sums over the jobs of a set under one guide.</summary>
internal sealed class BacktestTotals(BacktestPolicy[] policies)
{
    /// <summary>g per policy.</summary>
    public double[] Emissions { get; } = new double[policies.Length];

    /// <summary>g.</summary>
    public double RunNow { get; private set; }

    public double KilowattHours { get; private set; }

    public int Jobs { get; private set; }

    public int LeftOut { get; set; }

    public void Count(double kilowattHours, double runNowGrams)
    {
        Jobs++;
        KilowattHours += kilowattHours;
        RunNow += runNowGrams;
    }

    /// <summary>A job that only the unplanned run does.</summary>
    public void AddToRunNowPolicy(double grams)
    {
        var at = Array.IndexOf(policies, BacktestPolicy.RunNow);
        if (at >= 0)
        {
            Emissions[at] += grams;
        }
    }

    public double Of(BacktestPolicy policy) => Emissions[Array.IndexOf(policies, policy)];
}
