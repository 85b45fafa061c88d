using CarbonApp.Api.Grid.Forecasts;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Grid.Charts;
using CarbonApp.Web.Pages;
using CarbonApp.Web.Wording;
using Microsoft.AspNetCore.Components;

namespace CarbonApp.Web.Grid.Plans;

/// <summary>The page that places a job in time; its address holds the whole question.</summary>
public partial class PlanPage
{
    private PlanQuestion _question = null!;
    private PlanRequest? _request;
    private PlanResponse? _plan;
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>();
    private IReadOnlyList<(string Value, string Name)> _sites = [];
    private IReadOnlyList<ProvenanceRow> _provenance = [];
    private ChartSeries? _series;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _question = PlanQuestion.Read(Http.Request.Query);
        var sites = SiteSuggestions.ListAsync(Api, Http.RequestAborted);
        if (!_question.IsBlank)
        {
            (_request, _errors) = PlanReading.ToPlan(_question, Clock.GetUtcNow());
            await PlanAsync();
        }

        _sites = await sites;
    }

    private async Task PlanAsync()
    {
        if (_request is null)
        {
            PageStatus.Set(Http, StatusCodes.Status400BadRequest);
            return;
        }

        if (Take(await Api.PlanAsync(_request, Http.RequestAborted)) is { } plan)
        {
            _plan = plan;
            _provenance = [.. plan.Provenance.Select(ProvenanceRow.From)];
            _series = await DrawAsync(plan);
        }
    }

    private async Task<ChartSeries?> DrawAsync(PlanResponse plan)
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
        return new ChartSeries(plan.Earliest, plan.Deadline, slots, [.. windows], plan.AsOf) { Band = await BandAsync(plan) };
    }

    /// <summary>The zone's own band, where the plan rests on that forecast; without it the chart is whole.</summary>
    private async Task<IReadOnlyList<ChartBand>> BandAsync(PlanResponse plan) =>
        plan.Confidence is not null && plan.Provenance.FirstOrDefault(p => p.Source == SourceNames.OwnForecast) is { IssuedAt: var issuedAt }
        && await Api.GetForecastAsync(plan.Segments[0].Site.Zone, issuedAt, Http.RequestAborted) is ApiAnswer<ForecastResponse>.Success(var own)
            ? [.. own.Hours.Where(h => h.Quantiles is { Count: 3 } && h.Start < plan.Deadline && h.End > plan.Earliest).Select(h => new ChartBand(h.Start, h.End, h.Quantiles![0], h.Quantiles[2]))]
            : [];

    private static string ChartWords(PlanResponse plan)
    {
        var known = plan.Forecast!.Select(s => s.Intensity).OfType<double>().ToArray();
        return known.Length == 0
            ? "No intensity is known in this time."
            : $"Intensity from {Times.Long(plan.Earliest)} to {Times.Long(plan.Deadline)}, between {Quantity.Intensity(known.Min())} and "
                + $"{Quantity.Intensity(known.Max())}. The chosen time averages {Quantity.Intensity(plan.Totals.MeanIntensity)}"
                + (plan.Baselines.RunNow is { } now ? $", running now {Quantity.Intensity(now.MeanIntensity)}." : ".");
    }
}
