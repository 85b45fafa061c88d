namespace CarbonApp.Web.Wording;

/// <summary>How old a value is, in words, and when that is too old.</summary>
internal static class Freshness
{
    /// <summary>Grids report at least hourly, forecasts are renewed several times a day: past these something is stuck.</summary>
    private static readonly TimeSpan MeasuredLimit = TimeSpan.FromHours(3), ForecastLimit = TimeSpan.FromHours(24);

    /// <summary>True when a measured or forecast value is older than its source should ever be; an estimate does not age.</summary>
    public static bool IsStale(string? status, DateTimeOffset? issuedAt, DateTimeOffset now) => status switch
    {
        "measured" => now - issuedAt > MeasuredLimit,
        "forecast" => now - issuedAt > ForecastLimit,
        _ => false,
    };

    /// <summary>"measured 12 min ago".</summary>
    public static string Words(string? status, DateTimeOffset? issuedAt, DateTimeOffset now) => (status, issuedAt) switch
    {
        (null, _) or (_, null) => "",
        ("measured", { } at) => $"measured {Durations.Ago(now - at)}",
        ("forecast", { } at) => $"forecast made {Durations.Ago(now - at)}",
        ("estimated", { } at) => now - at < TimeSpan.FromMinutes(5) ? "modelled now" : $"as published {Durations.Ago(now - at)}",
        (_, { } at) => Durations.Ago(now - at),
    };
}
