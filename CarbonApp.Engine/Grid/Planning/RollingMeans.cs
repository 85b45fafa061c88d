using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>
/// Mean intensity of every window of one length whose starts lie a fixed step apart: a rolling average over a piecewise constant
/// signal, exact also where windows begin or end inside a slot.
/// </summary>
/// <remarks>
/// Two cursors and the signal's running integral: O(slots + windows), however many slots a window spans. Example: hourly 100, 50, 200,
/// windows of 90 min each hour: (100 + 50/2) / 1.5 = 83.33 and (50 + 200/2) / 1.5 = 100.
/// </remarks>
public static class RollingMeans
{
    /// <summary>Means of the windows [t, t + length) for t = from, from + step, … that end by <paramref name="to"/>, in time order.</summary>
    /// <param name="signal">Intensity. A window that holds any unknown time is left out: what is missing has no mean.</param>
    /// <param name="from">Start of the first window.</param>
    /// <param name="to">Latest end of a window.</param>
    /// <param name="length">Length of every window, more than zero.</param>
    /// <param name="step">Distance between starts, more than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">Length or step is not positive.</exception>
    public static IReadOnlyList<WindowMean> Of(CarbonSignal signal, DateTimeOffset from, DateTimeOffset to, TimeSpan length, TimeSpan step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step, TimeSpan.Zero);
        var means = new List<WindowMean>();
        if (signal.Count == 0)
        {
            return means;
        }

        var edges = signal.EdgeTicks;
        var latest = Math.Min(to.UtcTicks, edges[^1]) - length.Ticks;
        var (head, tail) = (0, 0);
        for (var start = from.UtcTicks; start <= latest; start += step.Ticks)
        {
            var end = start + length.Ticks;
            if (start < edges[0])
            {
                continue;
            }

            head = SlotAt(edges, head, start);
            tail = SlotAt(edges, tail, end - 1);
            if (signal.RunEnd(head) > tail)
            {
                means.Add(new WindowMean(new DateTimeOffset(start, TimeSpan.Zero), Mean(signal, head, start, tail, end)));
            }
        }

        return means;
    }

    private static int SlotAt(ReadOnlySpan<long> edges, int slot, long ticks)
    {
        while (edges[slot + 1] <= ticks)
        {
            slot++;
        }

        return slot;
    }

    /// <summary>Inside one slot its very value; rounding may otherwise leave a mean of zeros a hair below zero.</summary>
    private static double Mean(CarbonSignal signal, int head, long start, int tail, long end) =>
        head == tail
            ? signal.GramsPerKilowattHour[head]
            : Math.Max(0, (signal.IntegralAt(tail, end) - signal.IntegralAt(head, start)) / (end - start));
}

/// <summary>A window and its mean.</summary>
/// <param name="Start">Inclusive, UTC.</param>
/// <param name="GramsPerKilowattHour">Time-weighted mean, gCO2eq/kWh; finite, zero or more.</param>
public readonly record struct WindowMean(DateTimeOffset Start, double GramsPerKilowattHour);
