using System.Globalization;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CarbonApp.Api.Grid.Sdk;

internal static class ForecastsEndpoint
{
    private const int MostItems = 100;

    /// <summary>The current forecast of locations, averaged over windows of the length of the work, with the best windows.</summary>
    /// <remarks>
    /// Windows start at <c>dataStartAt</c> and every slot after, never in the past, and end by <c>dataEndAt</c>. Where nothing but a yearly
    /// mean is known, that is the forecast; the header Carbon-Estimated tells.
    /// </remarks>
    /// <param name="location">Cloud regions of Azure, AWS or Google Cloud, or grid zones, in any case; repeat the parameter for several.</param>
    /// <param name="dataStartAt">Start of the time to look at; the first slot that has not begun when left out. A time without an offset is UTC.</param>
    /// <param name="dataEndAt">End of it; that of the forecast, at most 72 hours on, when left out. Up to 96 hours ahead.</param>
    /// <param name="windowSize">Length of the work, minutes; one point of the forecast when left out.</param>
    /// <response code="200">One forecast per location.</response>
    /// <response code="400">A parameter is missing, malformed, or beyond what is known: VALIDATION, UNKNOWN_LOCATION.</response>
    /// <response code="404">Nothing is known of a location: NO_SIGNAL.</response>
    public static async Task<Results<ForecastsResult, ProblemHttpResult>> CurrentAsync(
        [FromQuery(Name = "location")] string[]? location, string? dataStartAt, string? dataEndAt, string? windowSize,
        SdkLocations locations, SdkForecasts forecasts, TimeProvider clock, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var start = SdkQuery.Time("dataStartAt", dataStartAt, errors);
        var end = SdkQuery.Time("dataEndAt", dataEndAt, errors);
        var window = Window(windowSize, errors);
        CheckOrder("", start, end, errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var (places, problem) = await SdkQuery.PlacesAsync(location, locations, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var requestedAt = clock.GetUtcNow();
        (var bodies, problem) = await forecasts.CurrentAsync(Array.ConvertAll(places, p => new ForecastQuestion(p, start, end, window)), _ => "", cancellationToken);
        return problem is not null
            ? problem
            : new ForecastsResult([.. bodies.Zip(places, (body, place) => (body, place.Location, requestedAt))]);
    }

    /// <summary>Forecasts as they would have been made at past times, each averaged over windows, with the best windows.</summary>
    /// <remarks>
    /// Of the running hour it is the current forecast; before, the product's own model is applied to what had been measured by then, so that
    /// nothing later is known to it.
    /// </remarks>
    /// <param name="requests">At most 100 locations and times.</param>
    /// <response code="200">The forecasts, in the order of the requests.</response>
    /// <response code="400">A member is missing, malformed, or beyond what is known: VALIDATION, UNKNOWN_LOCATION.</response>
    /// <response code="404">Too little was measured before that time, or nothing is known of a location: NO_FORECAST, NO_SIGNAL.</response>
    public static async Task<Results<ForecastsResult, ProblemHttpResult>> BatchAsync(
        IReadOnlyList<EmissionsForecastBatchParametersDTO?> requests,
        SdkLocations locations, SdkForecasts forecasts, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (requests.Count > MostItems)
        {
            return DomainProblems.Invalid("requests", $"{requests.Count} items are given; at most {MostItems} are answered at once.");
        }

        var errors = new FieldErrors();
        for (var i = 0; i < requests.Count; i++)
        {
            Check($"[{i}].", requests[i], clock.GetUtcNow(), errors);
        }

        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var answers = new List<(ForecastBody, string, DateTimeOffset)>(requests.Count);
        for (var i = 0; i < requests.Count; i++)
        {
            var (item, at) = (requests[i]!, $"[{i}].");
            if (await locations.FindAsync(item.Location!.Trim(), cancellationToken) is not { } place)
            {
                return SdkQuery.UnknownLocation($"{at}location", item.Location);
            }

            var question = new ForecastQuestion(place, item.DataStartAt, item.DataEndAt, item.WindowSize ?? 0);
            var (body, problem) = await AnswerAsync(question, item.RequestedAt!.Value, at, forecasts, clock, cancellationToken);
            if (body is null)
            {
                return problem!;
            }

            answers.Add((body, question.Place.Location, item.RequestedAt.Value));
        }

        return new ForecastsResult(answers);
    }

    private static async Task<(ForecastBody? Body, ProblemHttpResult? Problem)> AnswerAsync(
        ForecastQuestion question, DateTimeOffset requestedAt, string at, SdkForecasts forecasts, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (requestedAt < SignalWindow.FloorToHour(clock.GetUtcNow()))
        {
            return await forecasts.PastAsync(question, requestedAt, at, cancellationToken);
        }

        var (bodies, problem) = await forecasts.CurrentAsync([question], _ => at, cancellationToken);
        return (problem is null ? bodies[0] : null, problem);
    }

    private static void Check(string at, EmissionsForecastBatchParametersDTO? item, DateTimeOffset now, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(item?.Location))
        {
            errors.Add($"{at}location", "location is not set.");
        }

        if (SdkQuery.IsSet($"{at}requestedAt", item?.RequestedAt, errors) && item!.RequestedAt > now)
        {
            errors.Add($"{at}requestedAt", $"{item.RequestedAt:yyyy-MM-dd'T'HH:mm:ss'Z'} is later than now.");
        }

        if (item?.WindowSize is < 0)
        {
            errors.Add($"{at}windowSize", $"{item.WindowSize} is not a length: expected a whole number of minutes, 0 or more.");
        }

        CheckOrder(at, item?.DataStartAt, item?.DataEndAt, errors);
    }

    private static void CheckOrder(string at, DateTimeOffset? start, DateTimeOffset? end, FieldErrors errors)
    {
        if (end <= start)
        {
            errors.Add($"{at}dataStartAt", "dataStartAt must be earlier than dataEndAt.");
        }
    }

    private static int Window(string? text, FieldErrors errors)
    {
        var minutes = 0;
        if (!string.IsNullOrEmpty(text) && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out minutes))
        {
            errors.Add("windowSize", $"'{(text.Length <= 40 ? text : text[..40] + "…")}' is not a length: expected a whole number of minutes, 0 or more.");
        }

        return minutes;
    }
}
