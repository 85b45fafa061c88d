namespace CarbonApp.Api.Grid.Plans;

/// <summary>The candidates of a plan in order of worth.</summary>
/// <param name="Possible">Best first; among equals the one given first.</param>
/// <param name="Excluded">In the order given.</param>
internal sealed record PlanChoice(IReadOnlyList<PlanCandidate.Possible> Possible, IReadOnlyList<PlanCandidate.Excluded> Excluded)
{
    /// <summary>Values that differ by less than this part of the largest count as equal.</summary>
    private const double Tie = 1e-9;

    public PlanCandidate.Possible? Best => Possible.Count > 0 ? Possible[0] : null;

    /// <summary>No plan at any place is worth less.</summary>
    public double LowerBound => Possible.Min(c => c.LowerBound);

    /// <summary>No plan at any place emits less, transfer included.</summary>
    public double LeastG => Possible.Min(c => c.LeastG);

    public static PlanChoice Of(IReadOnlyList<PlanCandidate> candidates)
    {
        var possible = candidates.OfType<PlanCandidate.Possible>().ToArray();
        if (possible.Length > 1)
        {
            var unit = Tie * possible.Max(c => Math.Abs(c.Value));
            possible = [.. possible.OrderBy(c => unit > 0 ? Math.Round(c.Value / unit) : 0)];
        }

        return new PlanChoice(possible, [.. candidates.OfType<PlanCandidate.Excluded>().OrderBy(c => c.Place.Index)]);
    }
}
