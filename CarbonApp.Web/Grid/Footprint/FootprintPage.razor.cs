using System.Globalization;
using CarbonApp.Api.Grid.Footprint;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Grid.Plans;
using CarbonApp.Web.Pages;
using CarbonApp.Web.Wording;
using Microsoft.AspNetCore.Components;

namespace CarbonApp.Web.Grid.Footprint;

/// <summary>A small calculator of a run's footprint; its address holds the whole question.</summary>
public partial class FootprintPage
{
    private FootprintQuestion _question = null!;
    private FootprintRequest? _request;
    private FootprintResponse? _answer;
    private double _most;
    private DateTimeOffset _hour;
    private IReadOnlyList<(string Value, string Name)> _sites = [];

    private bool More => new[] { "memory", "network", "storage", "units", "unit", "certificates" }.Any(f => _question[f].Length > 0);

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var now = Clock.GetUtcNow();
        _hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        _question = new FootprintQuestion(Http.Request.Query);
        var sites = SiteSuggestions.ListAsync(Api, Http.RequestAborted);
        if (!_question.IsBlank)
        {
            _request = _question.ToRequest();
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

        if (Take(await Api.FootprintAsync(_request, Http.RequestAborted)) is { } answer)
        {
            _answer = answer;
            _most = answer.Components.Max(c => Math.Max(c.LocationBasedG, c.EmbodiedG ?? 0));
        }
    }

    private string Time(string field, DateTimeOffset otherwise) => Times.Field(Times.TryParse(_question[field], out var time) ? time : otherwise);

    private static string Figure(double value) => value.ToString(Math.Abs(value) >= 1000 ? "#,0" : "0.####", CultureInfo.InvariantCulture);

    private static string Warning(string code, FootprintTotals totals) => code switch
    {
        "LOCATION_STANDS_IN" => "No supplier or residual mix was given, so the grid's own intensity stands in for what no certificate covers.",
        "CARBON_FREE_REST_UNKNOWN" => "How dirty the grid is without its carbon-free part is not known.",
        "ASSUMED_PUE" => "The overhead of the data centre is assumed.",
        "EMBODIED_UNKNOWN" => $"Nobody has weighed the making of {string.Join(", ", totals.EmbodiedUnknownOf)}: the score is a lower bound.",
        _ => PlanWords.Warning(code),
    };

    /// <summary>Those of the parts, then the intensities; one that several parts share is named once.</summary>
    private static IEnumerable<CoefficientItem> Coefficients(FootprintResponse answer) =>
        answer.Components.SelectMany(c => c.Coefficients).Append(answer.LocationIntensity).Append(answer.Market.Intensity).DistinctBy(c => (c.Name, c.Value));

    private static object Shortest(FootprintRequest request) => new
    {
        site = request.Site, start = Times.Machine(request.Start!.Value), end = Times.Machine(request.End!.Value), components = request.Components, market = request.Market,
        functionalUnit = request.FunctionalUnit is { Name: "run", Count: 1 } ? null : request.FunctionalUnit,
    };
}
