using System.Globalization;
using System.Text;
using CarbonApp.Engine.Grid.Backtesting;

namespace CarbonApp.Api.Grid.Backtests;

/// <summary>Writes the results of a backtest as its table.</summary>
internal static class BacktestAnswer
{
    public static BacktestResponse Of(string jobId, BacktestRequest request, BacktestQuestion question, IReadOnlyList<ZoneRun> zones, TimeSpan elapsed) => new()
    {
        JobId = jobId,
        From = question.From,
        To = question.To,
        Signal = request.Signal,
        Factor = request.Factor,
        Preset = question.Jobs.Preset,
        Mode = question.Jobs.HasModes ? question.Jobs.AsPublished ? "published" : "corrected" : null,
        Forecast = question.Forecast.Kind,
        ErrorPercent = question.Forecast.Kind == "noise" ? question.Forecast.ErrorPercent : null,
        Rows = [.. zones.SelectMany(zone => zone.Results.Where(r => r.Jobs > 0).Select(r => RowOf(zone.Zone.Value, r)))],
        Zones = [.. zones.Select(ZoneOf)],
        Seconds = elapsed.TotalSeconds,
    };

    /// <summary>The rows for a spreadsheet, RFC 4180.</summary>
    public static string ToCsv(BacktestResponse answer)
    {
        var text = new StringBuilder(
            "zone,job_set,job_hours,slack_hours,policy,jobs,mean_g_per_kwh,emissions_g,run_now_g,oracle_g,saving_pct,regret_pct,saving_pct_deviation\r\n");
        foreach (var row in answer.Rows)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{row.Zone},{row.JobSet},{row.JobHours},{row.SlackHours},{row.Policy},{row.Jobs},{row.MeanIntensity},{row.EmissionsG},{row.RunNowG},{row.OracleG},{row.SavingPct},{row.RegretPct},{row.SavingPctDeviation}\r\n");
        }

        return text.ToString();
    }

    private static BacktestRow RowOf(string zone, BacktestResult result) => new()
    {
        Zone = zone,
        JobSet = result.Set.Name,
        JobHours = result.Set.Duration?.TotalHours,
        SlackHours = result.Set.Slack?.TotalHours,
        Policy = BacktestNames.Policies[result.Policy],
        Jobs = result.Jobs,
        MeanIntensity = result.MeanIntensity,
        EmissionsG = result.Emissions.Grams,
        RunNowG = result.RunNow.Grams,
        OracleG = result.Oracle.Grams,
        SavingPct = Percent(result.Saving),
        RegretPct = Percent(result.Regret),
        SavingPctDeviation = Percent(result.SavingDeviation),
        SavingPctBySeed = result.SavingBySeed.Count > 1 && result.SavingBySeed.All(double.IsFinite) ? [.. result.SavingBySeed.Select(s => 100 * s)] : null,
    };

    private static BacktestZone ZoneOf(ZoneRun zone) => new()
    {
        Zone = zone.Zone.Value,
        SlotMinutes = zone.Series.Slot.TotalMinutes,
        Slots = zone.Series.Count,
        KnownSlots = zone.Series.KnownSlots,
        JobsLeftOut = zone.Results.Select(r => r.LeftOut).DefaultIfEmpty().Max(),
        MeanIntensity = double.IsFinite(zone.Series.Mean) ? zone.Series.Mean : null,
    };

    private static double? Percent(double part) => double.IsFinite(part) ? 100 * part : null;
}
