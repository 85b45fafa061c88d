using System.Globalization;

namespace CarbonApp.Web.Wording;

/// <summary>How old a value is and where it comes from, in words, and when that is too old.</summary>
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

    /// <summary>"measured 12 min ago", "NESO"; of a yearly mean only its year counts.</summary>
    public static IReadOnlyList<string> Lines(string? source, string? status, DateTimeOffset? issuedAt, DateTimeOffset now)
    {
        var name = SourceNames.Of(source);
        return issuedAt is not { } at ? [name]
            : source == SourceNames.AnnualMean ? [$"{name} of {at.UtcDateTime.Year.ToString(CultureInfo.InvariantCulture)}"]
            : [$"{Verb(status)} {Durations.Ago(now - at)}", name];
    }

    private static string Verb(string? status) => status switch
    {
        "measured" => "measured",
        "forecast" => "forecast made",
        _ => "published",
    };
}
