using System.Globalization;
using CarbonApp.Api.Grid.Forecasts;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Grid.Zones;
using CarbonApp.Web.ApiClient;
using CarbonApp.Web.Grid.Charts;
using CarbonApp.Web.Pages;
using CarbonApp.Web.Wording;
using Microsoft.AspNetCore.Components;

namespace CarbonApp.Web.Grid.Forecasts;

/// <summary>A zone's own forecast with its band, its record and, for a past time, what came.</summary>
public partial class ForecastPage
{
    private const int MostSuggested = 18;
    private static readonly TimeSpan PastShown = TimeSpan.FromDays(3);

    private readonly Dictionary<string, string> _errors = [];
    private ForecastResponse? _forecast;
    private ChartSeries? _series;
    private (DateTimeOffset Start, double Mean)? _cleanest;
    private double _largestError;
    private IReadOnlyList<(string Key, string Name, bool Measured)> _zones = [];

    [SupplyParameterFromQuery(Name = "zone")]
    private string? Zone { get; set; }

    [SupplyParameterFromQuery(Name = "at")]
    private string? At { get; set; }

    private string? AtValue => Times.TryParse(At, out var time) ? Times.Field(time) : null;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Zone = Zone?.Trim();
        var zones = ListZonesAsync();
        if (!string.IsNullOrEmpty(Zone))
        {
            await ForecastAsync(Zone);
        }

        _zones = await zones;
    }

    private async Task ForecastAsync(string zone)
    {
        DateTimeOffset? at = null;
        if (!string.IsNullOrWhiteSpace(At))
        {
            if (!Times.TryParse(At, out var time))
            {
                _errors["at"] = $"“{At}” is not a time. Write it like 2026-03-15T04:00, in UTC.";
                PageStatus.Set(Http, StatusCodes.Status400BadRequest);
                return;
            }

            at = time;
        }

        if (Take(await Api.GetForecastAsync(zone, at, Http.RequestAborted)) is { } forecast)
        {
            await ShowAsync(forecast);
        }
    }

    private async Task ShowAsync(ForecastResponse forecast)
    {
        _forecast = forecast;
        var expected = forecast.Hours.Take(24).Select(h => (double?)h.Intensity).ToArray();
        _cleanest = CleanestHours.Find(expected, 3) is { } first ? (forecast.Hours[first].Start, expected.Skip(first).Take(3).Average()!.Value) : null;
        _largestError = forecast.Skill is { } skill ? Rivals(skill).Max(r => r.Error.MeanAbsolute) : 0;
        var (from, to) = (forecast.IssuedAt - PastShown, forecast.Hours[^1].End);
        // What was measured is a help to the eye: without it the forecast is shown alone.
        var known = await Api.GetSignalAsync(forecast.Zone, from, to, Http.RequestAborted) is ApiAnswer<SignalResponse>.Success(var signal)
            ? signal.Slots.Where(s => s.Status == "measured").Select(s => s.ToChart()).ToArray()
            : [];
        var begin = forecast.Hours[0].Start;
        _series = new ChartSeries(from, to, [.. known.Where(s => s.Start < begin).Select(s => s.End > begin ? s with { End = begin } : s), .. forecast.Hours.Select(Foreseen)], [], forecast.IssuedAt)
        {
            Band = [.. forecast.Hours.Where(h => h.Quantiles is { Count: 3 }).Select(h => new ChartBand(h.Start, h.End, h.Quantiles![0], h.Quantiles[2]))],
            // Of a forecast made just now nothing has come yet but the hour it was made in.
            Since = Clock.GetUtcNow() - begin < TimeSpan.FromHours(1) ? [] : [.. known.Where(s => s.End > begin).Select(s => s.Start < begin ? s with { Start = begin } : s)],
        };
    }

    /// <summary>The middle of the outcomes where it is known, else what is expected.</summary>
    private static ChartSlot Foreseen(ForecastHour hour)
    {
        var value = hour.Quantiles is { Count: 3 } known ? known[1] : hour.Intensity;
        return new ChartSlot(hour.Start, hour.End, value, value, value, "forecast");
    }

    /// <summary>Suggestions only: without them the form works as well, so a failure is not shown.</summary>
    private async Task<IReadOnlyList<(string, string, bool)>> ListZonesAsync() =>
        await Api.GetZonesAsync(Http.RequestAborted) is ApiAnswer<ZonesResponse>.Success(var zones)
            ? [.. zones.Zones.OrderBy(z => z.Name, StringComparer.Ordinal).Select(z => (z.Zone, z.Name, z.Status == "measured"))]
            : [];

    private static IEnumerable<(string Name, string Hint, ForecastErrorItem Error)> Rivals(ForecastSkillItem skill) =>
    [
        ("This forecast", "learned from the zone's past", skill.Own),
        ("As yesterday", "each hour as 24 h before", skill.Persistence),
        ("Mean of the week", "each hour as its mean over 7 days", skill.MeanDay),
    ];

    private string? Complaint(string field) => _errors.ContainsKey(field) ? "field-invalid" : null;

    private static string Tenths(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Words(ForecastResponse forecast) =>
        $"Forecast of {forecast.ZoneName} from {Times.Long(forecast.Hours[0].Start)} to {Times.Long(forecast.Hours[^1].End)}: between "
        + $"{Quantity.Intensity(forecast.Hours.Min(h => h.Intensity))} and {Quantity.Intensity(forecast.Hours.Max(h => h.Intensity))} expected"
        + (forecast.Hours[0].Quantiles is null ? "." : ", drawn with the band in which four of five outcomes lie.") + " Figures and values follow below.";

    private string Curl(ForecastResponse forecast) =>
        $"curl -s '{Http.Request.Scheme}://{Http.Request.Host}/{CarbonApi.ForecastPath(forecast.Zone, string.IsNullOrWhiteSpace(At) ? null : forecast.IssuedAt)}'";
}
