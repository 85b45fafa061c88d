using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Forecasting;

/// <summary>
/// What was known of a zone hour by hour up to an instant: natural logarithms of one plus the intensity in gCO2eq/kWh, NaN for an hour
/// of which less than half is known.
/// </summary>
/// <remarks>
/// Ends with the last full hour before the instant. Whoever holds it cannot see further: what lies behind <see cref="End"/> is not in it.
/// The logarithm makes errors relative, as they are in grids, and keeps forecasts positive; the one added allows for an intensity of zero.
/// </remarks>
internal sealed class HourlyHistory
{
    private readonly double[] _logs;

    private HourlyHistory(DateTimeOffset start, double[] logs, int count)
    {
        (Start, _logs, Count) = (start, logs, count);
        End = start.AddHours(count);
    }

    /// <summary>Beginning of hour 0, UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>End of the last hour, UTC.</summary>
    public DateTimeOffset End { get; }

    /// <summary>Number of hours, unknown ones included.</summary>
    public int Count { get; }

    /// <summary>Logarithms of all hours.</summary>
    public ReadOnlySpan<double> Logs => _logs.AsSpan(0, Count);

    /// <summary>Hours of which a value is known.</summary>
    public int KnownHours => Known(0, Count);

    /// <summary>The hours of <paramref name="signal"/> before <paramref name="time"/>, at most <paramref name="mostHours"/> of them.</summary>
    public static HourlyHistory Before(CarbonSignal signal, DateTimeOffset time, int mostHours)
    {
        const long Hour = TimeSpan.TicksPerHour;
        var end = time.UtcTicks / Hour * Hour;
        var start = signal.Count == 0 ? end : Math.Min(end, Math.Max(signal.EdgeTicks[0] / Hour * Hour, end - (mostHours * Hour)));
        var (sums, known) = (new double[(int)((end - start) / Hour)], new long[(int)((end - start) / Hour)]);
        var edges = signal.EdgeTicks;
        var values = signal.GramsPerKilowattHour;
        for (var i = 0; i < values.Length && edges[i] < end; i++)
        {
            for (var from = Math.Max(start, edges[i]); !double.IsNaN(values[i]) && from < Math.Min(end, edges[i + 1]);)
            {
                var cell = (int)((from - start) / Hour);
                var to = Math.Min(Math.Min(end, edges[i + 1]), start + ((cell + 1) * Hour));
                sums[cell] += values[i] * (to - from);
                known[cell] += to - from;
                from = to;
            }
        }

        for (var cell = 0; cell < sums.Length; cell++)
        {
            sums[cell] = 2 * known[cell] >= Hour ? ToLog(sums[cell] / known[cell]) : double.NaN;
        }

        return new HourlyHistory(new DateTimeOffset(start, TimeSpan.Zero), sums, sums.Length);
    }

    /// <summary>The same history as it was known at an earlier hour: its first <paramref name="count"/> hours.</summary>
    public HourlyHistory Until(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        return new HourlyHistory(Start, _logs, count);
    }

    /// <summary>Known hours among [<paramref name="from"/>, <paramref name="to"/>).</summary>
    public int Known(int from, int to)
    {
        var known = 0;
        foreach (var log in Logs[from..to])
        {
            known += double.IsNaN(log) ? 0 : 1;
        }

        return known;
    }

    public static double ToLog(double gramsPerKilowattHour) => Math.Log(1 + gramsPerKilowattHour);

    /// <summary>Back to gCO2eq/kWh. Never negative, and never beyond 10⁶: coal gives about 10³.</summary>
    public static double FromLog(double log) => Math.Clamp(Math.Exp(log) - 1, 0, 1e6);
}
