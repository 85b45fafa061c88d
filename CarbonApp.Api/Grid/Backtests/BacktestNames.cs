using CarbonApp.Engine.Grid.Backtesting;

namespace CarbonApp.Api.Grid.Backtests;

/// <summary>How backtests are spelled on the wire.</summary>
internal static class BacktestNames
{
    public const string Nightly = "lets-wait-awhile-nightly";
    public const string MachineLearning = "lets-wait-awhile-ml";
    public const string EuroSys = "eurosys24";
    public const string Trace = "trace";
    public const string List = "list";

    public static readonly IReadOnlyDictionary<BacktestPolicy, string> Policies = new Dictionary<BacktestPolicy, string>
    {
        [BacktestPolicy.RunNow] = "run-now",
        [BacktestPolicy.Contiguous] = "contiguous",
        [BacktestPolicy.Interruptible] = "interruptible",
        [BacktestPolicy.Threshold] = "threshold",
        [BacktestPolicy.CarbonTime] = "carbon-time",
    };
}
