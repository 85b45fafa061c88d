using CarbonApp.Api.Kelp.Analyses;
using Microsoft.AspNetCore.Components;

namespace CarbonApp.Web.Kelp.Analyses;

/// <summary>One analysis: how far it is, or what the area holds.</summary>
public partial class AnalysisPage
{
    private AnalysisResponse? _analysis;

    /// <summary>ULID of the analysis, from the address.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    private string Name => string.IsNullOrEmpty(_analysis!.Request.Name) ? "Kelp of an area" : _analysis.Request.Name;

    private bool IsDemo => _analysis?.Result?.Provenance.Demo == true;

    private string? Centre => _analysis!.Request.Aoi switch
    {
        { Point: { Lat: { } lat, Lon: { } lon } } => AnalysisWords.Place(lat, lon),
        { Bbox: { Count: 4 } box } => AnalysisWords.Place(box),
        _ => null,
    };

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() => _analysis = Take(await Api.GetAnalysisAsync(Id, Http.RequestAborted));

    private async Task CancelAsync()
    {
        if (Take(await Api.CancelAnalysisAsync(Id, Http.RequestAborted)) is not null)
        {
            Navigation.NavigateTo($"/kelp/{Uri.EscapeDataString(Id)}");
        }
    }
}
