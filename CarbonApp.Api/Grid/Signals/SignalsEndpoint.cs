using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Json;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Signals;

internal static class SignalsEndpoint
{
    private static readonly TimeSpan LongestRange = TimeSpan.FromDays(400);
    private static readonly TimeSpan DefaultReach = TimeSpan.FromHours(24);

    /// <summary>What is known of a zone's intensity over a range of time.</summary>
    /// <param name="zone">Electricity grid zone, such as GB or US-MIDA-PJM.</param>
    /// <param name="from">Inclusive; 24 hours before this full hour when left out. A time without an offset is UTC.</param>
    /// <param name="to">Exclusive; 24 hours after this full hour when left out; at most 400 days after <c>from</c>.</param>
    /// <param name="kind"><c>average</c> (the default) or <c>marginal</c>.</param>
    /// <param name="factor"><c>lifecycle</c> (the default) or <c>direct</c>.</param>
    /// <response code="200">The slots, gaps as null.</response>
    /// <response code="400">The range is malformed, reversed or too long.</response>
    /// <response code="404">The zone is not known, or nothing is known of it in that range: UNKNOWN_ZONE, NO_SIGNAL.</response>
    public static async Task<Results<Ok<SignalResponse>, ProblemHttpResult>> GetAsync(
        string zone, string? from, string? to, string? kind, string? factor,
        ISignalReader signals, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var now = time.GetUtcNow();
        var hour = SignalWindow.FloorToHour(now);
        var start = ReadTime("from", from, hour - DefaultReach, errors);
        var end = ReadTime("to", to, hour + DefaultReach, errors);
        var kindName = errors.OneOf("kind", kind, "average", "marginal");
        var factorName = errors.OneOf("factor", factor, "lifecycle", "direct");
        CheckRange(start, end, errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (!ZoneId.TryParse(zone, out var zoneId))
        {
            return DomainProblems.UnknownZone(zone, GridZoneTable.Nearest(zone, 3), 404);
        }

        var basis = new SignalBasis(zoneId, WireNames.Kind(kindName)!.Value, WireNames.Factor(factorName)!.Value);
        var reading = await signals.ReadAsync(SignalWindow.Around(basis, start, end), cancellationToken);
        var signal = reading.Signal.Slice(start, end);
        if (signal.Count == 0)
        {
            return DomainProblems.NothingKnown(basis, start, end, reading.Attempts, 404);
        }

        response.Headers.CacheControl = "private, max-age=60";
        return TypedResults.Ok(new SignalResponse
        {
            Zone = zoneId.Value,
            ZoneName = GridZoneTable.Find(zoneId)?.Name ?? zoneId.Value,
            Kind = kindName,
            Factor = factorName,
            From = start,
            To = end,
            Slots = SignalWire.Slots(signal),
            Provenance = SignalWire.Provenance(signal, start, end, now),
        });
    }

    internal static DateTimeOffset ReadTime(string field, string? text, DateTimeOffset otherwise, FieldErrors errors)
    {
        if (string.IsNullOrEmpty(text))
        {
            return otherwise;
        }

        if (!UtcTime.TryParse(text, out var time))
        {
            errors.Add(field, $"'{(text.Length <= 40 ? text : text[..40] + "…")}' is not {UtcTime.Expected}.");
        }

        return time;
    }

    private static void CheckRange(DateTimeOffset start, DateTimeOffset end, FieldErrors errors)
    {
        if (!errors.Any && end <= start)
        {
            errors.Add("to", $"{end:yyyy-MM-dd'T'HH:mm:ss'Z'} is not after from, {start:yyyy-MM-dd'T'HH:mm:ss'Z'}.");
        }

        if (!errors.Any && end - start > LongestRange)
        {
            errors.Add("to", $"the range is {(end - start).TotalDays:0.#} days long; ask for at most {LongestRange.TotalDays:0} at once.");
        }
    }
}
