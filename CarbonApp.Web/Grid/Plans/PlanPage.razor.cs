using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Regions;
using CarbonApp.Api.Grid.Zones;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Grid.Charts;
using CarbonApp.Web.Pages;
using CarbonApp.Web.Wording;
using Microsoft.AspNetCore.Components;

namespace CarbonApp.Web.Grid.Plans;

/// <summary>The page that places a job in time; its address holds the whole question.</summary>
public partial class PlanPage
{
    private static readonly (string Hours, string Words)[] WithinChoices =
    [
        ("6", "6 hours"), ("12", "12 hours"), ("24", "24 hours"), ("48", "2 days"), ("72", "3 days"), ("168", "7 days"),
    ];

    private PlanQuestion _question = new();
    private PlanRequest? _request;
    private PlanResponse? _plan;
    private ApiProblem? _problem;
    private string? _failure;
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>();
    private IReadOnlyList<(string Value, string Name)> _sites = [];
    private IReadOnlyList<ProvenanceRow> _provenance = [];
    private ChartSeries? _series;
    private bool _moreOpen;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    private string Here => Http.Request.Path + Http.Request.QueryString;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _question = Read(Http.Request.Query);
        _moreOpen = new[] { _question.Count, _question.Earliest, _question.Deadline, _question.AsOf }.Any(v => !string.IsNullOrWhiteSpace(v));
        var sites = ListSitesAsync();
        if (!_question.IsBlank)
        {
            (_request, _errors) = _question.ToRequest(Clock.GetUtcNow());
            await PlanAsync();
        }

        _sites = await sites;
    }

    private static PlanQuestion Read(IQueryCollection query) => new()
    {
        Site = query["site"],
        Duration = query["duration"],
        Within = query["within"],
        Deadline = query["deadline"],
        Earliest = query["earliest"],
        Mode = query["mode"],
        Watts = query["watts"],
        Instance = query["instance"],
        Count = query["count"],
        AsOf = query["asof"],
    };

    private async Task PlanAsync()
    {
        if (_request is null)
        {
            PageStatus.Set(Http, StatusCodes.Status400BadRequest);
            return;
        }

        switch (await Api.PlanAsync(_request, Http.RequestAborted))
        {
            case ApiAnswer<PlanResponse>.Success(var plan):
                _plan = plan;
                _provenance = [.. plan.Provenance.Select(ProvenanceRow.From)];
                _series = Draw(plan);
                break;
            case ApiAnswer<PlanResponse>.Refused(var problem):
                _problem = problem;
                PageStatus.Set(Http, problem.Status);
                break;
            case ApiAnswer<PlanResponse>.Unreachable(var reason):
                _failure = reason;
                PageStatus.Set(Http, StatusCodes.Status503ServiceUnavailable);
                break;
        }
    }

    /// <summary>Suggestions only: without them the form works as well, so a failure is not shown.</summary>
    private async Task<IReadOnlyList<(string, string)>> ListSitesAsync()
    {
        var (regions, zones) = (Api.GetRegionsAsync(Http.RequestAborted), Api.GetZonesAsync(Http.RequestAborted));
        var sites = new List<(string, string)>();
        if (await regions is ApiAnswer<RegionsResponse>.Success(var known))
        {
            sites.AddRange(known.Regions.Select(r => ($"{r.Provider}/{r.Code}", $"{r.Place} ({r.Zone})")));
        }

        if (await zones is ApiAnswer<ZonesResponse>.Success(var ranked))
        {
            sites.AddRange(ranked.Zones.OrderBy(z => z.Zone, StringComparer.Ordinal).Select(z => (z.Zone, z.Name)));
        }

        return sites;
    }

    private static ChartSeries? Draw(PlanResponse plan)
    {
        if (plan.Forecast is not { Count: > 0 } forecast)
        {
            return null;
        }

        var duration = TimeSpan.FromTicks(plan.Segments.Sum(s => (s.End - s.Start).Ticks));
        var windows = plan.Segments.Select(s => new ChartWindow(s.Start, s.End, "plan"));
        if (plan.Baselines.RunNow is not null)
        {
            windows = windows.Prepend(new ChartWindow(plan.Earliest, plan.Earliest + duration, "now"));
        }

        var slots = ChartThinning.Thin([.. forecast.Select(s => s.ToChart())], 800);
        return new ChartSeries(plan.Earliest, plan.Deadline, slots, [.. windows], plan.AsOf);
    }

    private static string ChartWords(PlanResponse plan)
    {
        var known = plan.Forecast!.Select(s => s.Intensity).OfType<double>().ToArray();
        return known.Length == 0
            ? "No intensity is known in this time."
            : $"Intensity from {Times.Long(plan.Earliest)} to {Times.Long(plan.Deadline)}, between {Quantity.Intensity(known.Min())} and "
                + $"{Quantity.Intensity(known.Max())}. The chosen time averages {Quantity.Intensity(plan.Totals.MeanIntensity)}"
                + (plan.Baselines.RunNow is { } now ? $", running now {Quantity.Intensity(now.MeanIntensity)}." : ".");
    }

    private static IEnumerable<(string Name, BaselineItem? Item)> Baselines(PlanResponse plan) =>
    [
        ("Start at once", plan.Baselines.RunNow), ("Any start, on average", plan.Baselines.MeanStart), ("The worst start", plan.Baselines.WorstStart),
    ];

    private IEnumerable<(string Name, string Label, string Hint, string? Value)> TimeFields() =>
    [
        ("earliest", "Not before, UTC", "Now if left out.", TimeValue(_question.Earliest)),
        ("deadline", "Deadline, UTC", "Wins over “done within”.", TimeValue(_question.Deadline)),
        ("asof", "Plan as of, UTC", "A past time plans over stored history.", TimeValue(_question.AsOf)),
    ];

    private static string? TimeValue(string? text) => Times.TryParse(text, out var time) ? Times.Field(time) : null;

    private string? Invalid(string field) => _errors.ContainsKey(field) ? "field-invalid" : null;

    private string? AriaInvalid(string field) => _errors.ContainsKey(field) ? "true" : null;

    private string? ErrorId(string field) => _errors.ContainsKey(field) ? $" {field}-error" : null;

    private RenderFragment? FieldError(string field) => !_errors.TryGetValue(field, out var message)
        ? null
        : builder =>
        {
            builder.OpenElement(0, "p");
            builder.AddAttribute(1, "class", "field-error");
            builder.AddAttribute(2, "id", $"{field}-error");
            builder.AddContent(3, message);
            builder.CloseElement();
        };
}
