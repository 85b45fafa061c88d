using System.Globalization;
using CarbonApp.Api.Grid.Backtests;
using CarbonApp.Api.Jobs;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Grid.Charts;
using CarbonApp.Web.Pages;
using CarbonApp.Web.Wording;
using Microsoft.AspNetCore.Components;

namespace CarbonApp.Web.Grid.Backtests;

/// <summary>One run: how far it is, or what it came to.</summary>
public partial class BacktestPage
{
    /// <summary>Bars beyond this cannot be told apart; the table has them all.</summary>
    private const int MostGroups = 24;

    private JobResponse? _job;
    private BacktestResponse? _result;
    private string? _set;
    private double _widest;
    private long _jobs;
    private IReadOnlyList<string> _sets = [], _policies = [];
    private IReadOnlyList<BacktestRow> _rows = [];
    private IReadOnlyList<BarGroup> _groups = [];
    private IReadOnlyList<(string Name, IReadOnlyList<BacktestRow> Rows)> _byPolicy = [];

    /// <summary>ULID of the job, from the address.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery(Name = "set")]
    private string? Set { get; set; }

    private string ChartName => $"Saving{(_set is not null && _result!.Zones.Count > 1 ? $", {_set}" : "")}, % of running at once";

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _job = Take(await Api.GetJobAsync(Id, Http.RequestAborted));
        if (_job is { Status: "completed" } && Take(await Api.GetBacktestAsync(Id, Http.RequestAborted)) is { } result)
        {
            Show(result);
        }
    }

    private async Task CancelAsync()
    {
        if (Take(await Api.CancelJobAsync(Id, Http.RequestAborted)) is not null)
        {
            Navigation.NavigateTo($"/backtests/{Uri.EscapeDataString(Id)}");
        }
    }

    private void Show(BacktestResponse result)
    {
        _result = result;
        _sets = [.. result.Rows.Select(r => r.JobSet).Distinct()];
        _policies = [.. result.Rows.Select(r => r.Policy).Distinct().Where(p => p != "run-now").Take(5)];
        // Of several zones one job set is shown at a time: all at once are thousands of rows.
        _set = result.Zones.Count > 1 ? _sets.FirstOrDefault(s => s == Set, _sets[0]) : null;
        _rows = [.. result.Rows.Where(r => _set is null || r.JobSet == _set)];
        _widest = _rows.Max(r => r.SavingPct) ?? 0;
        _jobs = result.Rows.GroupBy(r => (r.Zone, r.JobSet)).Sum(g => (long)g.Max(r => r.Jobs));
        _byPolicy = [.. _policies.Select(p => (BacktestWords.Policy(p), (IReadOnlyList<BacktestRow>)[.. result.Rows.Where(r => r.Policy == p)]))];
        _groups = [.. _rows.GroupBy(r => _set is null ? r.JobSet : r.Zone).Take(MostGroups).Select(g => new BarGroup(
            g.Key, [.. _policies.Select(p => g.FirstOrDefault(r => r.Policy == p)).Select(r => (r?.SavingPct, r?.SavingPctDeviation))]))];
    }

    private static string Mean(IReadOnlyList<BacktestRow> rows) =>
        rows.Select(r => r.SavingPct).OfType<double>().ToArray() is { Length: > 0 } known ? Quantity.Percent(Math.Round(known.Average(), 2)) : "–";
}
