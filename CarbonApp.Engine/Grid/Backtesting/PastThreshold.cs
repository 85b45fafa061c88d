using CarbonApp.Engine.Grid.Planning;

namespace CarbonApp.Engine.Grid.Backtesting;

/// <summary>The threshold of <see cref="ThresholdRule"/> at every slot, from the <see cref="BacktestSeries.LookBack"/> before it; each found once.</summary>
internal sealed class PastThreshold(BacktestSeries series)
{
    private readonly double[] _found = new double[series.Count];
    private readonly bool[] _isFound = new bool[series.Count];
    private readonly double[] _scratch = new double[series.Before.Length];

    /// <summary>gCO2eq/kWh; infinite, so that nothing is waited for, where nothing of that time is known.</summary>
    public double At(int slot)
    {
        if (!_isFound[slot])
        {
            (_found[slot], _isFound[slot]) = (Find(slot), true);
        }

        return _found[slot];
    }

    private double Find(int slot)
    {
        var known = 0;
        for (var i = slot - _scratch.Length; i < slot; i++)
        {
            var value = series.At(i);
            if (!double.IsNaN(value))
            {
                _scratch[known++] = value;
            }
        }

        return known == 0
            ? double.PositiveInfinity
            : SlotChoice.Select(_scratch.AsSpan(0, known), Math.Max(0, (int)Math.Ceiling(known * ThresholdRule.CleanShare) - 1));
    }
}
