using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>A plan than which none is better in one respect without being worse in another.</summary>
/// <param name="Site">Number of the site, from 0 in the order given.</param>
/// <param name="Segments">When it runs, in time order.</param>
/// <param name="Emissions">Run and transfer.</param>
/// <param name="CostEuros">Energy and transfer, EUR; null when the front has no cost axis.</param>
public sealed record ParetoPoint(int Site, IReadOnlyList<PlanSegment> Segments, Co2eMass Emissions, double? CostEuros)
{
    /// <summary>End of the last segment.</summary>
    public DateTimeOffset Finish => Segments[^1].End;
}

/// <summary>All plans of one job that are not worse than another in emissions, finish and, where prices are known, cost.</summary>
/// <param name="Points">By finish, then emissions.</param>
/// <param name="Knee">
/// Number of the point that lies farthest from the chord towards the ideal; −1 when there are no points. Each axis is scaled to 0…1
/// over the front; the chord of two axes joins the ends (0, 1) and (1, 0), that of three is the plane through the unit points, so
/// the farthest point is the one with the least sum of coordinates (Das 1999). The earliest among equals.
/// </param>
/// <param name="HasCost">True when cost is an axis: at least one site has a price.</param>
/// <param name="SitesWithoutPrice">Sites left out because cost is an axis and they have no price.</param>
public sealed record ParetoFront(IReadOnlyList<ParetoPoint> Points, int Knee, bool HasCost, IReadOnlyList<int> SitesWithoutPrice)
{
    /// <summary>Values closer than this part of the largest one on their axis count as equal.</summary>
    private const double TieTolerance = 1e-9;

    /// <summary>
    /// Drops every candidate that another one equals or beats on all axes: a sweep by finish that keeps the staircase of least cost by
    /// emissions. O(m log m) for m candidates, when few stay on the staircase.
    /// </summary>
    /// <param name="candidates">Emissions in g, cost in EUR or 0 without that axis, finish in ticks.</param>
    /// <param name="cancellationToken">Ends a long sweep.</param>
    /// <returns>Those that stay, by finish, emissions, cost and the order given.</returns>
    internal static List<ParetoCandidate> Filter(IReadOnlyList<ParetoCandidate> candidates, CancellationToken cancellationToken)
    {
        var (gram, euro) = (Unit(candidates, c => c.Grams), Unit(candidates, c => c.Euros));
        var rounded = candidates.Select((c, i) => (c.Finish, Grams: Math.Round(c.Grams / gram), Euros: Math.Round(c.Euros / euro), Index: i)).ToArray();
        Array.Sort(rounded);
        var front = new List<ParetoCandidate>();
        var staircase = new List<(double Grams, double Euros)>();
        foreach (var (_, grams, euros, index) in rounded)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var place = FirstAbove(staircase, grams);
            if (place > 0 && staircase[place - 1].Euros <= euros)
            {
                continue;
            }

            var worse = place;
            while (worse < staircase.Count && staircase[worse].Euros >= euros)
            {
                worse++;
            }

            place -= place > 0 && staircase[place - 1].Grams == grams ? 1 : 0;
            staircase.RemoveRange(place, worse - place);
            staircase.Insert(place, (grams, euros));
            front.Add(candidates[index]);
        }

        return front;
    }

    internal static int KneeOf(IReadOnlyList<ParetoCandidate> front)
    {
        var (grams, euros, finish) = (Range(front, c => c.Grams), Range(front, c => c.Euros), Range(front, c => c.Finish));
        var (knee, lowest) = (-1, double.PositiveInfinity);
        for (var i = 0; i < front.Count; i++)
        {
            var sum = Scaled(front[i].Grams, grams) + Scaled(front[i].Euros, euros) + Scaled(front[i].Finish, finish);
            (knee, lowest) = sum < lowest - TieTolerance ? (i, sum) : (knee, lowest);
        }

        return knee;
    }

    private static int FirstAbove(List<(double Grams, double Euros)> staircase, double grams)
    {
        var (lo, hi) = (0, staircase.Count);
        while (lo < hi)
        {
            var middle = (lo + hi) / 2;
            (lo, hi) = staircase[middle].Grams <= grams ? (middle + 1, hi) : (lo, middle);
        }

        return lo;
    }

    private static double Unit(IReadOnlyList<ParetoCandidate> candidates, Func<ParetoCandidate, double> axis)
    {
        var largest = candidates.Count > 0 ? candidates.Max(c => Math.Abs(axis(c))) : 0;
        return largest > 0 ? largest * TieTolerance : 1;
    }

    private static (double Least, double Width) Range(IReadOnlyList<ParetoCandidate> front, Func<ParetoCandidate, double> axis)
    {
        var least = front.Count > 0 ? front.Min(axis) : 0;
        return (least, front.Count > 0 ? front.Max(axis) - least : 0);
    }

    private static double Scaled(double value, (double Least, double Width) range) => range.Width > 0 ? (value - range.Least) / range.Width : 0;
}

/// <summary>A plan before it is known to be on the front.</summary>
/// <param name="Site">Number of the site.</param>
/// <param name="Start">Of a contiguous plan, UTC ticks; of another one the number of the plan.</param>
/// <param name="Grams">gCO2eq.</param>
/// <param name="Euros">EUR; 0 when cost is no axis.</param>
/// <param name="Finish">UTC ticks.</param>
internal readonly record struct ParetoCandidate(int Site, long Start, double Grams, double Euros, long Finish);
