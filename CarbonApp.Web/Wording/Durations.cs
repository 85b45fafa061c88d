using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace CarbonApp.Web.Wording;

/// <summary>Lengths of time as people type and read them.</summary>
internal static partial class Durations
{
    /// <summary>
    /// Reads "3 h", "1h30", "4.5 hours", "90 min", "1d 6h", "2:30" (hours and minutes), a bare number of hours, or ISO 8601 such as PT3H20M.
    /// </summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        text = text?.Trim().Replace(',', '.');
        if (string.IsNullOrEmpty(text) || text.Length > 40)
        {
            return false;
        }

        return (text[0] is 'P' or 'p' && TryIso(text, out duration)) || TryWords(text, out duration);
    }

    /// <summary>ISO 8601, as Api wants it.</summary>
    public static string ToIso(TimeSpan duration) => XmlConvert.ToString(duration);

    /// <summary>"3 h 20 min".</summary>
    public static string InWords(TimeSpan duration)
    {
        if (duration < TimeSpan.FromMinutes(1))
        {
            return $"{duration.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s";
        }

        var days = duration.TotalHours >= 48 ? duration.Days : 0;
        var hours = (int)(duration.TotalHours - (days * 24));
        string?[] parts =
        [
            days > 0 ? $"{days} days" : null,
            hours > 0 ? $"{hours} h" : null,
            duration.Minutes > 0 ? $"{duration.Minutes} min" : null,
            duration.Seconds > 0 && duration.TotalHours < 1 ? $"{duration.Seconds} s" : null,
        ];
        return string.Join(' ', parts.Where(p => p is not null));
    }

    /// <summary>"just now", "12 min ago", "3 h ago", "in 2 h".</summary>
    public static string Ago(TimeSpan age) => age.Duration() switch
    {
        { TotalMinutes: < 1 } => "just now",
        var size => age > TimeSpan.Zero ? $"{Rounded(size)} ago" : $"in {Rounded(size)}",
    };

    private static string Rounded(TimeSpan size) => size switch
    {
        { TotalMinutes: < 90 } => $"{(int)size.TotalMinutes} min",
        { TotalHours: < 48 } => $"{(int)Math.Round(size.TotalHours)} h",
        { TotalDays: < 700 } => $"{(int)Math.Round(size.TotalDays)} days",
        _ => $"{(int)Math.Round(size.TotalDays / 365.25)} years",
    };

    private static bool TryIso(string text, out TimeSpan duration)
    {
        // XmlConvert takes months and years as 30 and 365 days; Api refuses them, so do we.
        duration = default;
        if (!IsoPattern().IsMatch(text))
        {
            return false;
        }

        try
        {
            duration = XmlConvert.ToTimeSpan(text.ToUpperInvariant());
            return duration > TimeSpan.Zero;
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            return false;
        }
    }

    private static bool TryWords(string text, out TimeSpan duration)
    {
        duration = default;
        var match = WordPattern().Match(text);
        if (!match.Success)
        {
            return false;
        }

        var seconds = (Part(match, "d") * 86_400) + (Part(match, "h") * 3_600) + (Part(match, "m") * 60) + Part(match, "s");
        if (!(seconds > 0) || seconds > TimeSpan.FromDays(10_000).TotalSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(Math.Round(seconds));
        return duration > TimeSpan.Zero;
    }

    private static double Part(Match match, string group) =>
        match.Groups[group].Success ? double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^P(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$", RegexOptions.IgnoreCase)]
    private static partial Regex IsoPattern();

    [GeneratedRegex(
        @"^(?:(?<d>\d+(?:\.\d+)?)\s*d(?:ays?)?)?\s*(?:(?<h>\d+(?:\.\d+)?)\s*(?:h(?:ours?|rs?)?|:(?=\d)|$))?\s*(?:(?<m>\d+(?:\.\d+)?)\s*(?:m(?:in(?:utes?)?)?|$))?\s*(?:(?<s>\d+(?:\.\d+)?)\s*s(?:ec(?:onds?)?)?)?$",
        RegexOptions.IgnoreCase)]
    private static partial Regex WordPattern();
}
