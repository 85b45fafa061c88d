namespace CarbonApp.Engine.Grid.Forecasting;

/// <summary>Quantiles of samples.</summary>
public static class Quantiles
{
    /// <summary>
    /// Quantile of ascending values by linear interpolation between order statistics (Hyndman and Fan 1996, definition 7). Example: the
    /// 0.25 quantile of 1, 2, 4 lies half way from 1 to 2.
    /// </summary>
    /// <param name="ascending">One value or more, sorted.</param>
    /// <param name="level">0 to 1.</param>
    public static double OfSorted(ReadOnlySpan<double> ascending, double level)
    {
        var place = level * (ascending.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, ascending.Length - 1);
        return ascending[below] + ((place - below) * (ascending[above] - ascending[below]));
    }
}
