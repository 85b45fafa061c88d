namespace CarbonApp.Engine.Grid;

/// <summary>Finds the known names a misspelt one was meant to be.</summary>
internal static class Spelling
{
    /// <summary>No known name is longer; of a longer text no more is compared, as the cost grows with its length.</summary>
    private const int LongestCompared = 64;

    /// <summary>The <paramref name="count"/> names with the fewest edits from <paramref name="text"/>, case aside; equals in ordinal order.</summary>
    public static IReadOnlyList<string> Nearest(string text, IReadOnlyList<string> names, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var compared = text.Length > LongestCompared ? text[..LongestCompared] : text;
        return [.. names.OrderBy(name => Edits(compared, name)).ThenBy(name => name, StringComparer.Ordinal).Take(count)];
    }

    /// <summary>
    /// Insertions, deletions, substitutions and swaps of neighbours that turn one text into the other, case aside
    /// (optimal string alignment: Damerau, CACM 7(3), 1964).
    /// </summary>
    public static int Edits(string left, string right)
    {
        (left, right) = (left.ToUpperInvariant(), right.ToUpperInvariant());
        var (beforeLast, last, current) = (new int[right.Length + 1], new int[right.Length + 1], new int[right.Length + 1]);
        for (var j = 0; j <= right.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substituted = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(substituted, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[right.Length];
    }
}
