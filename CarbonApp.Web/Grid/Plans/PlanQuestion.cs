using System.Globalization;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Web.Wording;

namespace CarbonApp.Web.Grid.Plans;

/// <summary>The plan form as it was sent: text, so that what was mistyped can be shown again.</summary>
internal sealed record PlanQuestion
{
    public const string DefaultDuration = "3 h", DefaultWithin = "24";

    /// <summary>Zone (GB), or cloud region as provider/code (aws/eu-west-2) or bare code.</summary>
    public string? Site { get; init; }

    public string? Duration { get; init; }

    /// <summary>Hours from the earliest start to the deadline; used when no deadline is given.</summary>
    public string? Within { get; init; }

    /// <summary>UTC.</summary>
    public string? Deadline { get; init; }

    /// <summary>UTC.</summary>
    public string? Earliest { get; init; }

    /// <summary>contiguous or interruptible.</summary>
    public string? Mode { get; init; }

    public string? Watts { get; init; }

    public string? Instance { get; init; }

    public string? Count { get; init; }

    /// <summary>UTC.</summary>
    public string? AsOf { get; init; }

    /// <summary>Nothing was asked yet.</summary>
    public bool IsBlank => string.IsNullOrWhiteSpace(Site);

    /// <summary>What Api is to be asked, or what is wrong by field.</summary>
    public (PlanRequest? Request, IReadOnlyDictionary<string, string> Errors) ToRequest(DateTimeOffset now)
    {
        var errors = new Dictionary<string, string>();
        var asOf = Instant(AsOf, "asof", errors);
        var earliest = Instant(Earliest, "earliest", errors);
        var deadline = Instant(Deadline, "deadline", errors);
        var duration = ReadDuration(errors);
        var resources = ReadResources(errors);
        if (errors.Count > 0)
        {
            return (null, errors);
        }

        var start = Later(earliest, asOf ?? now);
        var request = new PlanRequest
        {
            AsOf = asOf,
            Sites = [ReadSite(Site!.Trim())],
            Options = new PlanOptions { IncludeForecast = true, Explain = true },
            Job = new PlanJob
            {
                Mode = Mode == "interruptible" ? "interruptible" : "contiguous",
                Duration = Durations.ToIso(duration),
                Earliest = earliest,
                Deadline = deadline ?? start + WithinHours(),
                Resources = resources,
            },
        };
        return (request, errors);
    }

    /// <summary>"aws/eu-west-2" is a region of a provider, a lower-case word with a digit or hyphen a region, all else a zone.</summary>
    internal static PlanSite ReadSite(string text)
    {
        if (text.Split('/', 2, StringSplitOptions.TrimEntries) is [var provider, var region])
        {
            return new PlanSite { Provider = provider.ToLowerInvariant(), Region = region };
        }

        return text.Any(char.IsAsciiLetterUpper) || text.Length <= 3
            ? new PlanSite { Zone = text.ToUpperInvariant() }
            : new PlanSite { Region = text };
    }

    private TimeSpan WithinHours() =>
        double.TryParse(Within, NumberStyles.Float, CultureInfo.InvariantCulture, out var hours) && hours is > 0 and <= 8784
            ? TimeSpan.FromHours(hours)
            : TimeSpan.FromHours(24);

    private TimeSpan ReadDuration(Dictionary<string, string> errors)
    {
        if (Durations.TryParse(string.IsNullOrWhiteSpace(Duration) ? DefaultDuration : Duration, out var duration))
        {
            return duration;
        }

        errors["duration"] = $"“{Duration}” is not a length of time. Write it like 3 h, 1 h 30 min, 90 min or PT3H20M.";
        return default;
    }

    private PlanResources? ReadResources(Dictionary<string, string> errors)
    {
        var hasInstance = !string.IsNullOrWhiteSpace(Instance);
        var hasWatts = !string.IsNullOrWhiteSpace(Watts);
        if (hasWatts && hasInstance)
        {
            errors["watts"] = "Give either a power or an instance type: with both it is not clear which one counts.";
        }

        double watts = 0;
        if (hasWatts && !(double.TryParse(Watts, NumberStyles.Float, CultureInfo.InvariantCulture, out watts) && watts is >= 0.001 and <= 1e9))
        {
            errors["watts"] = $"“{Watts}” is not a power. Give watts between 0.001 and 1,000,000,000, such as 850.";
        }

        var count = 1;
        if (!string.IsNullOrWhiteSpace(Count) && !(int.TryParse(Count, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= 100_000))
        {
            errors["count"] = $"“{Count}” is not a number of instances. Give a whole number from 1 to 100,000.";
        }

        return hasInstance ? new PlanResources { InstanceType = Instance!.Trim(), Count = Math.Max(1, count) }
            : hasWatts ? new PlanResources { Watts = watts }
            : null;
    }

    private static DateTimeOffset? Instant(string? text, string field, Dictionary<string, string> errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (Times.TryParse(text, out var time))
        {
            return time;
        }

        errors[field] = $"“{text}” is not a time. Write it like 2026-03-15T04:00, in UTC.";
        return null;
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;
}
