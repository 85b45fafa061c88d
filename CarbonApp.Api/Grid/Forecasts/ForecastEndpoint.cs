using System.Globalization;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Json;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Forecasts;

internal static class ForecastEndpoint
{
    private const int MostQuantiles = 19;
    private static readonly double[] DefaultQuantiles = [0.1, 0.5, 0.9];

    /// <summary>The product's own forecast of a zone for the coming hours, with quantiles and its measured skill.</summary>
    /// <param name="zone">Electricity grid zone, such as GB or US-MIDA-PJM.</param>
    /// <param name="quantiles">Probabilities between 0 and 1, separated by commas, at most 19; 0.1,0.5,0.9 when left out.</param>
    /// <param name="hours">Hours to give, 1 to 96; 96 when left out.</param>
    /// <param name="at">When the forecast is made, as if nothing later were known; the present when left out. Counts from its full hour. A time without an offset is UTC.</param>
    /// <param name="kind"><c>average</c> (the default) or <c>marginal</c>.</param>
    /// <param name="factor"><c>lifecycle</c> (the default) or <c>direct</c>.</param>
    /// <response code="200">The forecast.</response>
    /// <response code="400">A quantile, number or time is malformed or out of range.</response>
    /// <response code="404">The zone is not known, or too little of it was measured before: UNKNOWN_ZONE, NO_FORECAST.</response>
    public static async Task<Results<Ok<ForecastResponse>, ProblemHttpResult>> GetAsync(
        string zone, string? quantiles, string? hours, string? at, string? kind, string? factor,
        OwnForecasts forecasts, ForecastStore record, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var levels = Levels(quantiles, errors);
        var count = Hours(hours, errors);
        var issuedAt = SignalsEndpoint.ReadTime("at", at, time.GetUtcNow(), errors);
        var kindName = errors.OneOf("kind", kind, "average", "marginal");
        var factorName = errors.OneOf("factor", factor, "lifecycle", "direct");
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        if (!ZoneId.TryParse(zone, out var zoneId))
        {
            return DomainProblems.UnknownZone(zone, GridZoneTable.Nearest(zone, 3), 404);
        }

        var basis = new SignalBasis(zoneId, WireNames.Kind(kindName)!.Value, WireNames.Factor(factorName)!.Value);
        var own = await forecasts.IssueAsync(basis, issuedAt, cancellationToken);
        switch (own.Outcome)
        {
            case ForecastOutcome.Issued { Forecast: var forecast }:
                response.Headers.CacheControl = "private, max-age=60";
                return TypedResults.Ok(ForecastAnswer.Of(forecast, own, await RecordAsync(own, basis, record, cancellationToken), levels, count));
            case ForecastOutcome.WeekBeforeTooThin thin:
                return DomainProblems.NoForecast(
                    $"Of the 7 days before {Text(issuedAt)} only {thin.Known.TotalHours:0} hours of {basis} were measured, the last until {Text(thin.LastKnown)}; three quarters of them are needed. Import what is missing with `carbon import`, or ask with at={Text(thin.LastKnown)}.");
            case ForecastOutcome.TooLittleHistory when own.Measured.Count == 0 && GridZoneTable.Find(zoneId) is null:
                return DomainProblems.UnknownZone(zone, GridZoneTable.Nearest(zone, 3), 404);
            case ForecastOutcome.TooLittleHistory little:
                return DomainProblems.NoForecast(
                    $"Before {Text(issuedAt)} {little.Known.TotalDays:0.#} days of {basis} were measured; a forecast needs {RidgeForecaster.LeastForForecast.TotalDays:0} days or more. Import history with `carbon import`, or set a key for a source that covers the zone.");
            default:
                throw new InvalidOperationException($"Unknown outcome {own.Outcome.GetType().Name}.");
        }
    }

    /// <summary>What was issued at this hour of the day, judged by what was measured before the present issue.</summary>
    private static async Task<ForecastSkill> RecordAsync(OwnForecast own, SignalBasis basis, ForecastStore record, CancellationToken cancellationToken)
    {
        var days = Enumerable.Range(1, OwnForecasts.SkillDays).Select(day => own.Hour.AddDays(-day)).ToArray();
        return ForecastSkill.OfIssued(own.Measured, await record.ListAsync(basis, days, cancellationToken));
    }

    private static double[] Levels(string? text, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return DefaultQuantiles;
        }

        var parts = text.Split(',', MostQuantiles + 1, StringSplitOptions.TrimEntries);
        if (parts.Length > MostQuantiles)
        {
            errors.Add("quantiles", $"names more than {MostQuantiles} probabilities; ask in several calls.");
            return DefaultQuantiles;
        }

        var levels = new double[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out levels[i]) || !(levels[i] is > 0 and < 1))
            {
                errors.Add("quantiles", $"'{Shortened(parts[i])}' is not a probability between 0 and 1, such as 0.9.");
            }
        }

        return levels;
    }

    private static int Hours(string? text, FieldErrors errors)
    {
        var hours = RidgeForecaster.DefaultHorizonHours;
        if (!string.IsNullOrEmpty(text)
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out hours) && hours is >= 1 and <= RidgeForecaster.DefaultHorizonHours))
        {
            errors.Add("hours", $"'{Shortened(text)}' is not a whole number from 1 to {RidgeForecaster.DefaultHorizonHours}.");
        }

        return hours;
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
