namespace CarbonApp.Api.Grid.Forecasts;

/// <summary>A zone's intensity hour by hour as the product itself expects it, with its uncertainty and its record. Answer of <c>GET /api/v2/forecast/{zone}</c>.</summary>
internal sealed record ForecastResponse
{
    /// <summary>Grid zone.</summary>
    public required string Zone { get; init; }

    /// <summary>Place the zone covers, in English; the key itself where no name is known.</summary>
    public required string ZoneName { get; init; }

    /// <summary><c>average</c> or <c>marginal</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>lifecycle</c> or <c>direct</c>.</summary>
    public required string Factor { get; init; }

    /// <summary>Always <c>gCO2eq/kWh</c>.</summary>
    public string Unit { get; init; } = "gCO2eq/kWh";

    /// <summary>Nothing measured for a later hour is in the forecast, UTC.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>How it was made.</summary>
    public required ForecastMethodItem Method { get; init; }

    /// <summary>Probabilities, as asked for; the quantiles of each hour come in the same order.</summary>
    public required IReadOnlyList<double> Quantiles { get; init; }

    /// <summary>From the full hour of the issue, adjoining.</summary>
    public required IReadOnlyList<ForecastHour> Hours { get; init; }

    /// <summary>How well the same method did over the 30 days before; null where no day of them could be judged.</summary>
    public required ForecastSkillItem? Skill { get; init; }

    /// <summary>The same figures for the forecasts that were really issued at this hour of the day over the 30 days before, from the record; null where none was or none can be judged yet.</summary>
    public ForecastSkillItem? Record { get; init; }

    /// <summary><c>MEAN_DAY</c>: too little history for a regression, so the mean day of the last week stands in. <c>NO_BAND</c>: too few past days to say how sure it is. <c>STALE_HISTORY</c>: the last measured hour is more than 3 h before the issue.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>How a forecast was made.</summary>
internal sealed record ForecastMethodItem
{
    /// <summary><c>ridge</c>, or <c>mean-day</c> of the week before where less than 60 days are known.</summary>
    public required string Name { get; init; }

    /// <summary>λ of the ridge regression; null without one.</summary>
    public required double? Penalty { get; init; }

    /// <summary>Past days the regression was fitted to.</summary>
    public required int Days { get; init; }

    /// <summary>Beginning of the history used, UTC.</summary>
    public required DateTimeOffset TrainedFrom { get; init; }

    /// <summary>End of the history used, UTC, exclusive.</summary>
    public required DateTimeOffset TrainedTo { get; init; }

    /// <summary>Equally likely courses from which the quantiles are taken; 0 where the uncertainty is not known.</summary>
    public required int Scenarios { get; init; }
}

/// <summary>One hour of a forecast.</summary>
internal sealed record ForecastHour
{
    /// <summary>Inclusive, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Exclusive, UTC.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Expected, gCO2eq/kWh.</summary>
    public required double Intensity { get; init; }

    /// <summary>gCO2eq/kWh not exceeded with each of the asked probabilities; null where the uncertainty is not known.</summary>
    public required IReadOnlyList<double>? Quantiles { get; init; }
}

/// <summary>What forecasts of the coming 24 hours, issued once a day at this hour, were worth. Measured, not promised.</summary>
internal sealed record ForecastSkillItem
{
    /// <summary>First issue, UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the last day judged at most, UTC.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Days judged: those measured throughout.</summary>
    public required int Days { get; init; }

    /// <summary>This forecast.</summary>
    public required ForecastErrorItem Own { get; init; }

    /// <summary>Each hour as 24 hours before.</summary>
    public required ForecastErrorItem Persistence { get; init; }

    /// <summary>Each hour as the mean of that hour over the 7 days before.</summary>
    public required ForecastErrorItem MeanDay { get; init; }

    /// <summary>Part of the hours inside the band from the 10th to the 90th percentile, %; 80 is wanted; null where no day had a band.</summary>
    public required double? CoveragePercent { get; init; }
}

/// <summary>How far one forecast was off.</summary>
internal sealed record ForecastErrorItem
{
    /// <summary>Mean of |forecast − measured| / measured, % ; null where nothing measured reached 1 gCO2eq/kWh.</summary>
    public required double? MeanAbsolutePercent { get; init; }

    /// <summary>Mean of |forecast − measured|, gCO2eq/kWh.</summary>
    public required double MeanAbsolute { get; init; }

    /// <summary>Of what perfect foresight saves on a 4-hour job within the day against a random start, the part this forecast keeps, %; null where there was nothing to save.</summary>
    public required double? KeptSavingPercent { get; init; }
}
