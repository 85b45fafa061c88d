using System.Text.Json;
using CarbonApp.Api.Grid.Sources.Http;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Sources.Feeds;

/// <summary>European countries from Fraunhofer ISE's Energy-Charts: quarter hours, no key, life-cycle factors.</summary>
internal sealed class EnergyChartsFeed(UpstreamClient client, IOptions<EnergyChartsOptions> options, TimeProvider clock) : Feed
{
    private static readonly TimeSpan QuarterHour = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Page = TimeSpan.FromDays(7);

    private readonly HashSet<string> _countries =
        [.. options.Value.Countries.ToUpperInvariant().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    public override string Name => SourceNames.EnergyCharts;

    public override SignalBasis? BasisFor(SignalBasis basis) =>
        options.Value.Enabled && basis is { Kind: SignalKind.Average, Factor: EmissionFactor.Lifecycle } && _countries.Contains(basis.Zone.Value)
            ? basis
            : null;

    public override IEnumerable<FeedPart> PartsOf(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        var slot = FeedPart.FloorTo(now, QuarterHour);
        if (from < slot)
        {
            foreach (var page in FeedPart.HistoryPages(from, to, slot, Page))
            {
                yield return page;
            }
        }

        // One answer holds the country's day: measured up to now, forecast for what is left of it.
        if (to > slot && from < slot + TimeSpan.FromDays(2))
        {
            yield return FeedPart.Latest(slot);
        }
    }

    public override async Task<CarbonSignal> FetchAsync(SignalBasis basis, FeedPart part, CancellationToken cancellationToken)
    {
        var range = part.Kind == FeedPartKind.History ? $"&start={FeedJson.Minute(part.From)}&end={FeedJson.Minute(part.To)}" : "";
        var path = $"/co2eq?country={basis.Zone.Value.ToLowerInvariant()}{range}";
        using var document = await client.GetJsonAsync(Name, options.Value.BaseAddress.Below(path), headers: null, cancellationToken);
        return Read(basis, document.RootElement);
    }

    private CarbonSignal Read(SignalBasis basis, JsonElement root)
    {
        var points = new FeedPoints(Name, clock.GetUtcNow());
        var measured = Values(root.Member("co2eq"));
        var forecast = Values(root.Member("co2eq_forecast"));
        if (measured.Length == 0 && forecast.Length == 0 && root.Items(Name, "unix_seconds").Any())
        {
            throw new UpstreamException(Name, UpstreamFault.BadPayload, "its answer has times but neither 'co2eq' nor 'co2eq_forecast'");
        }

        var index = 0;
        foreach (var time in root.Items(Name, "unix_seconds"))
        {
            if (((JsonElement?)time).Number() is >= 0 and < 32_503_680_000 and var seconds)
            {
                var actual = At(measured, index);
                points.Add(DateTimeOffset.FromUnixTimeSeconds((long)seconds), length: null, actual ?? At(forecast, index),
                    actual is null ? SignalStatus.Forecast : SignalStatus.Measured);
            }

            index++;
        }

        return points.ToSignal(basis, QuarterHour);
    }

    private static double?[] Values(JsonElement? array) =>
        array is { ValueKind: JsonValueKind.Array } items ? [.. items.EnumerateArray().Select(e => ((JsonElement?)e).Number())] : [];

    private static double? At(double?[] values, int index) => index < values.Length ? values[index] : null;
}
