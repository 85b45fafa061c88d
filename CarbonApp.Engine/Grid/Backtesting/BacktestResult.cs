using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Backtesting;

/// <summary>One policy on one set of jobs of one zone. Where the forecast was drawn several times, masses are means over the draws.</summary>
/// <param name="Set">The jobs.</param>
/// <param name="Policy">How they were placed.</param>
/// <param name="Jobs">Jobs counted: those whose run at once is known throughout.</param>
/// <param name="LeftOut">Jobs not counted: a gap or the end of the series was in the way.</param>
/// <param name="Energy">Of all jobs counted.</param>
/// <param name="Emissions">By the policy, at what was measured.</param>
/// <param name="RunNow">Of the same jobs run at once.</param>
/// <param name="Oracle">Of the same jobs placed by one who knows the future: in parts where the policy is interruptible, else in one piece.</param>
/// <param name="SavingBySeed">Per draw 1 − emissions / run-now, as a part; NaN where run-now emits nothing. One entry where nothing is drawn.</param>
/// <param name="Regret">Mean over the draws of emissions / oracle − 1, as a part; NaN where the oracle emits nothing.</param>
public sealed record BacktestResult(
    BacktestJobSet Set, BacktestPolicy Policy, int Jobs, int LeftOut, Energy Energy, Co2eMass Emissions, Co2eMass RunNow, Co2eMass Oracle,
    IReadOnlyList<double> SavingBySeed, double Regret)
{
    /// <summary>Mean over the draws, as a part: 0.07 is 7 %.</summary>
    public double Saving => SavingBySeed.Average();

    /// <summary>Standard deviation over the draws (n − 1), as a part; NaN with a single one.</summary>
    public double SavingDeviation
    {
        get
        {
            var mean = Saving;
            return Math.Sqrt(SavingBySeed.Sum(s => (s - mean) * (s - mean)) / (SavingBySeed.Count - 1));
        }
    }

    /// <summary>Mean over all energy, gCO2eq/kWh; NaN without any job.</summary>
    public double MeanIntensity => Emissions.Grams / Energy.KilowattHours;
}
