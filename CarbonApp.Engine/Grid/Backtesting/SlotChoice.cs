namespace CarbonApp.Engine.Grid.Backtesting;

/// <summary>Places one job by what is believed of its slots. NaN slots are never chosen.</summary>
internal static class SlotChoice
{
    /// <summary>Start of the run with the lowest sum, the earliest among equals; −1 where every run holds a gap.</summary>
    public static int BestStart(ReadOnlySpan<double> beliefs, int slots)
    {
        var (best, lowest) = (-1, double.PositiveInfinity);
        var (sum, gaps) = (0.0, 0);
        for (var i = 0; i < beliefs.Length; i++)
        {
            (sum, gaps) = double.IsNaN(beliefs[i]) ? (sum, gaps + 1) : (sum + beliefs[i], gaps);
            if (i >= slots)
            {
                var leaving = beliefs[i - slots];
                (sum, gaps) = double.IsNaN(leaving) ? (sum, gaps - 1) : (sum - leaving, gaps);
            }

            // By a hair more than rounding: a flat signal is run at once. Beliefs with noise may be below zero.
            if (i >= slots - 1 && gaps == 0 && (best < 0 || sum < lowest - (1e-9 * Math.Abs(lowest))))
            {
                (best, lowest) = (i - slots + 1, sum);
            }
        }

        return best;
    }

    /// <summary>Sum over <paramref name="measured"/> of the slots that are believed cleanest, the earliest among equals; NaN where too few are known.</summary>
    public static double SumOfCleanest(ReadOnlySpan<double> beliefs, ReadOnlySpan<double> measured, int slots, Span<double> scratch)
    {
        var known = 0;
        foreach (var belief in beliefs)
        {
            if (!double.IsNaN(belief))
            {
                scratch[known++] = belief;
            }
        }

        if (known < slots)
        {
            return double.NaN;
        }

        var limit = Select(scratch[..known], slots - 1);
        var (sum, taken) = (0.0, 0);
        for (var i = 0; i < beliefs.Length; i++)
        {
            (sum, taken) = beliefs[i] < limit ? (sum + measured[i], taken + 1) : (sum, taken);
        }

        for (var i = 0; i < beliefs.Length && taken < slots; i++)
        {
            (sum, taken) = beliefs[i] == limit ? (sum + measured[i], taken + 1) : (sum, taken);
        }

        return sum;
    }

    /// <summary>Start that saves most per time until the job is done (Hanafy et al., ASPLOS 2024); 0, at once, where no wait saves anything; −1 where running at once is not known.</summary>
    public static int BestRate(ReadOnlySpan<double> beliefs, int slots)
    {
        var (sum, gaps, now) = (0.0, 0, double.NaN);
        var (best, highest) = (-1, 0.0);
        for (var i = 0; i < beliefs.Length; i++)
        {
            (sum, gaps) = double.IsNaN(beliefs[i]) ? (sum, gaps + 1) : (sum + beliefs[i], gaps);
            if (i >= slots)
            {
                var leaving = beliefs[i - slots];
                (sum, gaps) = double.IsNaN(leaving) ? (sum, gaps - 1) : (sum - leaving, gaps);
            }

            if (i == slots - 1)
            {
                if (gaps > 0)
                {
                    return -1;
                }

                (best, now) = (0, sum);
            }
            else if (i >= slots && gaps == 0)
            {
                var rate = (now - sum) / (i + 1);
                (best, highest) = rate > highest * (1 + 1e-9) ? (i - slots + 1, rate) : (best, highest);
            }
        }

        return best;
    }

    /// <summary>Start of the first run whose first slot is at most <paramref name="threshold"/>; the last known run where there is none; −1 where none is known.</summary>
    public static int FirstBelow(ReadOnlySpan<double> measured, int slots, double threshold)
    {
        var (last, gaps) = (-1, 0);
        for (var i = 0; i < measured.Length; i++)
        {
            gaps += double.IsNaN(measured[i]) ? 1 : 0;
            gaps -= i >= slots && double.IsNaN(measured[i - slots]) ? 1 : 0;
            if (i >= slots - 1 && gaps == 0)
            {
                last = i - slots + 1;
                if (measured[last] <= threshold)
                {
                    return last;
                }
            }
        }

        return last;
    }

    /// <summary>The element that has <paramref name="index"/> others before it in order; reorders the span (Hoare 1961).</summary>
    internal static double Select(Span<double> values, int index)
    {
        var (low, high) = (0, values.Length - 1);
        while (low < high)
        {
            var pivot = values[low + ((high - low) / 2)];
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (values[i] < pivot)
                {
                    i++;
                }

                while (values[j] > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    (i, j) = (i + 1, j - 1);
                }
            }

            if (index <= j)
            {
                high = j;
            }
            else if (index >= i)
            {
                low = i;
            }
            else
            {
                break;
            }
        }

        return values[index];
    }
}
