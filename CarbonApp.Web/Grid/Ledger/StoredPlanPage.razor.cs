using System.Globalization;
using CarbonApp.Api.Grid.Ledger;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Pages;
using CarbonApp.Web.Wording;
using Microsoft.AspNetCore.Components;

namespace CarbonApp.Web.Grid.Ledger;

/// <summary>A kept plan: what it promised, how it was run, what came of it.</summary>
public partial class StoredPlanPage
{
    private readonly Dictionary<string, string> _errors = [];
    private StoredPlanResponse? _stored;
    private ApiProblem? _refused;
    private double _most;

    /// <summary>ULID of the plan, from the address.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        if (Take(await Api.GetPlanAsync(Id, Http.RequestAborted)) is { } stored)
        {
            _stored = stored;
            _most = Sides(stored.Outcome).SelectMany(s => new[] { s.Saving.EmissionsG, s.Saving.RunNowG ?? 0 }).Max();
        }
    }

    private async Task ReportAsync()
    {
        var (start, end) = (Instant("start"), Instant("end"));
        double? energy = null;
        if (Typed("kwh") is { Length: > 0 } text)
        {
            energy = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var kwh) && kwh is >= 0 and <= 1e12 ? kwh : null;
            if (energy is null)
            {
                _errors["kwh"] = $"“{text}” is not an energy. Give kWh, such as 2.4.";
            }
        }

        if (_errors.Count > 0)
        {
            PageStatus.Set(Http, StatusCodes.Status400BadRequest);
            return;
        }

        switch (await Api.ReportAsync(Id, new ActualsRequest { Start = start, End = end, EnergyKwh = energy }, Http.RequestAborted))
        {
            case ApiAnswer<StoredPlanResponse>.Success:
                Navigation.NavigateTo($"/plans/{Uri.EscapeDataString(Id)}#actuals-head");
                break;
            case ApiAnswer<StoredPlanResponse>.Refused(var problem):
                _refused = problem;
                PageStatus.Set(Http, problem.Status);
                break;
            case ApiAnswer<StoredPlanResponse>.Unreachable(var reason):
                Fail(reason);
                break;
        }
    }

    private DateTimeOffset? Instant(string field)
    {
        if (Times.TryParse(Typed(field), out var time))
        {
            return time;
        }

        _errors[field] = $"“{Typed(field)}” is not a time. Write it like 2026-03-15T04:00, in UTC.";
        return null;
    }

    private string Typed(string field) => Http.Request.HasFormContentType ? Http.Request.Form[field].ToString().Trim() : "";

    private string Field(string field, DateTimeOffset planned) =>
        Typed(field) is { Length: > 0 } typed ? typed : planned.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    private static string Headline(OutcomeItem outcome) => (outcome.Realised?.SavingPct, outcome.Promised.SavingPct) switch
    {
        ({ } came, { } promised) => $"Promised {LedgerWords.Saving(promised)}, saved {LedgerWords.Saving(came)}",
        ({ } came, null) => $"Saved {LedgerWords.Saving(came)}",
        (null, { } promised) => $"Promised to save {LedgerWords.Saving(promised)}",
        _ => "Promised nothing against starting at once",
    };

    private static IEnumerable<(string Name, LedgerSaving Saving, bool Mine)> Sides(OutcomeItem outcome)
    {
        yield return ("The forecast, promised", outcome.Promised, false);
        if (outcome.Realised is { } realised)
        {
            yield return (outcome.AssumedAsPlanned ? "Measured, run as planned" : "Measured, as reported", realised, true);
        }
    }
}
