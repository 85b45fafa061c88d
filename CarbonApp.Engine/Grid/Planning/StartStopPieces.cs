using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>
/// All starts of a job with start-up that runs in one piece. Its emissions are linear in the start between corners, where start,
/// end of start-up or end meet a slot edge; a start-up that takes no time adds a jump at the start's own edges.
/// </summary>
internal sealed class StartStopPieces
{
    private const double TieTolerance = 1e-9;

    private readonly StartStopCost _cost;
    private readonly double _runNow;
    private readonly double _worst = double.NegativeInfinity;
    private readonly double _integral;
    private readonly double _startTime;

    public StartStopPieces(CarbonSignal signal, MovableJob job, StartStopCost cost, TimeSpan startUp)
    {
        _cost = cost;
        Length = (startUp + job.Duration).Ticks;
        var corners = Corners(signal, job, startUp.Ticks, Length);
        _runNow = cost.Run(corners[0], corners[0] + Length);
        var lowest = double.PositiveInfinity;
        for (var i = 0; i < corners.Count; i++)
        {
            var here = cost.Run(corners[i], corners[i] + Length);
            lowest = Math.Min(lowest, here);
            if (BestCost - lowest > lowest * TieTolerance)
            {
                (BestStart, BestCost) = (corners[i], here);
            }

            _worst = double.IsInfinity(here) ? _worst : Math.Max(_worst, here);
            if (i + 1 < corners.Count)
            {
                // Linear in between, so the middle gives the integral and, with the left end, the limit at the right end.
                var middle = corners[i] + ((corners[i + 1] - corners[i]) / 2);
                var mean = cost.Run(middle, middle + Length);
                if (!double.IsInfinity(mean))
                {
                    _worst = Math.Max(_worst, (2 * mean) - here);
                    _integral += mean * (corners[i + 1] - corners[i]);
                    _startTime += corners[i + 1] - corners[i];
                }
            }
        }
    }

    /// <summary>Start-up and work, ticks.</summary>
    public long Length { get; }

    /// <summary>Cheapest start, the earliest among equals, UTC ticks.</summary>
    public long BestStart { get; }

    /// <summary>Infinite when every start meets a gap.</summary>
    public double BestCost { get; } = double.PositiveInfinity;

    /// <summary>The dirtiest start, or less where only one is known.</summary>
    public double WorstCost => Math.Max(_worst, 0);

    public EmissionBaselines Baselines => double.IsInfinity(BestCost)
        ? new EmissionBaselines(null, null, null)
        : new EmissionBaselines(
            double.IsInfinity(_runNow) ? null : _cost.Grams(_runNow), _cost.Grams(_worst), _cost.Grams(_startTime > 0 ? _integral / _startTime : BestCost));

    private static List<long> Corners(CarbonSignal signal, MovableJob job, long startUp, long length)
    {
        var (lo, last) = (job.Earliest.UtcTicks, job.Deadline.UtcTicks - length);
        var corners = new SortedSet<long> { lo, last };
        foreach (var edge in signal.EdgeTicks)
        {
            foreach (var corner in (ReadOnlySpan<long>)[edge, edge - startUp, edge - length])
            {
                if (corner > lo && corner < last)
                {
                    corners.Add(corner);
                }
            }
        }

        return [.. corners];
    }
}
