using CarbonApp.Api.Jobs;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Pages;
using Microsoft.AspNetCore.Components;

namespace CarbonApp.Web.Grid.Backtests;

/// <summary>Starts backtests and lists those that were run.</summary>
public partial class BacktestsPage
{
    private BacktestForm _form = null!;
    private JobsResponse? _jobs;

    [SupplyParameterFromQuery(Name = "before")]
    private string? Before { get; set; }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _form = Http.Request.HasFormContentType ? BacktestForm.Read(Http.Request.Form) : BacktestForm.Blank(Http.Request.Query["zone"], Clock.GetUtcNow());
        // A list that is refused, such as for an odd place to read on from, leaves the form as good as ever.
        var answer = await Api.GetBacktestJobsAsync(string.IsNullOrEmpty(Before) ? null : Before, Http.RequestAborted);
        _jobs = answer is ApiAnswer<JobsResponse>.Refused ? null : Take(answer);
    }

    private async Task StartAsync()
    {
        if (_form.ToRequest() is not { } request)
        {
            PageStatus.Set(Http, StatusCodes.Status400BadRequest);
            return;
        }

        if (Take(await Api.StartBacktestAsync(request, Http.RequestAborted)) is { } job)
        {
            Navigation.NavigateTo($"/backtests/{Uri.EscapeDataString(job.Id)}");
        }
    }
}
