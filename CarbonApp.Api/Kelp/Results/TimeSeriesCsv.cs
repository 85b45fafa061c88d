using System.Globalization;
using System.Text;
using CarbonApp.Api.Kelp.Analyses;

namespace CarbonApp.Api.Kelp.Results;

/// <summary>The time series as CSV: Kelpwatch's columns first, so that what reads those reads ours.</summary>
internal static class TimeSeriesCsv
{
    private const string Head =
        "year,quarter,kelp_area_m2,count_cells_kelp,count_cells_no_clouds,count_cells_historic_footprint,"
        + "canopy_area_p5_m2,canopy_area_p50_m2,canopy_area_p95_m2,tide_height_m,scenes,demo";

    public static string Write(AnalysisResult result)
    {
        var text = new StringBuilder();
        text.Append(Head).Append('\n');
        foreach (var row in result.TimeSeries)
        {
            text.AppendJoin(',', [
                Number(row.Year), Number(row.Quarter), Number(row.KelpAreaM2), Number(row.CountCellsKelp), Number(row.CountCellsNoClouds),
                Number(row.CountCellsHistoricFootprint), Number(row.CanopyAreaM2?.P5), Number(row.CanopyAreaM2?.P50), Number(row.CanopyAreaM2?.P95),
                Number(row.TideHeightM), Number(row.Scenes), result.Provenance.Demo ? "DEMO" : ""]).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Empty where there is none: missing is no number.</summary>
    private static string Number(double? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";
}
