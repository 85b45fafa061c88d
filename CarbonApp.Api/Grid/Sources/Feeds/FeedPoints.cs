using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources.Feeds;

/// <summary>
/// Values as feeds send them, in any order, twice, with holes or nonsense among them, made into a signal. What is missing stays
/// a gap.
/// </summary>
internal sealed class FeedPoints(string source, DateTimeOffset receivedAt)
{
    /// <summary>No grid emits more per kWh than a lignite plant, about 1,400; twice and more is a fault of unit.</summary>
    public const double MostPlausibleGrams = 5_000;

    private readonly List<Point> _points = [];

    /// <summary>True when the feed sent any value, plausible or not.</summary>
    public bool Any => _points.Count > 0;

    /// <summary>When the feed issued its answer; the time it was received unless it says.</summary>
    public DateTimeOffset IssuedAt { get; set; } = receivedAt;

    /// <summary>Adds a value; null, negative, infinite and implausible ones count as missing.</summary>
    /// <param name="start">Beginning of its slot.</param>
    /// <param name="length">Length of its slot; null when the feed does not say, so that it follows from the others.</param>
    /// <param name="grams">gCO2eq/kWh.</param>
    /// <param name="status">Measured, forecast or estimated.</param>
    public void Add(DateTimeOffset start, TimeSpan? length, double? grams, SignalStatus status) =>
        _points.Add(grams is >= 0 and <= MostPlausibleGrams
            ? new Point(start.ToUniversalTime(), length, grams.Value, status)
            : new Point(start.ToUniversalTime(), length, double.NaN, status) { WasImplausible = grams is not null });

    /// <summary>The signal: in time order, one value per instant.</summary>
    /// <param name="basis">Zone, kind and factor.</param>
    /// <param name="usualStep">Length of a slot when the points do not tell.</param>
    public CarbonSignal ToSignal(SignalBasis basis, TimeSpan usualStep)
    {
        var points = Distinct();
        if (points.Length > 0 && points.All(p => double.IsNaN(p.Grams)) && points.Any(p => p.WasImplausible))
        {
            throw new UpstreamException(source, UpstreamFault.BadPayload, "none of its values is plausible");
        }

        var step = UsualStepOf(points) ?? usualStep;
        var provenances = Enum.GetValues<SignalStatus>().ToDictionary(s => s, s => new SignalProvenance(source, s, IssuedAt));
        var slots = new List<SignalSlot>(points.Length);
        for (var i = 0; i < points.Length; i++)
        {
            var end = points[i].Start + (points[i].Length ?? step);
            if (i + 1 < points.Length && points[i + 1].Start < end)
            {
                end = points[i + 1].Start;
            }

            if (!double.IsNaN(points[i].Grams))
            {
                slots.Add(new SignalSlot(points[i].Start, end, points[i].Grams, provenances[points[i].Status]));
            }
        }

        return CarbonSignal.FromSlots(basis, slots);
    }

    /// <summary>One point per start: a value before a hole, measured before estimated before forecast, the later sent before the earlier.</summary>
    private Point[] Distinct() =>
        [.. _points.Select((point, order) => (point, order))
            .GroupBy(p => p.point.Start)
            .Select(same => same.OrderBy(p => double.IsNaN(p.point.Grams)).ThenBy(p => RankOf(p.point.Status)).ThenByDescending(p => p.order).First().point)
            .OrderBy(p => p.Start)];

    private static int RankOf(SignalStatus status) => status switch
    {
        SignalStatus.Measured => 0,
        SignalStatus.Estimated => 1,
        _ => 2,
    };

    /// <summary>The most frequent distance between neighbours: a hole or a stray point does not change it.</summary>
    private static TimeSpan? UsualStepOf(Point[] points) =>
        points.Length < 3
            ? null
            : points.Zip(points.Skip(1), (a, b) => b.Start - a.Start).GroupBy(d => d).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key;

    private readonly record struct Point(DateTimeOffset Start, TimeSpan? Length, double Grams, SignalStatus Status)
    {
        public bool WasImplausible { get; init; }
    }
}
