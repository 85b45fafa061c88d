using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Pages;
using Microsoft.AspNetCore.Components;

namespace CarbonApp.Web.Kelp.Analyses;

/// <summary>Starts analyses of kelp and lists those that were made.</summary>
public partial class KelpPage
{
    /// <summary>Null in the first of two renders where reading it takes time: a large file comes from disk.</summary>
    private AnalysisForm? _form;
    private AnalysesResponse? _list;

    [SupplyParameterFromQuery(Name = "before")]
    private string? Before { get; set; }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _form = Http.Request.HasFormContentType
            ? await AnalysisForm.ReadAsync(await Http.Request.ReadFormAsync(Http.RequestAborted), Http.RequestAborted)
            : AnalysisForm.Blank(Http.Request.Query, Clock.GetUtcNow());
        // A list that is refused, such as for an odd place to read on from, leaves the form as good as ever.
        var answer = await Api.GetAnalysesAsync(string.IsNullOrEmpty(Before) ? null : Before, Http.RequestAborted);
        _list = answer is ApiAnswer<AnalysesResponse>.Refused ? null : Take(answer);
    }

    private async Task StartAsync()
    {
        if (_form!.ToRequest() is not { } request)
        {
            PageStatus.Set(Http, StatusCodes.Status400BadRequest);
            return;
        }

        if (Take(await Api.AnalyzeAsync(request, Http.RequestAborted)) is { } analysis)
        {
            Navigation.NavigateTo($"/kelp/{Uri.EscapeDataString(analysis.Id)}");
        }
        else if (Problem is { } problem)
        {
            _form.Take(problem.FieldErrors);
        }
    }
}
