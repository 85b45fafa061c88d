using System.CommandLine;
using System.CommandLine.Parsing;
using System.Xml;
using CarbonApp.Api.Grid.Backtests;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Backtests;

/// <summary>The options that describe a backtest.</summary>
internal sealed class BacktestOptionSet
{
    private static readonly string[] Presets = ["lets-wait-awhile-nightly", "lets-wait-awhile-ml", "eurosys24", "trace"];

    public Option<string[]> Zones { get; } = new("--zone")
    {
        Description = "Grid zones with imported history; several, or several times.", HelpName = "ZONE", Required = true, AllowMultipleArgumentsPerToken = true,
    };

    public Option<string?> From { get; } = Time("--from", "Beginning of the period, a full hour");

    public Option<string?> To { get; } = Time("--to", "End of the period, a full hour");

    public Option<string> Preset { get; } = new("--preset") { Description = "Jobs: a published set, or a trace file (--jobs).", DefaultValueFactory = _ => "eurosys24" };

    public Option<string> Mode { get; } = new("--mode") { Description = "Let's Wait Awhile: corrected, or published with its defects.", DefaultValueFactory = _ => "corrected" };

    public Option<string?> Jobs { get; } = new("--jobs")
    {
        Description = "CSV of jobs for --preset trace and lets-wait-awhile-ml, with columns such as arrival_time,length,cpus (s) or arrival_minute,duration_minutes.", HelpName = "FILE",
    };

    public Option<double[]> WindowHours { get; } = Numbers("--window-hours", "Nightly: hours by which a job may move to either side.");

    public Option<double[]> JobHours { get; } = Numbers("--job-hours", "eurosys24: lengths of the job, h.");

    public Option<double[]> SlackHours { get; } = Numbers("--slack-hours", "eurosys24 and trace: hours a job may be done later.");

    public Option<string[]> Policies { get; } = new("--policy")
    {
        Description = "run-now, contiguous, interruptible, threshold, carbon-time; the first three if not given.", HelpName = "POLICY", AllowMultipleArgumentsPerToken = true,
    };

    public Option<string> Forecast { get; } = new("--forecast") { Description = "What the policies know of the time to come.", DefaultValueFactory = _ => "perfect" };

    public Option<double> Error { get; } = new("--error") { Description = "Noise: standard deviation, % of the mean intensity.", DefaultValueFactory = _ => 5, HelpName = "PERCENT" };

    public Option<int> Seeds { get; } = new("--seeds") { Description = "Noise: number of times it is drawn.", DefaultValueFactory = _ => 10, HelpName = "N" };

    public Option<TimeSpan?> Slot { get; } = new("--slot")
    {
        Description = $"Length of a slot, {TimeArguments.DurationHelp}; that of the stored values if not given.", HelpName = "DURATION", CustomParser = result => TimeArguments.ParseDuration(result),
    };

    public Option<string> Signal { get; } = new("--signal") { Description = "Average (attribution) or marginal (consequence) intensity.", DefaultValueFactory = _ => "average" };

    public Option<string> Factor { get; } = new("--factor") { Description = "Life-cycle or direct emissions.", DefaultValueFactory = _ => "lifecycle" };

    public Option<string?> Key { get; } = new("--key") { Description = "Names the backtest: the same name again gives the same job, also after a broken connection.", HelpName = "NAME" };

    public Option<string> Output { get; } = new("--output", "-o") { Description = "table for people, json or csv as the Api says it.", DefaultValueFactory = _ => "table" };

    public void AddTo(Command command)
    {
        Preset.AcceptOnlyFromAmong(Presets);
        Mode.AcceptOnlyFromAmong("corrected", "published");
        Policies.AcceptOnlyFromAmong("run-now", "contiguous", "interruptible", "threshold", "carbon-time");
        Forecast.AcceptOnlyFromAmong("perfect", "noise", "persistence", "own");
        Signal.AcceptOnlyFromAmong("average", "marginal");
        Factor.AcceptOnlyFromAmong("lifecycle", "direct");
        Output.AcceptOnlyFromAmong("table", "json", "csv");
        Option[] all =
        [
            Zones, From, To, Preset, Mode, Jobs, WindowHours, JobHours, SlackHours, Policies, Forecast, Error, Seeds, Slot, Signal, Factor, Key, Output,
        ];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            var needsFile = result.GetValue(Preset) is "trace" or "lets-wait-awhile-ml";
            if (needsFile != (result.GetResult(Jobs) is not null))
            {
                result.AddError(needsFile ? "Give the jobs of the preset: --jobs FILE." : "--jobs belongs to --preset trace or lets-wait-awhile-ml.");
            }
        });
    }

    /// <summary>The request as the Api takes it; reads the file of jobs.</summary>
    public BacktestRequest ToRequest(ParseResult parsed) => new()
    {
        Zones = [.. parsed.GetValue(Zones)!.SelectMany(z => z.Split(',', StringSplitOptions.RemoveEmptyEntries))],
        From = At(parsed, From),
        To = At(parsed, To),
        Slot = parsed.GetValue(Slot) is { } slot ? XmlConvert.ToString(slot) : null,
        Signal = parsed.GetValue(Signal)!,
        Factor = parsed.GetValue(Factor)!,
        Policies = Given(parsed, Policies),
        Jobs = new BacktestJobs
        {
            Preset = parsed.GetValue(Preset),
            Mode = parsed.GetValue(Mode)!,
            WindowHours = Given(parsed, WindowHours),
            JobHours = Given(parsed, JobHours),
            SlackHours = Given(parsed, SlackHours),
            Trace = parsed.GetValue(Jobs) is { } file ? TraceFile.Read(file) : null,
        },
        Forecast = new BacktestForecast { Kind = parsed.GetValue(Forecast)!, ErrorPercent = parsed.GetValue(Error), Seeds = parsed.GetValue(Seeds) },
    };

    private static T[]? Given<T>(ParseResult parsed, Option<T[]> option) => parsed.GetValue(option) is { Length: > 0 } values ? values : null;

    private static DateTimeOffset? At(ParseResult parsed, Option<string?> option) =>
        TimeArguments.TryParseTime(parsed.GetValue(option)!, TimeProvider.System.GetUtcNow(), out var time) ? time : null;

    private static Option<double[]> Numbers(string name, string meaning) => new(name) { Description = meaning, HelpName = "H", AllowMultipleArgumentsPerToken = true };

    private static Option<string?> Time(string name, string meaning) => new(name)
    {
        Description = $"{meaning}, {TimeArguments.TimeHelp}.", HelpName = "TIME", Required = true, CustomParser = TimeArguments.CheckTime,
    };
}
