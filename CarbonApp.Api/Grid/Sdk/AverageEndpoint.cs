using System.Globalization;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Sdk;

internal static class AverageEndpoint
{
    private const int MostItems = 500;

    /// <summary>Days of one call, over all its items.</summary>
    private const int MostDays = 4_000;
    private static readonly TimeSpan LongestRange = TimeSpan.FromDays(400);

    /// <summary>The mean observed intensity of a location over a time, such as that of a job that has run.</summary>
    /// <remarks>
    /// Over the part of the time that is known and past; where that is not all, the header Carbon-Known-Share tells the part, and
    /// Carbon-Estimated that of it which is estimated.
    /// </remarks>
    /// <param name="location">Cloud region of Azure, AWS or Google Cloud, or grid zone, in any case.</param>
    /// <param name="startTime">Inclusive. A time without an offset is UTC.</param>
    /// <param name="endTime">Exclusive; at most 400 days later.</param>
    /// <response code="200">The mean.</response>
    /// <response code="400">The location or a time is missing, malformed or not known: VALIDATION, UNKNOWN_LOCATION.</response>
    /// <response code="404">Nothing is known of the location in that time: NO_SIGNAL.</response>
    public static async Task<Results<Ok<CarbonIntensityDTO>, ProblemHttpResult>> GetAsync(
        string? location, string? startTime, string? endTime,
        SdkLocations locations, ObservedEmissions observed, TimeProvider clock, HttpResponse response, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var item = new CarbonIntensityBatchParametersDTO
        {
            Location = location,
            StartTime = SdkQuery.Time("startTime", startTime, errors),
            EndTime = SdkQuery.Time("endTime", endTime, errors),
        };
        Check("", item, errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var (answers, problem) = await AnswerAsync([item], _ => "location", locations, observed, clock, response, cancellationToken);
        return problem is not null ? problem : TypedResults.Ok(answers[0]);
    }

    /// <summary>The mean observed intensity of locations over several times.</summary>
    /// <param name="requests">At most 500 locations and times.</param>
    /// <response code="200">The means, in the order of the requests.</response>
    /// <response code="400">A location or time is missing, malformed or not known: VALIDATION, UNKNOWN_LOCATION.</response>
    /// <response code="404">Nothing is known of a location in its time: NO_SIGNAL.</response>
    public static async Task<Results<Ok<CarbonIntensityDTO[]>, ProblemHttpResult>> PostAsync(
        IReadOnlyList<CarbonIntensityBatchParametersDTO?> requests,
        SdkLocations locations, ObservedEmissions observed, TimeProvider clock, HttpResponse response, CancellationToken cancellationToken)
    {
        if (requests.Count > MostItems)
        {
            return DomainProblems.Invalid("requests", $"{requests.Count} items are given; at most {MostItems} are answered at once.");
        }

        var errors = new FieldErrors();
        for (var i = 0; i < requests.Count; i++)
        {
            Check($"[{i}].", requests[i], errors);
        }

        var days = requests.Sum(r => (r?.EndTime - r?.StartTime)?.TotalDays ?? 0);
        if (!errors.Any && days > MostDays)
        {
            errors.Add("requests", $"the items cover {days:0} days; at most {MostDays} are answered at once.");
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var (answers, problem) = await AnswerAsync([.. requests.Select(r => r!)], i => $"[{i}].location", locations, observed, clock, response, cancellationToken);
        return problem is not null ? problem : TypedResults.Ok(answers);
    }

    private static void Check(string at, CarbonIntensityBatchParametersDTO? item, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(item?.Location))
        {
            errors.Add($"{at}location", "location is not set.");
        }

        if (SdkQuery.IsSet($"{at}startTime", item?.StartTime, errors) & SdkQuery.IsSet($"{at}endTime", item?.EndTime, errors))
        {
            var length = item!.EndTime!.Value - item.StartTime!.Value;
            if (length <= TimeSpan.Zero)
            {
                errors.Add($"{at}startTime", "startTime must be before endTime.");
            }
            else if (length > LongestRange)
            {
                errors.Add($"{at}endTime", $"the time is {length.TotalDays:0.#} days long; ask for at most {LongestRange.TotalDays:0}.");
            }
        }
    }

    private static async Task<(CarbonIntensityDTO[] Answers, ProblemHttpResult? Problem)> AnswerAsync(
        CarbonIntensityBatchParametersDTO[] items, Func<int, string> fieldOf,
        SdkLocations locations, ObservedEmissions observed, TimeProvider clock, HttpResponse response, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ranges = new ObservedRange[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            var name = items[i].Location!.Trim();
            if (await locations.FindAsync(name, cancellationToken) is not { } place)
            {
                return ([], SdkQuery.UnknownLocation(fieldOf(i), name));
            }

            ranges[i] = new ObservedRange(place, items[i].StartTime!.Value, items[i].EndTime!.Value);
        }

        var signals = await observed.ReadAsync(ranges, now, cancellationToken);
        var answers = new CarbonIntensityDTO[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            var range = ranges[i];
            if (range.MeanOfKnown(signals[i], now) is not { } mean)
            {
                return ([], DomainProblems.NothingObserved(fieldOf(i), range.Place.Location, range.From, range.To));
            }

            answers[i] = new CarbonIntensityDTO { Location = range.Place.Location, StartTime = range.From, EndTime = range.To, CarbonIntensity = mean };
        }

        WriteShares(response, ranges, signals, now);
        return (answers, null);
    }

    private static void WriteShares(HttpResponse response, ObservedRange[] ranges, CarbonSignal[] signals, DateTimeOffset now)
    {
        var shares = ranges.Zip(signals, (range, signal) => (range.Place.Location, Known: range.KnownShare(signal, now), Estimated: range.EstimatedShare(signal, now))).ToArray();
        EstimatedHeader.Write(response, shares.GroupBy(s => s.Location).Select(g => (g.Key, g.Max(s => s.Estimated))));
        var leastKnown = shares.Select(s => s.Known).DefaultIfEmpty(1).Min();
        if (leastKnown < 1)
        {
            response.Headers["Carbon-Known-Share"] = Math.Round(leastKnown, 3).ToString(CultureInfo.InvariantCulture);
        }
    }
}
