using CarbonApp.Engine.Grid.Forecasting;

namespace CarbonApp.Api.Grid.Plans;

internal static class PlanQuantiles
{
    /// <summary>The value not exceeded by a part of the given ones, interpolated.</summary>
    public static double Of(double[] values, double level)
    {
        var ascending = (double[])values.Clone();
        Array.Sort(ascending);
        return Quantiles.OfSorted(ascending, level);
    }
}
