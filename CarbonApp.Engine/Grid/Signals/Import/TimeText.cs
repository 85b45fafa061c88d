using System.Buffers.Text;

namespace CarbonApp.Engine.Grid.Signals.Import;

/// <summary>Reads the ways files write a time, without allocating: a million rows hold a million of them.</summary>
internal static class TimeText
{
    public const string Expected =
        "is not a time: expected 2020-03-15T04:30:00Z, an offset instead of Z, 2020-03-15 04:30[:00] (taken as UTC) or Unix seconds, between 1970 and 2199, in whole seconds.";

    private const long EndOf2199 = 7_258_118_400;
    private const int MinutesLength = 16;

    /// <summary>Seconds since 1970-01-01 UTC; false when the text is no time in whole seconds.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long unixSeconds)
    {
        var valid = text.Length > 4 && text[4] == '-' ? TryParseIso(text, out unixSeconds) : TryParseUnix(text, out unixSeconds);
        return valid && unixSeconds is >= 0 and < EndOf2199;
    }

    private static bool TryParseUnix(ReadOnlySpan<byte> text, out long unixSeconds)
    {
        // 9 to 11 digits: seconds since 1973. Fewer is more likely a date without dashes, more are milliseconds.
        unixSeconds = 0;
        if (text.EndsWith(".0"u8))
        {
            text = text[..^2];
        }

        return text.Length is >= 9 and <= 11 && Utf8Parser.TryParse(text, out unixSeconds, out var used) && used == text.Length;
    }

    private static bool TryParseIso(ReadOnlySpan<byte> text, out long unixSeconds)
    {
        unixSeconds = 0;
        if (text.Length < 10 || text[7] != '-' || !TryDays(text, out var days))
        {
            return false;
        }

        if (text.Length == 10)
        {
            unixSeconds = days * 86_400L;
            return true;
        }

        if (text.Length < MinutesLength || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ') || text[13] != ':'
            || !Two(text, 11, 23, out var hour) || !Two(text, 14, 59, out var minute))
        {
            return false;
        }

        var rest = text[MinutesLength..];
        if (!TrySeconds(ref rest, out var second) || !TryOffset(rest, out var offset))
        {
            return false;
        }

        unixSeconds = (days * 86_400L) + (hour * 3_600) + (minute * 60) + second - offset;
        return true;
    }

    private static bool TryDays(ReadOnlySpan<byte> text, out int daysSince1970)
    {
        daysSince1970 = 0;
        if (!Two(text, 0, 99, out var century) || !Two(text, 2, 99, out var yearOfCentury) || !Two(text, 5, 12, out var month) || !Two(text, 8, 31, out var day))
        {
            return false;
        }

        var year = (century * 100) + yearOfCentury;
        if (year < 1 || month < 1 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        daysSince1970 = new DateOnly(year, month, day).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        return true;
    }

    /// <summary>Takes ":ss" and a fraction of noughts, if they are there; another fraction is refused.</summary>
    private static bool TrySeconds(ref ReadOnlySpan<byte> rest, out int second)
    {
        second = 0;
        if (rest.IsEmpty || rest[0] != ':')
        {
            return true;
        }

        if (rest.Length < 3 || !Two(rest, 1, 59, out second))
        {
            return false;
        }

        rest = rest[3..];
        if (!rest.IsEmpty && rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExcept((byte)'0');
            if (digits == 0 || rest.Length == 1)
            {
                return false;
            }

            rest = digits < 0 ? [] : rest[(1 + digits)..];
        }

        return true;
    }

    /// <summary>Nothing or Z is UTC; otherwise ±hh, ±hhmm or ±hh:mm.</summary>
    private static bool TryOffset(ReadOnlySpan<byte> rest, out int seconds)
    {
        seconds = 0;
        if (!rest.IsEmpty && rest[0] == ' ')
        {
            rest = rest[1..];
        }

        if (rest.IsEmpty || rest.SequenceEqual("Z"u8) || rest.SequenceEqual("z"u8) || rest.SequenceEqual("UTC"u8))
        {
            return true;
        }

        if (rest[0] is not ((byte)'+' or (byte)'-') || rest.Length < 3 || !Two(rest, 1, 14, out var hours))
        {
            return false;
        }

        var minutes = 0;
        var afterHours = rest[3..];
        if (!afterHours.IsEmpty)
        {
            afterHours = afterHours[0] == ':' ? afterHours[1..] : afterHours;
            if (afterHours.Length != 2 || !Two(afterHours, 0, 59, out minutes))
            {
                return false;
            }
        }

        seconds = ((hours * 3_600) + (minutes * 60)) * (rest[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Two(ReadOnlySpan<byte> text, int at, int max, out int value)
    {
        var (tens, ones) = (text[at] - '0', text[at + 1] - '0');
        value = (tens * 10) + ones;
        return (uint)tens <= 9 && (uint)ones <= 9 && value <= max;
    }
}
