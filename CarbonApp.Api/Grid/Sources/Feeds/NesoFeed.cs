using System.Text.Json;
using CarbonApp.Api.Grid.Sources.Http;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Sources.Feeds;

/// <summary>Great Britain from the National Energy System Operator: half hours, no key, direct combustion factors.</summary>
internal sealed class NesoFeed(UpstreamClient client, IOptions<NesoOptions> options, TimeProvider clock) : Feed
{
    private static readonly ZoneId GreatBritain = ZoneId.Parse("GB");
    private static readonly TimeSpan HalfHour = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Horizon = TimeSpan.FromHours(48);
    private static readonly TimeSpan Page = TimeSpan.FromDays(7);

    // The first full day the feed has.
    private static readonly DateTimeOffset Beginning = new(2017, 9, 26, 0, 0, 0, TimeSpan.Zero);

    public override string Name => SourceNames.Neso;

    public override SignalBasis? BasisFor(SignalBasis basis)
    {
        var offered = basis.Factor == EmissionFactor.Direct || options.Value.StandInForLifecycle;
        return options.Value.Enabled && basis.Zone == GreatBritain && basis.Kind == SignalKind.Average && offered
            ? basis with { Factor = EmissionFactor.Direct }
            : null;
    }

    public override IEnumerable<FeedPart> PartsOf(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        var slot = FeedPart.FloorTo(now, HalfHour);
        if (from < slot && to > Beginning)
        {
            foreach (var page in FeedPart.HistoryPages(from > Beginning ? from : Beginning, to, slot, Page))
            {
                yield return page;
            }
        }

        if (from < slot + HalfHour && to > slot)
        {
            yield return FeedPart.Latest(slot);
        }

        if (to > slot + HalfHour && from < slot + Horizon)
        {
            yield return FeedPart.Forecast(slot, slot + Horizon);
        }
    }

    public override async Task<CarbonSignal> FetchAsync(SignalBasis basis, FeedPart part, CancellationToken cancellationToken)
    {
        var path = part.Kind switch
        {
            FeedPartKind.Latest => "/intensity",
            FeedPartKind.Forecast => $"/intensity/{FeedJson.Minute(part.From)}/fw48h",
            _ => $"/intensity/{FeedJson.Minute(part.From)}/{FeedJson.Minute(part.To)}",
        };
        using var document = await client.GetJsonAsync(Name, options.Value.BaseAddress.Below(path), headers: null, cancellationToken);
        return Read(basis, document.RootElement);
    }

    private CarbonSignal Read(SignalBasis basis, JsonElement root)
    {
        var points = new FeedPoints(Name, clock.GetUtcNow());
        foreach (var item in root.Items(Name, "data"))
        {
            if (item.Member("from").Instant() is { } from && item.Member("intensity") is { } intensity)
            {
                var actual = intensity.Member("actual").Number();
                var length = item.Member("to").Instant() - from;
                points.Add(from, length > TimeSpan.Zero ? length : HalfHour, actual ?? intensity.Member("forecast").Number(),
                    actual is null ? SignalStatus.Forecast : SignalStatus.Measured);
            }
        }

        return points.ToSignal(basis, HalfHour);
    }
}
