using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>
/// The instants among which a best schedule with starts and stops is sure to be found: whole steps from a slot edge, shifted
/// by no more than a few residues that earliest start, deadline and duration leave. Points are numbered in time order from 0.
/// </summary>
/// <remarks>
/// Let G divide the distances between slot edges, the start-up time, minimum run and minimum pause. With the slots of all starts
/// and ends given, the emissions are linear in the first start and the lengths of runs and pauses, and every limit bounds
/// a sum over a set of these: consecutive ones from the first on, single ones, or all runs. These sets form two laminar
/// families, so the matrix is totally unimodular (Edmonds 1970; Schrijver 2003, chapter 41), and at a vertex every instant, the
/// work done by then and the pause spent by then are sums of the limits' right sides with factors −1, 0 and 1. All of these but
/// earliest start, deadline and duration are multiples of G: modulo G only a·earliest + b·deadline + c·duration with a, b, c in
/// {−1, 0, 1} remain, at most 27 residues, and one alone when everything falls on the grid.
/// </remarks>
internal sealed class DecisionLattice
{
    private readonly int[] _classOfDifference;

    /// <param name="edge">A slot edge, UTC ticks.</param>
    /// <param name="step">G, ticks, more than zero.</param>
    /// <param name="lo">Earliest start, UTC ticks.</param>
    /// <param name="hi">Deadline, UTC ticks.</param>
    /// <param name="work">Duration of the job, ticks.</param>
    public DecisionLattice(long edge, long step, long lo, long hi, long work)
    {
        Step = step;
        Origin = lo - Modulo(lo - edge);
        int[] factors = [-1, 0, 1];
        Residues = [.. (from a in factors from b in factors from c in factors
            select Modulo((a * Modulo(lo - Origin)) + (b * Modulo(hi - Origin)) + (c * Modulo(work)))).Distinct().Order()];
        _classOfDifference = new int[Classes * Classes];
        for (var i = 0; i < _classOfDifference.Length; i++)
        {
            _classOfDifference[i] = Array.IndexOf(Residues, Modulo(Residues[i / Classes] - Residues[i % Classes]));
        }
    }

    /// <summary>Point 0, UTC ticks: the last whole step not after the earliest start.</summary>
    public long Origin { get; }

    public long Step { get; }

    /// <summary>Shifts below one step, ascending; the first is 0.</summary>
    public long[] Residues { get; }

    /// <summary>Points per step.</summary>
    public int Classes => Residues.Length;

    /// <summary>Number of the last point not after the length or the instant relative to the origin, which is zero or more.</summary>
    public int IndexAtOrBefore(long ticks)
    {
        var found = Array.BinarySearch(Residues, ticks % Step);
        return ((int)(ticks / Step) * Classes) + (found >= 0 ? found : ~found - 1);
    }

    /// <summary>Ticks of a point after the origin, or of a length.</summary>
    public long TicksOf(int index) => (index / Classes * Step) + Residues[index % Classes];

    /// <summary>Class of the difference of two points by their classes (−1: no point) and the step borrowed for it.</summary>
    public (int Class, int Borrow) Difference(int classA, int classB) =>
        (_classOfDifference[(classA * Classes) + classB], classA < classB ? 1 : 0);

    /// <summary>Number of the point that lies <paramref name="b"/> before <paramref name="a"/>; it must exist.</summary>
    public int Minus(int a, int b)
    {
        var (remainder, borrow) = Difference(a % Classes, b % Classes);
        return (((a / Classes) - (b / Classes) - borrow) * Classes) + remainder;
    }

    /// <summary>Largest step that divides the distances of all slot edges inside the window and the lengths; and an edge to count from.</summary>
    public static (long Edge, long Step) StepOf(CarbonSignal signal, long lo, long hi, params ReadOnlySpan<long> lengths)
    {
        var (first, step, seen) = (lo, 0L, false);
        foreach (var edge in signal.EdgeTicks)
        {
            if (edge > lo && edge < hi)
            {
                (first, step, seen) = seen ? (first, Gcd(step, edge - first), true) : (edge, 0, true);
            }
        }

        foreach (var length in lengths)
        {
            step = Gcd(step, length);
        }

        // Without any length but those of the window, its own will do.
        return (first, step > 0 ? step : hi - lo);
    }

    private long Modulo(long ticks) => ((ticks % Step) + Step) % Step;

    private static long Gcd(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
