using CarbonApp.Engine.Kelp.Carbon;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>Percentiles of units to numbers on the wire.</summary>
internal static class Intervals
{
    public static AnalysisInterval Of<T>(Percentiles<T> percentiles, Func<T, double> number) =>
        new() { P5 = number(percentiles.P5), P50 = number(percentiles.P50), P95 = number(percentiles.P95) };

    public static AnalysisSwing Swing<T>(Swing<T> swing, Func<T, double> tonnes) => new()
    {
        Input = AnalysisNames.Of(swing.Input),
        AtP5T = tonnes(swing.AtP5),
        AtP95T = tonnes(swing.AtP95),
    };
}
