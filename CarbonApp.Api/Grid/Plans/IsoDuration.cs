using System.Buffers;
using System.Globalization;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>
/// ISO 8601 durations of weeks to seconds, such as PT3H20M, P1DT12H or PT1.5H. Years and months are refused: how long they
/// are depends on when they begin.
/// </summary>
internal static class IsoDuration
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>False when the text is no such duration, or longer than a <see cref="TimeSpan"/> can hold.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        if (text is not ['P', .. var rest] || rest.IsEmpty)
        {
            return false;
        }

        var (seconds, inTime, rank) = (0m, false, 0);
        while (!rest.IsEmpty)
        {
            if (rest[0] == 'T')
            {
                if (inTime || rest.Length == 1)
                {
                    return false;
                }

                inTime = true;
                rest = rest[1..];
                continue;
            }

            if (!TryTakeComponent(ref rest, inTime, ref rank, ref seconds))
            {
                return false;
            }
        }

        if (seconds > (decimal)TimeSpan.MaxValue.TotalSeconds - 1)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    private static bool TryTakeComponent(ref ReadOnlySpan<char> rest, bool inTime, ref int rank, ref decimal seconds)
    {
        var digits = rest.IndexOfAnyExcept(NumberCharacters);
        if (digits <= 0 || digits > 15
            || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var (unit, unitRank) = (rest[digits], inTime) switch
        {
            ('W', false) => (604_800, 1),
            ('D', false) => (86_400, 2),
            ('H', true) => (3_600, 3),
            ('M', true) => (60, 4),
            ('S', true) => (1, 5),
            _ => (0, 0),
        };
        if (unitRank <= rank)
        {
            return false;
        }

        (rank, seconds) = (unitRank, seconds + (number * unit));
        rest = rest[(digits + 1)..];
        return true;
    }
}
