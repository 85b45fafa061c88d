using CarbonApp.Web.Wording;

namespace CarbonApp.Web.Grid.Zones;

/// <summary>The stretch of time a zone's page shows: a named length back from now, or two times.</summary>
/// <param name="Key">Name in the address; <c>custom</c> for two times.</param>
/// <param name="From">Inclusive, UTC.</param>
/// <param name="To">Exclusive, UTC.</param>
internal sealed record ZoneRange(string Key, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Longest stretch one page shows: what Api answers in one call.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    /// <summary>The buttons. Each shows some of the time ahead too.</summary>
    public static readonly (string Key, string Label, TimeSpan Back, TimeSpan Ahead)[] Choices =
    [
        ("24h", "24 h", TimeSpan.FromHours(24), TimeSpan.FromHours(24)),
        ("7d", "7 d", TimeSpan.FromDays(7), TimeSpan.FromHours(24)),
        ("30d", "30 d", TimeSpan.FromDays(30), TimeSpan.Zero),
        ("1y", "1 y", TimeSpan.FromDays(365), TimeSpan.Zero),
    ];

    /// <summary>Reads the address; what is wrong with it is said and the first choice shown.</summary>
    public static (ZoneRange Range, string? Complaint) Read(string? key, string? from, string? to, DateTimeOffset now)
    {
        if (!string.IsNullOrWhiteSpace(from) || !string.IsNullOrWhiteSpace(to))
        {
            var complaint = ReadTimes(from, to, now, out var custom);
            return (custom ?? Named(null, now), complaint);
        }

        return (Named(key, now), null);
    }

    private static string? ReadTimes(string? from, string? to, DateTimeOffset now, out ZoneRange? range)
    {
        range = null;
        if (!Times.TryParse(from, out var start))
        {
            return string.IsNullOrWhiteSpace(from) ? "Give the time to show from." : $"“{from}” is not a time. Write it like 2026-03-15T04:00, in UTC.";
        }

        var end = now;
        if (!string.IsNullOrWhiteSpace(to) && !Times.TryParse(to, out end))
        {
            return $"“{to}” is not a time. Write it like 2026-03-15T04:00, in UTC.";
        }

        if (end <= start)
        {
            return $"The end, {Times.Long(end)}, is not after the start, {Times.Long(start)}. Swap them.";
        }

        if (end - start > Longest)
        {
            return $"{Durations.InWords(end - start)} is more than one page shows; ask for at most {Longest.Days} days.";
        }

        range = new ZoneRange("custom", start, end);
        return null;
    }

    private static ZoneRange Named(string? key, DateTimeOffset now)
    {
        var choice = Choices.FirstOrDefault(c => c.Key == key, Choices[0]);
        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        return new ZoneRange(choice.Key, hour - choice.Back, hour + choice.Ahead + (choice.Ahead == TimeSpan.Zero ? TimeSpan.FromHours(1) : TimeSpan.Zero));
    }
}
