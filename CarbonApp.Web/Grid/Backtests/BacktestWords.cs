using System.Globalization;
using CarbonApp.Api.Grid.Backtests;
using CarbonApp.Web.Wording;

namespace CarbonApp.Web.Grid.Backtests;

/// <summary>Names of what a backtest is made of, in plain words.</summary>
internal static class BacktestWords
{
    public static readonly (string Value, string Name, string Hint)[] Presets =
    [
        ("lets-wait-awhile-nightly", "Nightly builds", "Half an hour at 01:00 each night (Let's Wait Awhile, 2021)"),
        ("eurosys24", "Every start, many lengths", "Each slot a job, lengths × slacks (EuroSys'24)"),
        ("trace", "A trace of your own", "Jobs as they arrived, with a slack"),
        ("lets-wait-awhile-ml", "Training jobs of a trace", "To the next workday, and to the next Monday or Thursday (Let's Wait Awhile)"),
    ];

    public static readonly (string Value, string Name, string Hint)[] Policies =
    [
        ("run-now", "Run now", "at once"),
        ("contiguous", "One piece", "best start by the forecast"),
        ("interruptible", "With pauses", "cleanest slots by the forecast"),
        ("threshold", "Threshold", "waits for the cleanest 30 % of last week; no forecast"),
        ("carbon-time", "Carbon-time", "saving per time waited"),
    ];

    public static readonly (string Value, string Name)[] Forecasts =
    [
        ("perfect", "perfect: the truth"), ("noise", "noise: the truth with errors"), ("persistence", "as 24 hours before"), ("own", "CarbonApp's own"),
    ];

    public static string Policy(string policy) => Array.Find(Policies, p => p.Value == policy).Name ?? policy;

    public static string Preset(string preset) => Array.Find(Presets, p => p.Value == preset).Name ?? preset;

    public static string Forecast(BacktestResponse result) => result.Forecast switch
    {
        "perfect" => "a perfect forecast",
        "noise" => $"a forecast with errors of {Quantity.Percent(result.ErrorPercent ?? 0)}",
        "persistence" => "the hours 24 h before as the forecast",
        "own" => "CarbonApp's own forecast",
        _ => result.Forecast,
    };

    /// <summary>"7.90 %", "7.90 ± 0.14 %", or what it emitted more; a dash for running at once, against which all is measured.</summary>
    public static string Saving(BacktestRow row) => row switch
    {
        { SavingPct: null } or { Policy: "run-now" } => "–",
        { SavingPct: < 0, SavingPctDeviation: null } => string.Create(CultureInfo.InvariantCulture, $"{-row.SavingPct:0.00} % more"),
        { SavingPct: { } saving, SavingPctDeviation: { } deviation } => string.Create(CultureInfo.InvariantCulture, $"{saving:0.00} ± {deviation:0.00} %"),
        { SavingPct: { } saving } => string.Create(CultureInfo.InvariantCulture, $"{saving:0.00} %"),
    };
}
