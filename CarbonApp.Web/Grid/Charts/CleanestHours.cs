namespace CarbonApp.Web.Grid.Charts;

/// <summary>The cleanest stretch of a day of hourly means.</summary>
internal static class CleanestHours
{
    /// <summary>Index of the first hour of the stretch with the lowest mean, the earliest among equals; null where every stretch has a gap.</summary>
    public static int? Find(IReadOnlyList<double?> hours, int length)
    {
        int? best = null;
        var lowest = double.PositiveInfinity;
        for (var start = 0; start + length <= hours.Count; start++)
        {
            double? sum = 0;
            for (var i = start; i < start + length; i++)
            {
                sum += hours[i];
            }

            if (sum is { } known && known < lowest - 1e-9)
            {
                (best, lowest) = (start, known);
            }
        }

        return best;
    }
}
