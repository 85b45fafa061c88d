using System.Text.Json;
using CarbonApp.Api.Grid.Sources.Caching;
using CarbonApp.Api.Grid.Sources.Feeds;
using CarbonApp.Api.Grid.Sources.Http;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>Shares of renewable and fossil-free power now: from Electricity Maps with a key, else the zone's yearly mean.</summary>
internal sealed class PowerMixReader(
    UpstreamClient client, FeedCache cache, IOptionsMonitor<ElectricityMapsOptions> electricityMaps, IOptions<FeedCacheOptions> cacheOptions,
    IOptions<SourceOptions> options, TimeProvider clock) : IPowerMixReader
{
    /// <summary>The mix of a zone; null when nothing is known of it. Never throws for a failing source.</summary>
    public Task<PowerMix?> ReadAsync(ZoneId zone, CancellationToken cancellationToken) =>
        ReadAsync(zone, new Deadline(clock, options.Value.TimeBudget), cancellationToken);

    public async Task<IReadOnlyDictionary<ZoneId, PowerMix>> ReadAsync(IReadOnlyCollection<ZoneId> zones, CancellationToken cancellationToken)
    {
        var deadline = new Deadline(clock, options.Value.TimeBudget);
        var mixes = await Task.WhenAll(zones.Select(async zone => (zone, Mix: await ReadAsync(zone, deadline, cancellationToken))));
        return mixes.Where(m => m.Mix is not null).ToDictionary(m => m.zone, m => m.Mix!);
    }

    private async Task<PowerMix?> ReadAsync(ZoneId zone, Deadline deadline, CancellationToken cancellationToken)
    {
        if (options.Value.Offline || !electricityMaps.CurrentValue.IsConfigured)
        {
            return YearlyMean(zone);
        }

        var request = new FeedRequest<PowerMix>(
            SourceNames.ElectricityMaps, $"{SourceNames.ElectricityMaps}:{zone}:power-mix", TimeSpan.FromSeconds(cacheOptions.Value.LatestSeconds),
            PowerMixCodec.Instance, _ => 256, token => FetchAsync(zone, token));
        var answer = await cache.GetAsync(request, deadline, cancellationToken);
        return answer.Value ?? YearlyMean(zone);
    }

    private async Task<PowerMix> FetchAsync(ZoneId zone, CancellationToken cancellationToken)
    {
        using var document = await client.GetJsonAsync(
            SourceNames.ElectricityMaps,
            electricityMaps.CurrentValue.BaseAddress.Below($"/power-breakdown/latest?zone={Uri.EscapeDataString(zone.Value)}"),
            headers => headers.TryAddWithoutValidation("auth-token", electricityMaps.CurrentValue.ApiKey),
            cancellationToken);
        var root = document.RootElement;
        var (renewable, fossilFree) = (ShareOf(root, "renewablePercentage"), ShareOf(root, "fossilFreePercentage"));
        return renewable is null && fossilFree is null
            ? throw new UpstreamException(SourceNames.ElectricityMaps, UpstreamFault.BadPayload, $"its power breakdown of {zone} has no percentages")
            : new PowerMix(renewable, fossilFree, SourceNames.ElectricityMaps, root.Member("isEstimated") is { ValueKind: JsonValueKind.True }, root.Member("datetime").Instant());
    }

    private static double? ShareOf(JsonElement root, string name) => root.Member(name).Number() is >= 0 and <= 100 and var percent ? percent / 100 : null;

    private static PowerMix? YearlyMean(ZoneId zone) =>
        GridZoneTable.Find(zone) is { } known && (known.RenewableShare ?? known.FossilFreeShare) is not null
            ? new PowerMix(known.RenewableShare, known.FossilFreeShare, SourceNames.AnnualMean, IsEstimate: true, Hour: null)
            : null;

    private sealed class PowerMixCodec : IFeedCodec<PowerMix>
    {
        public static PowerMixCodec Instance { get; } = new();

        public byte[] Encode(PowerMix value) => JsonSerializer.SerializeToUtf8Bytes(value);

        public PowerMix Decode(ReadOnlySpan<byte> bytes)
        {
            try
            {
                return JsonSerializer.Deserialize<PowerMix>(bytes) ?? throw new FormatException("The entry is null.");
            }
            catch (JsonException exception)
            {
                throw new FormatException("The entry is not a power mix.", exception);
            }
        }
    }
}
