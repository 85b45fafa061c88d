using System.CommandLine;
using System.Xml;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Plans;

/// <summary>The options that describe a job, shared by <c>plan</c> and <c>wait</c>.</summary>
internal sealed class PlanOptionSet
{
    public PlanSiteOptions Sites { get; } = new();

    public PlanGoalOptions Goal { get; } = new();

    public PlanElasticOptions Elastic { get; } = new();

    public Option<TimeSpan> Duration { get; } = new("--duration")
    {
        Description = $"Running time, {TimeArguments.DurationHelp}.",
        HelpName = "DURATION",
        CustomParser = TimeArguments.ParseDuration,
    };

    public Option<string?> Earliest { get; } = Time("--earliest", "Not before this time");

    public Option<string?> Deadline { get; } = Time("--deadline", "Done by this time (24 h after the earliest start if not given)");

    public Option<string?> AsOf { get; } = Time("--as-of", "Counts as now, to ask stored history");

    public Option<string> Mode { get; } = new("--mode") { Description = "In one piece, with pauses, or with pauses and changing size.", DefaultValueFactory = _ => "contiguous" };

    public Option<double?> StartUpKwh { get; } = new("--startup-kwh") { Description = "Energy each start of an interruptible job draws, kWh (the running power over --startup if not given).", HelpName = "KWH" };

    public Option<TimeSpan?> StartUp { get; } = Span("--startup", "Time each start of an interruptible job takes before it works");

    public Option<TimeSpan?> MinRun { get; } = Span("--min-run", "Shortest run of an interruptible job");

    public Option<TimeSpan?> MinPause { get; } = Span("--min-pause", "Shortest pause of an interruptible job");

    public Option<int?> MaxStarts { get; } = new("--max-starts") { Description = "Most starts of an interruptible job.", HelpName = "N" };

    public Option<double?> Watts { get; } = new("--watts") { Description = "Power the job draws, W.", HelpName = "W" };

    public Option<string> Instance { get; } = new("--instance") { Description = "Cloud instance type, such as m6i.xlarge, instead of --watts.", HelpName = "TYPE" };

    public Option<int> Count { get; } = new("--count") { Description = "Number of instances.", DefaultValueFactory = _ => 1 };

    public Option<double> Utilization { get; } = new("--utilization") { Description = "Mean CPU utilization, 0 to 1.", DefaultValueFactory = _ => 0.5 };

    public Option<string> Output { get; } = OutputOption.Create();

    /// <summary>Adds the options and the rules between them.</summary>
    /// <param name="command">The command.</param>
    /// <param name="full">All that can be planned; false for what a single start on this machine can use.</param>
    public void AddTo(Command command, bool full)
    {
        Mode.AcceptOnlyFromAmong("contiguous", "interruptible", "elastic");
        Sites.AddTo(command, full);
        Add(command, Duration, Earliest, Deadline, Mode);
        Goal.AddTo(command, full);
        Add(command, Watts, Instance, Count, Utilization, Output);
        if (full)
        {
            Add(command, AsOf, StartUpKwh, StartUp, MinRun, MinPause, MaxStarts);
            Elastic.AddTo(command);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(Duration) is null && result.GetValue(Mode) != "elastic")
            {
                result.AddError("--duration is required.");
            }

            if (result.GetResult(Watts) is not null && result.GetResult(Instance) is not null)
            {
                result.AddError("Give the power once: --watts or --instance.");
            }
        });
    }

    /// <summary>The request as the Api takes it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="now">The present, from which "+24h" counts unless --as-of is given.</param>
    public PlanRequest ToRequest(ParseResult parsed, DateTimeOffset now)
    {
        var asOf = At(parsed, AsOf, now);
        var job = new PlanJob
        {
            Mode = parsed.GetValue(Mode)!,
            Duration = parsed.GetResult(Duration) is null ? null : XmlConvert.ToString(parsed.GetValue(Duration)),
            Earliest = At(parsed, Earliest, asOf ?? now),
            Deadline = At(parsed, Deadline, asOf ?? now),
            Resources = Resources(parsed),
            Startup = StartUpOf(parsed),
            MinRun = Iso(parsed, MinRun),
            MinPause = Iso(parsed, MinPause),
            MaxStarts = parsed.GetValue(MaxStarts),
        };
        var table = !OutputOption.IsJson(parsed, Output);
        return new PlanRequest
        {
            Job = Elastic.AddTo(Sites.AddTo(job, parsed), parsed),
            Sites = Sites.ToSites(parsed),
            Constraints = Goal.ToConstraints(parsed),
            Objective = Goal.ToObjective(parsed),
            Options = new PlanOptions { IncludeForecast = table, Alternatives = parsed.GetValue(Goal.Alternatives), CompareSites = parsed.GetValue(Goal.Compare) ?? 20 },
            AsOf = asOf,
        };
    }

    internal static void Add(Command command, params ReadOnlySpan<Option> options)
    {
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    internal static DateTimeOffset? At(ParseResult parsed, Option<string?> option, DateTimeOffset now) =>
        parsed.GetResult(option) is not null && parsed.GetValue(option) is { } text && TimeArguments.TryParseTime(text, now, out var time) ? time : null;

    private PlanStartUp? StartUpOf(ParseResult parsed) => (parsed.GetValue(StartUpKwh), Iso(parsed, StartUp)) switch
    {
        (null, null) => null,
        var (kwh, time) => new PlanStartUp { Kwh = kwh, Duration = time },
    };

    private static string? Iso(ParseResult parsed, Option<TimeSpan?> option) => parsed.GetValue(option) is { } span ? XmlConvert.ToString(span) : null;

    private static Option<TimeSpan?> Span(string name, string meaning) => new(name)
    {
        Description = $"{meaning}, {TimeArguments.DurationHelp}.",
        HelpName = "DURATION",
        CustomParser = result => TimeArguments.ParseDuration(result),
    };

    private static Option<string?> Time(string name, string meaning) => new(name)
    {
        Description = $"{meaning}, {TimeArguments.TimeHelp}.",
        HelpName = "TIME",
        CustomParser = TimeArguments.CheckTime,
    };

    private PlanResources? Resources(ParseResult parsed) => (parsed.GetValue(Watts), parsed.GetValue(Instance)) switch
    {
        (null, null) => null,
        ({ } watts, _) => new PlanResources { Watts = watts },
        _ => new PlanResources
        {
            InstanceType = parsed.GetValue(Instance),
            Count = parsed.GetValue(Count),
            Utilization = parsed.GetValue(Utilization),
        },
    };
}
