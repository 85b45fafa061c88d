using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CarbonApp.Api.Grid.Sdk;

internal static class EmissionsEndpoint
{
    /// <summary>Days of one call, over all its locations: some 20 MB of JSON at five-minute slots.</summary>
    private const int MostDays = 800;

    /// <summary>The observed intensity of locations over a time.</summary>
    /// <remarks>Only slots that have begun; a running one may be an estimate, which the header Carbon-Estimated tells.</remarks>
    /// <param name="location">Cloud regions of Azure, AWS or Google Cloud, or grid zones, in any case; repeat the parameter for several.</param>
    /// <param name="time">Inclusive; the present when left out. A time without an offset is UTC.</param>
    /// <param name="toTime">Exclusive; the same instant as <c>time</c> when left out, which gives the slot that holds it.</param>
    /// <response code="200">The slots, by location, then time.</response>
    /// <response code="204">Nothing is known of any of them.</response>
    /// <response code="400">A location or time is missing, malformed or not known: VALIDATION, UNKNOWN_LOCATION.</response>
    public static async Task<Results<Ok<EmissionsData[]>, NoContent, ProblemHttpResult>> ByLocationsAsync(
        [FromQuery(Name = "location")] string[]? location, string? time, string? toTime,
        SdkLocations locations, ObservedEmissions observed, TimeProvider clock, HttpResponse response, CancellationToken cancellationToken)
    {
        var (data, problem) = await ReadAsync(location, time, toTime, locations, observed, clock, response, cancellationToken);
        return problem is not null ? problem : data.Length == 0 ? TypedResults.NoContent() : TypedResults.Ok(data);
    }

    /// <summary>The lowest observed intensity of several locations over a time.</summary>
    /// <param name="location">Cloud regions of Azure, AWS or Google Cloud, or grid zones, in any case; repeat the parameter for several.</param>
    /// <param name="time">Inclusive; the present when left out. A time without an offset is UTC.</param>
    /// <param name="toTime">Exclusive; the same instant as <c>time</c> when left out, which gives the slot that holds it.</param>
    /// <response code="200">The slots with the lowest intensity: several when they are equal.</response>
    /// <response code="204">Nothing is known of any of them.</response>
    /// <response code="400">A location or time is missing, malformed or not known: VALIDATION, UNKNOWN_LOCATION.</response>
    public static async Task<Results<Ok<EmissionsData[]>, NoContent, ProblemHttpResult>> BestAsync(
        [FromQuery(Name = "location")] string[]? location, string? time, string? toTime,
        SdkLocations locations, ObservedEmissions observed, TimeProvider clock, HttpResponse response, CancellationToken cancellationToken)
    {
        var (data, problem) = await ReadAsync(location, time, toTime, locations, observed, clock, response, cancellationToken);
        if (problem is not null || data.Length == 0)
        {
            return problem is not null ? problem : TypedResults.NoContent();
        }

        var lowest = data.Min(d => d.Rating);
        return TypedResults.Ok(Array.FindAll(data, d => d.Rating == lowest));
    }

    /// <summary>The observed intensity of one location over a time.</summary>
    /// <param name="location">Cloud region of Azure, AWS or Google Cloud, or grid zone, in any case.</param>
    /// <param name="time">Inclusive; the present when left out. A time without an offset is UTC.</param>
    /// <param name="toTime">Exclusive; the same instant as <c>time</c> when left out, which gives the slot that holds it.</param>
    /// <response code="200">The slots in time order.</response>
    /// <response code="204">Nothing is known of it.</response>
    /// <response code="400">The location or a time is missing, malformed or not known: VALIDATION, UNKNOWN_LOCATION.</response>
    public static Task<Results<Ok<EmissionsData[]>, NoContent, ProblemHttpResult>> ByLocationAsync(
        string? location, string? time, string? toTime,
        SdkLocations locations, ObservedEmissions observed, TimeProvider clock, HttpResponse response, CancellationToken cancellationToken) =>
        ByLocationsAsync(location is null ? null : [location], time, toTime, locations, observed, clock, response, cancellationToken);

    private static async Task<(EmissionsData[] Data, ProblemHttpResult? Problem)> ReadAsync(
        string[]? names, string? time, string? toTime,
        SdkLocations locations, ObservedEmissions observed, TimeProvider clock, HttpResponse response, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var errors = new FieldErrors();
        var (from, to) = Range(time, toTime, now, errors);
        if (errors.Any)
        {
            return ([], errors.ToProblem());
        }

        var (places, problem) = await SdkQuery.PlacesAsync(names, locations, cancellationToken);
        if (problem is null && (to - from).TotalDays * places.Length > MostDays)
        {
            errors.Add("toTime", $"{places.Length} location(s) over {(to - from).TotalDays:0.#} days are too much for one call; ask for at most {MostDays} days over all locations.");
            problem = errors.ToProblem();
        }

        if (problem is not null)
        {
            return ([], problem);
        }

        var ranges = Array.ConvertAll(places, p => new ObservedRange(p, from, to));
        var signals = await observed.ReadAsync(ranges, now, cancellationToken);
        var slots = ranges.Zip(signals, (range, signal) => range.SlotsOf(signal, now).Select(slot => (range.Place.Location, Slot: slot))).SelectMany(s => s).ToArray();
        EstimatedHeader.Write(response, slots.GroupBy(s => s.Location).Select(g => (g.Key, g.Average(s => s.Slot.Provenance?.Status == SignalStatus.Measured ? 0.0 : 1.0))));
        return (Array.ConvertAll(slots, s => Item(s.Location, s.Slot)), null);
    }

    private static (DateTimeOffset From, DateTimeOffset To) Range(string? time, string? toTime, DateTimeOffset now, FieldErrors errors)
    {
        var from = SdkQuery.Time("time", time, errors);
        var to = SdkQuery.Time("toTime", toTime, errors);
        if (!errors.Any && from is null && to is not null)
        {
            errors.Add("time", "time must be defined if toTime is defined.");
        }

        if (!errors.Any && to <= from)
        {
            errors.Add("time", "time must be before toTime.");
        }

        return (from ?? now, to ?? from ?? now);
    }

    private static EmissionsData Item(string location, SignalSlot slot) => new()
    {
        Location = location,
        Time = slot.Start,
        Rating = slot.GramsPerKilowattHour,
        Duration = slot.End - slot.Start,
    };
}
