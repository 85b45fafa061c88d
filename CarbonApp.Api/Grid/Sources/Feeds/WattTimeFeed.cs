using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CarbonApp.Api.Grid.Sources.Http;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Sources.Feeds;

/// <summary>WattTime v3: marginal operating emission rates (co2_moer) in five-minute steps, with an account.</summary>
internal sealed class WattTimeFeed(UpstreamClient client, WattTimeLogin login, IOptionsMonitor<WattTimeOptions> options, TimeProvider clock) : Feed
{
    private const string PoundsPerMegawattHour = "lbs_co2_per_mwh";
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    // A request may span 32 days; a week of five-minute values is 2,016 points, 0.1 MB.
    private static readonly TimeSpan Page = TimeSpan.FromDays(7);

    private readonly ConcurrentDictionary<ZoneId, string> _regions = new();

    public override string Name => SourceNames.WattTime;

    public override SignalBasis? BasisFor(SignalBasis basis)
    {
        var offered = basis.Factor == EmissionFactor.Direct || options.CurrentValue.StandInForLifecycle;
        return options.CurrentValue.IsConfigured && basis.Kind == SignalKind.Marginal && offered && GridZoneTable.Find(basis.Zone) is not null
            ? basis with { Factor = EmissionFactor.Direct }
            : null;
    }

    public override IEnumerable<FeedPart> PartsOf(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        var slot = FeedPart.FloorTo(now, FiveMinutes);
        if (from < slot)
        {
            foreach (var page in FeedPart.HistoryPages(from, to, slot, Page))
            {
                yield return page;
            }
        }

        var horizon = TimeSpan.FromHours(options.CurrentValue.ForecastHours);
        if (to > slot && from < slot + horizon)
        {
            yield return FeedPart.Forecast(slot, slot + horizon);
        }
    }

    public override async Task<CarbonSignal> FetchAsync(SignalBasis basis, FeedPart part, CancellationToken cancellationToken)
    {
        var region = await RegionOfAsync(basis.Zone, cancellationToken);
        var query = $"region={Uri.EscapeDataString(region)}&signal_type=co2_moer";
        using var document = part.Kind == FeedPartKind.Forecast
            ? await GetAsync(string.Create(CultureInfo.InvariantCulture, $"/v3/forecast?{query}&horizon_hours={options.CurrentValue.ForecastHours}"), cancellationToken)
            : await GetAsync($"/v3/historical?{query}&start={Stamp(part.From)}&end={Stamp(part.To)}", cancellationToken);
        return Read(basis, document.RootElement, part.Kind == FeedPartKind.Forecast ? SignalStatus.Forecast : SignalStatus.Measured);
    }

    private async Task<string> RegionOfAsync(ZoneId zone, CancellationToken cancellationToken)
    {
        if (_regions.TryGetValue(zone, out var known))
        {
            return known;
        }

        var place = GridZoneTable.Find(zone) ?? throw new UpstreamException(Name, UpstreamFault.BadPayload, $"the place of zone {zone} is not known");
        var path = string.Create(CultureInfo.InvariantCulture, $"/v3/region-from-loc?latitude={place.Latitude}&longitude={place.Longitude}&signal_type=co2_moer");
        using var document = await GetAsync(path, cancellationToken);
        var region = document.RootElement.Member("region").Text()
            ?? throw new UpstreamException(Name, UpstreamFault.BadPayload, $"it named no region for zone {zone}");
        return _regions[zone] = region;
    }

    private async Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken)
    {
        var token = await login.TokenAsync(rejected: null, cancellationToken);
        try
        {
            return await GetWithAsync(token, path, cancellationToken);
        }
        catch (UpstreamException exception) when (exception.StatusCode == HttpStatusCode.Unauthorized)
        {
            // The token ran out before its time, or the service was restarted: once more with a new one.
            return await GetWithAsync(await login.TokenAsync(token, cancellationToken), path, cancellationToken);
        }
    }

    private Task<JsonDocument> GetWithAsync(string token, string path, CancellationToken cancellationToken) =>
        client.GetJsonAsync(
            Name, options.CurrentValue.BaseAddress.Below(path), headers => headers.Authorization = new AuthenticationHeaderValue("Bearer", token), cancellationToken);

    private static string Stamp(DateTimeOffset time) => Uri.EscapeDataString(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'+00:00'", CultureInfo.InvariantCulture));

    private CarbonSignal Read(SignalBasis basis, JsonElement root, SignalStatus status)
    {
        var meta = root.Member("meta") ?? default;
        if (meta.Member("units").Text() is { } units && units != PoundsPerMegawattHour)
        {
            throw new UpstreamException(Name, UpstreamFault.BadPayload, $"its values are in '{units}', expected '{PoundsPerMegawattHour}'");
        }

        var points = new FeedPoints(Name, clock.GetUtcNow());
        if (meta.Member("generated_at").Instant() is { } generatedAt)
        {
            points.IssuedAt = generatedAt;
        }

        var length = meta.Member("data_point_period_seconds").Number() is >= 1 and <= 86_400 and var seconds ? TimeSpan.FromSeconds(seconds) : FiveMinutes;
        foreach (var item in root.Items(Name, "data"))
        {
            if (item.Member("point_time").Instant() is { } start)
            {
                var estimated = status == SignalStatus.Measured && item.Member("imputed_data_used") is { ValueKind: JsonValueKind.True };
                points.Add(start, length, GramsOf(item.Member("value").Number()), estimated ? SignalStatus.Estimated : status);
            }
        }

        return points.ToSignal(basis, length);
    }

    /// <summary>A marginal rate may be slightly negative where the model says so; no unit of ours holds that, so it counts as missing.</summary>
    private static double? GramsOf(double? pounds) =>
        pounds is >= 0 and < 1e6 ? CarbonIntensity.FromPoundsPerMegawattHour(pounds.Value).GramsPerKilowattHour : null;
}
