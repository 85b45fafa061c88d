using CarbonApp.Engine.Kelp.Carbon;
using CarbonApp.Engine.Kelp.Composite;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>The time series: canopy by quarter, with the interval that tide and map error give it.</summary>
internal static class QuarterWork
{
    /// <summary>By time.</summary>
    public static IReadOnlyList<AnalysisQuarter> Series(IReadOnlyList<QuarterRow> rows, AnalysisQuestion question, byte[] seed, CancellationToken cancellationToken) =>
        [.. rows.Select(row => new AnalysisQuarter
        {
            Year = row.Year,
            Quarter = row.Quarter,
            KelpAreaM2 = row.Kelp?.SquareMetres,
            CanopyAreaM2 = CanopyOf(row, question, seed, cancellationToken),
            CountCellsKelp = row.KelpCells,
            CountCellsNoClouds = row.ClearCells,
            CountCellsHistoricFootprint = row.FootprintCells,
            Scenes = row.Passes,
            TideHeightM = row.TideMetres,
        })];

    /// <summary>All canopy of a quarter as one bed: its interval is that of the sum.</summary>
    private static AnalysisInterval? CanopyOf(QuarterRow row, AnalysisQuestion question, byte[] seed, CancellationToken cancellationToken)
    {
        var bed = new MappedBed("all", row.Kelp, row.TideMetres - question.Request.ReferenceLevelM);
        return KelpCarbon.Estimate([bed], KelpConstants.For(question.Species), seed, cancellationToken) is CarbonOutcome.Estimated estimate
            ? Intervals.Of(estimate.Total.Canopy, area => area.SquareMetres)
            : null;
    }
}
