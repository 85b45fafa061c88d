using System.Globalization;
using CarbonApp.Api.Grid.Pareto;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Grid.Charts;
using CarbonApp.Web.Grid.Plans;
using CarbonApp.Web.Pages;
using CarbonApp.Web.Wording;
using Microsoft.AspNetCore.Components;

namespace CarbonApp.Web.Grid.Tradeoffs;

/// <summary>The exact front of carbon, finish and cost; the address holds the question and the choice.</summary>
public partial class TradeoffsPage
{
    private PlanQuestion _question = null!;
    private ParetoRequest? _request;
    private ParetoResponse? _front;
    private ParetoPointItem? _chosen;
    private FrontPlot? _byFinish, _byCost;
    private IReadOnlyDictionary<string, string> _errors = new Dictionary<string, string>();
    private IReadOnlyList<(string Value, string Name)> _sites = [];
    private IReadOnlyList<ProvenanceRow> _provenance = [];

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _question = PlanQuestion.Read(Http.Request.Query);
        var sites = SiteSuggestions.ListAsync(Api, Http.RequestAborted);
        if (!_question.IsBlank)
        {
            (_request, _errors) = PlanReading.ToFront(_question, Clock.GetUtcNow());
            await AskAsync();
        }

        _sites = await sites;
    }

    private async Task AskAsync()
    {
        if (_request is null)
        {
            PageStatus.Set(Http, StatusCodes.Status400BadRequest);
            return;
        }

        if (Take(await Api.GetFrontAsync(_request, Http.RequestAborted)) is { } front)
        {
            Show(front);
        }
    }

    private void Show(ParetoResponse front)
    {
        _front = front;
        _provenance = [.. front.Provenance.Select(ProvenanceRow.From)];
        // A choice is kept by its finish: the front moves with the clock, and an index would then mean another.
        _chosen = _question["finish"].Split('@') is [var at, var place] && Times.TryParse(at, out var finish)
            ? front.Points.OrderBy(p => p.SiteIndex.ToString(CultureInfo.InvariantCulture) == place ? 0 : 1).ThenBy(p => (p.Finish - finish).Duration()).First()
            : front.Points[front.Knee];
        var marks = front.Points.Select((p, i) => new FrontMark(0, 0, AddressOf(p), Words(p), p == _chosen, i == front.Knee && front.Points.Count > 1, p.SiteIndex)).ToArray();
        _byFinish = FrontPlot.Of(
            [.. front.Points.Select((p, i) => ((double)p.Finish.ToUnixTimeSeconds(), p.EmissionsG, marks[i]))],
            Clocks, Quantity.Mass, "finish, UTC", "CO₂e");
        _byCost = front.Points.All(p => p.CostEur is not null)
            ? FrontPlot.Of([.. front.Points.Select((p, i) => (p.CostEur!.Value, p.EmissionsG, marks[i]))], Costs, Quantity.Mass, "cost", "CO₂e")
            : null;
    }

    private static IEnumerable<(double, string)> Clocks(double low, double high) =>
        new ChartScale(DateTimeOffset.FromUnixTimeSeconds((long)low), DateTimeOffset.FromUnixTimeSeconds((long)Math.Ceiling(high)), 1).TimeTicks()
            .Select(t => ((double)t.Time.ToUnixTimeSeconds(), t.Label));

    private static IEnumerable<(double, string)> Costs(double low, double high) => FrontPlot.Steps(low, high).Select(v => (v, Quantity.Euros(v)));

    private string AddressOf(ParetoPointItem point) => _question.Address("/plan/tradeoffs", "finish", $"{Times.Machine(point.Finish)}@{point.SiteIndex.ToString(CultureInfo.InvariantCulture)}") + "#result";

    private static string Words(ParetoPointItem point) =>
        $"{PlanWords.Place(point.Site)}, done {Times.Compact(point.Finish)} UTC, {Quantity.Mass(point.EmissionsG)} CO₂e{(point.CostEur is { } cost ? $", {Quantity.Euros(cost)}" : "")}";

    private static string Headline(ParetoResponse front, ParetoPointItem chosen)
    {
        var (least, soonest) = (front.Points.Min(p => p.EmissionsG), front.Points[0]);
        return front.Points.Count == 1 ? "The best there is"
            : chosen == front.Points[front.Knee] ? "The knee: the best compromise"
            : chosen == soonest ? "The soonest"
            : chosen.EmissionsG <= least ? "The cleanest"
            : "A choice in between";
    }

    private static string Against(double value, double other, string what)
    {
        if (other <= 0 || Math.Abs(value - other) < other * 0.0005)
        {
            return $"as {what}";
        }

        return value < other ? $"{Quantity.Percent(100 * (other - value) / other)} less than {what}" : $"{Quantity.Percent(100 * (value - other) / other)} more than {what}";
    }

    private static IEnumerable<(string Place, int Index)> Places(ParetoResponse front) =>
        front.Points.OrderBy(p => p.SiteIndex).DistinctBy(p => p.SiteIndex).Select(p => (PlanWords.Place(p.Site), p.SiteIndex));

    private IEnumerable<string> Notes(ParetoResponse front)
    {
        foreach (var warning in front.Warnings.Where(w => !PlanWords.SmallPrint.Contains(w)))
        {
            yield return PlanWords.Warning(warning);
        }

        foreach (var (sites, why) in new[] { (front.SitesWithoutPrice, "has no price while another place has one"), (front.SitesWithoutSignal, "has no known intensity in this time") })
        {
            foreach (var index in sites)
            {
                var site = _request!.Sites![index];
                yield return $"{(site.Region is null ? site.Zone : site.Provider is null ? site.Region : $"{site.Provider}/{site.Region}")} was left out: it {why}.";
            }
        }
    }

    private string Curl() => PlanCommands.Post(
        $"{Http.Request.Scheme}://{Http.Request.Host}/api/v2/pareto",
        new { job = PlanCommands.Shortest(_request!.Job!), sites = _request.Sites!.Select(Shortest), asOf = _request.AsOf is { } asOf ? Times.Machine(asOf) : null });

    private static object Shortest(ParetoRequestSite site) => new
    {
        site.Provider, site.Region, site.Zone,
        prices = site.Prices?.Select(p => new { start = Times.Machine(p.Start!.Value), end = Times.Machine(p.End!.Value), p.EurPerMwh }),
    };
}
