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
    private ApiProblem? _problem;
    private string? _failure;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "before")]
    private string? Before { get; set; }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _form = Http.Request.HasFormContentType ? BacktestForm.Read(Http.Request.Form) : BacktestForm.Blank(Http.Request.Query["zone"], Clock.GetUtcNow());
        // A list that is refused, such as for an odd place to read on from, leaves the form as good as ever.
        switch (await Api.GetBacktestJobsAsync(string.IsNullOrEmpty(Before) ? null : Before, Http.RequestAborted))
        {
            case ApiAnswer<JobsResponse>.Success(var jobs):
                _jobs = jobs;
                break;
            case ApiAnswer<JobsResponse>.Unreachable(var reason):
                Fail(reason);
                break;
        }
    }

    private async Task StartAsync()
    {
        if (_form.ToRequest() is not { } request)
        {
            PageStatus.Set(Http, StatusCodes.Status400BadRequest);
            return;
        }

        switch (await Api.StartBacktestAsync(request, Http.RequestAborted))
        {
            case ApiAnswer<JobResponse>.Success(var job):
                Navigation.NavigateTo($"/backtests/{Uri.EscapeDataString(job.Id)}");
                break;
            case ApiAnswer<JobResponse>.Refused(var problem):
                _problem = problem;
                PageStatus.Set(Http, problem.Status);
                break;
            case ApiAnswer<JobResponse>.Unreachable(var reason):
                Fail(reason);
                break;
        }
    }

    private void Fail(string reason)
    {
        _failure = reason;
        PageStatus.Set(Http, StatusCodes.Status503ServiceUnavailable);
    }
}
