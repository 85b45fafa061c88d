using CarbonApp.Engine.Kelp.Trends;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>The trend of the yearly maxima of a time series.</summary>
internal static class TrendWork
{
    /// <summary>With the tide's part taken out where it is known of enough years.</summary>
    public static AnalysisTrend Of(IReadOnlyList<AnalysisQuarter> series)
    {
        var maxima = SeasonalMaximum.Of(series.Select(q => new CanopyObservation(q.Year, q.KelpAreaM2 ?? double.NaN, q.TideHeightM ?? double.NaN)));
        var outcome = CanopyTrend.WithTideTakenOut(maxima) is TrendOutcome.Estimated withTide && withTide.Years == maxima.Count ? withTide : CanopyTrend.Of(maxima);
        return outcome switch
        {
            TrendOutcome.Estimated trend => new AnalysisTrend
            {
                State = "estimated",
                Years = trend.Years,
                YearsNeeded = CanopyTrend.LeastYears,
                SlopeM2PerYear = trend.SlopePerYear,
                SlopeLowM2PerYear = trend.SlopeLow,
                SlopeHighM2PerYear = trend.SlopeHigh,
                Probability = trend.Probability,
                TideSlopeM2PerM = trend.TideSlope,
            },
            _ => new AnalysisTrend { State = "too-few-years", Years = maxima.Count, YearsNeeded = CanopyTrend.LeastYears },
        };
    }
}
