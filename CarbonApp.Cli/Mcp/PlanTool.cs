using System.Globalization;
using System.Text;
using System.Xml;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Plans;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Mcp;

internal sealed record PlanArguments
{
    public required string Duration { get; init; }

    public string? Zone { get; init; }

    public string? Region { get; init; }

    public IReadOnlyList<string>? Sites { get; init; }

    public string Mode { get; init; } = "contiguous";

    public string? Earliest { get; init; }

    public string? Deadline { get; init; }

    public double? Watts { get; init; }

    public string? InstanceType { get; init; }

    public int Count { get; init; } = 1;

    public double Utilization { get; init; } = 0.5;

    public string Signal { get; init; } = "average";

    public string Factor { get; init; } = "lifecycle";
}

/// <summary>When should this job run?</summary>
internal sealed class PlanTool(CarbonApi api) : CarbonTool<PlanArguments>("plan", "Plan a job", Description, Schema)
{
    private const string Description =
        "Finds when, and at which of several sites, a job should run so that it emits the least CO2, provably. Returns the time segments, energy (kWh), emissions (gCO2eq) and the saving " +
        "against running now, a random start and the worst start.";

    private const string Schema = $$"""
        {"type": "object", "additionalProperties": false, "required": ["duration"], "properties": {
          "duration": {"type": "string", "description": "Running time, such as 3h20m, 90m, 1d12h or ISO 8601 PT3H20M; at most 366 days."},
          {{ToolArguments.SiteSchema}},
          "sites": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 200, "description": "Several sites to choose among, in place of zone and region: zones, regions as PROVIDER/CODE, or only the word any for every cloud region."},
          "mode": {"type": "string", "enum": ["contiguous", "interruptible"], "description": "In one piece (default), or with free pauses."},
          "earliest": {"type": "string", "description": "Not before this time: ISO 8601, UTC where no offset is given, or +2h from now. Default: now."},
          "deadline": {"type": "string", "description": "Done by this time, likewise. Default: 24 h after earliest."},
          "watts": {"type": "number", "exclusiveMinimum": 0, "description": "Power the job draws, W, before PUE. Without watts and instanceType 1,000 W are assumed."},
          "instanceType": {"type": "string", "description": "Cloud instance type such as m6i.xlarge, in place of watts; needs a region."},
          "count": {"type": "integer", "minimum": 1, "maximum": 100000, "description": "Number of instances. Default 1."},
          "utilization": {"type": "number", "minimum": 0, "maximum": 1, "description": "Mean CPU utilization, 0 to 1. Default 0.5."},
          "signal": {"type": "string", "enum": ["average", "marginal"], "description": "Average intensity (attribution, default) or marginal (consequence)."},
          {{ToolArguments.FactorSchema}} } }
        """;

    protected override async Task<(string Summary, string Answer)> AskAsync(PlanArguments arguments, CancellationToken cancellationToken)
    {
        var plan = await api.PostAsync<PlanResponse>(PlanCommand.Path, Request(arguments, TimeProvider.System.GetUtcNow()), cancellationToken);
        return (Summary(plan.Value), plan.Text);
    }

    private static PlanRequest Request(PlanArguments arguments, DateTimeOffset now) => new()
    {
        Job = new PlanJob
        {
            Mode = arguments.Mode,
            Duration = XmlConvert.ToString(ToolArguments.Duration("duration", arguments.Duration)),
            Earliest = ToolArguments.Time("earliest", arguments.Earliest, now),
            Deadline = ToolArguments.Time("deadline", arguments.Deadline, now),
            Resources = Resources(arguments),
        },
        Sites = Sites(arguments),
        Objective = new PlanObjective { Signal = arguments.Signal, Factor = arguments.Factor },
    };

    private static PlanSiteList Sites(PlanArguments arguments) => arguments switch
    {
        { Sites: null } => [ToolArguments.Site(arguments.Zone, arguments.Region)],
        { Zone: null, Region: null, Sites: ["any"] } => PlanSiteList.Any,
        { Zone: null, Region: null, Sites: { Count: > 0 } several } => PlanSiteList.Of([.. several.Select(s =>
            s.Contains('/', StringComparison.Ordinal) ? ToolArguments.Site(null, s) : ToolArguments.Site(s, null))]),
        _ => throw new ToolArgumentException("Give zone, region or sites, such as [\"GB\", \"aws/eu-west-3\"]: only one of them."),
    };

    private static PlanResources? Resources(PlanArguments arguments) => arguments switch
    {
        { Watts: not null, InstanceType: not null } => throw new ToolArgumentException("Give the power once: watts or instanceType."),
        { Watts: { } watts } => new PlanResources { Watts = watts },
        { InstanceType: { } type } => new PlanResources { InstanceType = type, Count = arguments.Count, Utilization = arguments.Utilization },
        _ => null,
    };

    private static string Summary(PlanResponse plan)
    {
        var (first, totals) = (plan.Segments[0], plan.Totals);
        var text = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture,
            $"Start at {Quantities.Time(first.Start)}, done by {Quantities.Time(totals.Finish)}, {PlanSitesTable.Name(first.Site)}{(plan.SitesConsidered > 1 ? $", the best of {plan.SitesConsidered} sites" : "")}: {Quantities.Grams(totals.EmissionsG)} for {Quantities.Energy(totals.EnergyKwh)}, mean {Quantities.Intensity(totals.MeanIntensity)}"));
        if (plan.Baselines.RunNow is { } now)
        {
            text.Append(CultureInfo.InvariantCulture, $"; running now would emit {Quantities.Grams(now.EmissionsG)}, so this saves {Quantities.Percent(now.SavingPct)}");
        }

        text.Append('.');
        foreach (var segment in plan.Segments.Count > 1 ? plan.Segments : [])
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Quantities.Time(segment.Start)} to {Quantities.Time(segment.End)}: {Quantities.Intensity(segment.MeanIntensity)}, {Quantities.Grams(segment.EmissionsG)}");
        }

        return text + ToolArguments.Warnings(plan.Warnings.Select(w => $"{w}: {PlanTable.Meaning(w)}"));
    }
}
