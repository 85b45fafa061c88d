using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Zones;

internal static class ZonesEndpoint
{
    private const int MostZones = 500;

    private static readonly ILookup<ZoneId, string> CloudRegions =
        CloudRegionTable.All.ToLookup(r => r.Zone, r => $"{WireNames.Of(r.Provider)}/{r.Code}");

    /// <summary>Grid zones ranked by intensity now, cleanest first, with the coming 24 hours.</summary>
    /// <param name="zones">Zones to rank, separated by commas; all that feed a cloud region or have stored history when left out.</param>
    /// <param name="at">The time that counts as now; the present when left out. A time without an offset is UTC.</param>
    /// <response code="200">The ranking; zones of which nothing is known come last.</response>
    /// <response code="400">A zone or time is malformed.</response>
    public static async Task<Results<Ok<ZonesResponse>, ProblemHttpResult>> GetAsync(
        string? zones, string? at, ISignalReader signals, IEnumerable<IStoredZones> stores, TimeProvider time, HttpResponse response,
        CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var now = SignalsEndpoint.ReadTime("at", at, time.GetUtcNow(), errors);
        var asked = Parse(zones, errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var listed = asked ?? await AllAsync(stores, cancellationToken);
        var firstHour = SignalWindow.FloorToHour(now);
        var readings = await signals.ReadManyAsync(
            [.. listed.Select(z => new SignalQuery(SignalBasis.AverageLifecycle(z), firstHour, firstHour.AddHours(25)))], cancellationToken);
        var items = readings.Zip(listed, (reading, zone) => Item(zone, reading.Signal, now, firstHour));
        response.Headers.CacheControl = "private, max-age=60";
        return TypedResults.Ok(new ZonesResponse
        {
            AsOf = now,
            Zones = [.. items.OrderBy(i => i.Intensity ?? double.PositiveInfinity).ThenBy(i => i.Zone, StringComparer.Ordinal)],
        });
    }

    private static ZoneId[]? Parse(string? zones, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(zones))
        {
            return null;
        }

        var parsed = new HashSet<ZoneId>();
        foreach (var text in zones.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!ZoneId.TryParse(text, out var zone))
            {
                errors.Add("zones", $"'{(text.Length <= 40 ? text : text[..40] + "…")}' is not a grid zone such as GB or US-MIDA-PJM.");
            }
            else if (parsed.Add(zone) && parsed.Count > MostZones)
            {
                errors.Add("zones", $"names more than {MostZones} zones; ask in several calls.");
                break;
            }
        }

        return [.. parsed];
    }

    private static async Task<ZoneId[]> AllAsync(IEnumerable<IStoredZones> stores, CancellationToken cancellationToken)
    {
        var all = CloudRegions.Select(g => g.Key).ToHashSet();
        foreach (var store in stores)
        {
            all.UnionWith(await store.ListAsync(cancellationToken));
        }

        return [.. all];
    }

    private static ZoneItem Item(ZoneId zone, CarbonSignal signal, DateTimeOffset now, DateTimeOffset firstHour)
    {
        var current = signal.SlotAt(now);
        return new ZoneItem
        {
            Zone = zone.Value,
            Name = GridZoneTable.Find(zone)?.Name ?? zone.Value,
            Intensity = current?.GramsPerKilowattHour,
            Status = current?.Provenance is { } origin ? WireNames.Of(origin.Status) : null,
            Source = current?.Provenance?.Source,
            IssuedAt = current?.Provenance?.IssuedAt,
            Next24H = Hours(signal, firstHour),
            IsEstimate = signal.Slice(firstHour, firstHour.AddHours(24)).Slots.Any(s => s.Provenance?.Status == SignalStatus.Estimated),
            CloudRegions = [.. CloudRegions[zone]],
        };
    }

    private static double?[] Hours(CarbonSignal signal, DateTimeOffset first)
    {
        var means = new double?[24];
        for (var i = 0; i < means.Length; i++)
        {
            means[i] = signal.Mean(first.AddHours(i), first.AddHours(i + 1))?.GramsPerKilowattHour;
        }

        return means;
    }
}
