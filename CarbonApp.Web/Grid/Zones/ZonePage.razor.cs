using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Grid.Charts;
using CarbonApp.Web.Pages;
using CarbonApp.Web.Wording;
using Microsoft.AspNetCore.Components;

namespace CarbonApp.Web.Grid.Zones;

/// <summary>One zone's intensity over a range of time.</summary>
public partial class ZonePage
{
    /// <summary>More points than a wide screen can tell apart are drawn as means.</summary>
    private const int MostPoints = 400;

    private SignalResponse? _signal;
    private string? _complaint;
    private DateTimeOffset _now;
    private ZoneRange _range = null!;
    private ForecastSlot? _current;
    private SignalSummary? _summary;
    private ChartSeries? _series;
    private bool _thinned;
    private IReadOnlyList<ProvenanceRow> _provenance = [];

    /// <summary>Grid zone, from the address.</summary>
    [Parameter]
    public string Zone { get; set; } = "";

    [SupplyParameterFromQuery(Name = "range")]
    private string? RangeKey { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? To { get; set; }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _now = Clock.GetUtcNow();
        (_range, _complaint) = ZoneRange.Read(RangeKey, From, To, _now);
        var answer = await Api.GetSignalAsync(Zone, _range.From, _range.To, Http.RequestAborted);
        // NO_SIGNAL: the zone exists and the range is good, only nobody knows a value. The page says what can be done about it.
        if (answer is not ApiAnswer<SignalResponse>.Refused({ Code: "NO_SIGNAL" }) && Take(answer) is { } signal)
        {
            Show(signal);
        }
    }

    private void Show(SignalResponse signal)
    {
        _signal = signal;
        _summary = SignalSummary.Of(signal.Slots, _range.To - _range.From);
        _current = signal.Slots.FirstOrDefault(s => s.Start <= _now && _now < s.End && s.Intensity is not null);
        _provenance = [.. signal.Provenance.Select(ProvenanceRow.From)];
        var slots = ChartThinning.Thin([.. signal.Slots.Select(s => s.ToChart())], MostPoints);
        _thinned = slots.Count < signal.Slots.Count;
        _series = new ChartSeries(_range.From, _range.To, slots, [], _now);
        if (_complaint is not null)
        {
            PageStatus.Set(Http, StatusCodes.Status400BadRequest);
        }
    }

    private RenderFragment? When(ForecastSlot slot) => _summary!.IsFlat
        ? null
        : builder =>
        {
            builder.OpenElement(0, "span");
            builder.AddAttribute(1, "class", "sub");
            builder.OpenComponent<UtcTime>(2);
            builder.AddComponentParameter(3, nameof(UtcTime.Time), slot.Start);
            builder.CloseComponent();
            builder.CloseElement();
        };

    private static RenderFragment? Rest(SignalSummary summary)
    {
        var words = (summary.EstimatedShare > 0.0005, summary.UnknownShare > 0.0005) switch
        {
            (true, true) => $"{Quantity.Percent(summary.EstimatedShare * 100)} estimated, {Quantity.Percent(summary.UnknownShare * 100)} no data",
            (true, false) => "the rest is estimated",
            (false, true) => "no data for the rest",
            _ => null,
        };
        return words is null
            ? null
            : builder =>
            {
                builder.OpenElement(0, "span");
                builder.AddAttribute(1, "class", "sub");
                builder.AddContent(2, words);
                builder.CloseElement();
            };
    }

    private bool Holds(DateTimeOffset time) => _range.From <= time && time < _range.To;

    private string Words(SignalSummary summary) =>
        $"Intensity in {_signal!.ZoneName} from {Times.Long(_range.From)} to {Times.Long(_range.To)}: mean {Quantity.Intensity(summary.Mean)}, "
        + $"lowest {Quantity.Intensity(summary.Lowest.Intensity)} on {Times.Long(summary.Lowest.Start)}, "
        + $"highest {Quantity.Intensity(summary.Highest.Intensity)} on {Times.Long(summary.Highest.Start)}. Figures and values follow below.";
}
