using System.Globalization;
using System.Text.Json;
using CarbonApp.Api.Grid.Sources.Http;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Sources.Feeds;

/// <summary>Electricity Maps v3: hours, with a key, life-cycle or direct factors, any zone the key is good for.</summary>
internal sealed class ElectricityMapsFeed(UpstreamClient client, IOptionsMonitor<ElectricityMapsOptions> options, TimeProvider clock) : Feed
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan RecentDay = TimeSpan.FromHours(24);

    // past-range gives at most ten days of hours.
    private static readonly TimeSpan Page = TimeSpan.FromDays(7);

    public override string Name => SourceNames.ElectricityMaps;

    public override SignalBasis? BasisFor(SignalBasis basis) =>
        options.CurrentValue.IsConfigured && basis.Kind == SignalKind.Average ? basis : null;

    public override IEnumerable<FeedPart> PartsOf(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        var hour = FeedPart.FloorTo(now, Hour);
        var recent = hour - RecentDay + Hour;
        if (from < recent)
        {
            foreach (var page in FeedPart.HistoryPages(from, to < recent ? to : recent, hour, Page))
            {
                yield return page;
            }
        }

        if (from < hour && to > recent)
        {
            yield return new FeedPart(FeedPartKind.History, "recent", recent, now, Settled: false);
        }

        if (from < hour + Hour && to > hour)
        {
            yield return FeedPart.Latest(hour);
        }

        if (to > hour + Hour && from < hour + TimeSpan.FromHours(options.CurrentValue.ForecastHours ?? 24))
        {
            yield return FeedPart.Forecast(hour, hour + TimeSpan.FromHours(options.CurrentValue.ForecastHours ?? 24));
        }
    }

    public override async Task<CarbonSignal> FetchAsync(SignalBasis basis, FeedPart part, CancellationToken cancellationToken)
    {
        var zone = $"zone={Uri.EscapeDataString(basis.Zone.Value)}&emissionFactorType={basis.Factor.ToString().ToLowerInvariant()}";
        var path = part switch
        {
            { Kind: FeedPartKind.Latest } => $"/carbon-intensity/latest?{zone}",
            { Kind: FeedPartKind.Forecast } => $"/carbon-intensity/forecast?{zone}{HorizonOf(options.CurrentValue)}",
            { Key: "recent" } => $"/carbon-intensity/history?{zone}",
            _ => $"/carbon-intensity/past-range?{zone}&start={Stamp(part.From)}&end={Stamp(part.To)}",
        };
        using var document = await client.GetJsonAsync(
            Name, options.CurrentValue.BaseAddress.Below(path), headers => headers.TryAddWithoutValidation("auth-token", options.CurrentValue.ApiKey), cancellationToken);
        return Read(basis, part, document.RootElement);
    }

    private static string HorizonOf(ElectricityMapsOptions options) =>
        options.ForecastHours is { } hours ? string.Create(CultureInfo.InvariantCulture, $"&horizonHours={hours}") : "";

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private CarbonSignal Read(SignalBasis basis, FeedPart part, JsonElement root)
    {
        var points = new FeedPoints(Name, clock.GetUtcNow());
        if (root.Member("updatedAt").Instant() is { } updatedAt)
        {
            points.IssuedAt = updatedAt;
        }

        if (part.Kind == FeedPartKind.Latest)
        {
            Add(points, root, SignalStatus.Measured);
            return points.Any ? points.ToSignal(basis, Hour) : throw new UpstreamException(Name, UpstreamFault.BadPayload, "its answer has no 'datetime'");
        }

        var name = part.Kind == FeedPartKind.Forecast ? "forecast" : root.Member("history") is null ? "data" : "history";
        foreach (var item in root.Items(Name, name))
        {
            Add(points, item, part.Kind == FeedPartKind.Forecast ? SignalStatus.Forecast : SignalStatus.Measured);
        }

        return points.ToSignal(basis, Hour);
    }

    private static void Add(FeedPoints points, JsonElement item, SignalStatus status)
    {
        if (item.Member("datetime").Instant() is { } start)
        {
            var estimated = status == SignalStatus.Measured && item.Member("isEstimated") is { ValueKind: JsonValueKind.True };
            points.Add(start, length: null, item.Member("carbonIntensity").Number(), estimated ? SignalStatus.Estimated : status);
        }
    }
}
