using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace CarbonApp.Cli.Terminal;

/// <summary>Durations and times as people write them.</summary>
internal static partial class TimeArguments
{
    public const string DurationHelp = "such as 3h20m, 90m, 1d12h, 45s or PT3H20M";
    public const string TimeHelp = "such as 2026-03-15T04:00Z, or +24h from now; UTC where no offset is given";

    /// <summary>More than zero.</summary>
    public static bool TryParseDuration(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        try
        {
            duration = text.StartsWith('P') ? XmlConvert.ToTimeSpan(text) : FromWords(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return false;
        }

        return duration > TimeSpan.Zero;
    }

    /// <summary>A time, or a sign and a duration.</summary>
    public static bool TryParseTime(string text, DateTimeOffset now, out DateTimeOffset time)
    {
        if (text.StartsWith('+') && TryParseDuration(text[1..], out var ahead))
        {
            time = now + ahead;
            return true;
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time)
            && Dated().IsMatch(text);
    }

    public static TimeSpan ParseDuration(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!TryParseDuration(text, out var duration))
        {
            result.AddError($"'{text}' is not a duration above zero, {DurationHelp}.");
        }

        return duration;
    }

    /// <summary>Refuses what is no time; the value itself depends on what counts as now, which another option may say.</summary>
    public static string? CheckTime(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!TryParseTime(text, DateTimeOffset.UnixEpoch, out _))
        {
            result.AddError($"'{text}' is not a time, {TimeHelp}.");
        }

        return text;
    }

    private static TimeSpan FromWords(string text)
    {
        var match = Words().Match(text);
        if (text.Length == 0 || !match.Success)
        {
            throw new FormatException();
        }

        return TimeSpan.FromDays(Number("d")) + TimeSpan.FromHours(Number("h")) + TimeSpan.FromMinutes(Number("m")) + TimeSpan.FromSeconds(Number("s"));

        double Number(string unit) => match.Groups[unit] is { Success: true } group ? double.Parse(group.Value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"^(?:(?<d>\d+(?:\.\d+)?)d)?(?:(?<h>\d+(?:\.\d+)?)h)?(?:(?<m>\d+(?:\.\d+)?)m(?:in)?)?(?:(?<s>\d+(?:\.\d+)?)s)?$")]
    private static partial Regex Words();

    /// <summary>Year first: what the platform also takes for a date (4, 3/4) means different days to different people.</summary>
    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}(?:[T ].*)?$")]
    private static partial Regex Dated();
}
