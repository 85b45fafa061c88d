using CarbonApp.Api.Grid.Plans;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>Energy drawn evenly over a stretch of time; at once where the stretch has no length.</summary>
/// <param name="Zone">Grid zone.</param>
/// <param name="Start">Inclusive, UTC.</param>
/// <param name="End">Exclusive, UTC.</param>
/// <param name="EnergyKwh">From the grid, kWh.</param>
internal readonly record struct Draw(ZoneId Zone, DateTimeOffset Start, DateTimeOffset End, double EnergyKwh)
{
    /// <summary>What a stretch of a run drew.</summary>
    public static Draw Of(ActualItem item) => new(ZoneId.Parse(item.Zone), item.Start, item.End, item.EnergyKwh);

    /// <summary>What a segment of a plan draws: evenly, but for a start-up, which has a power of its own.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="kilowatts">Running power before PUE.</param>
    public static IEnumerable<Draw> Of(PlanSegmentItem segment, double kilowatts)
    {
        var zone = ZoneId.Parse(segment.Site.Zone);
        if (segment.WorkStart is not { } workStart)
        {
            yield return new Draw(zone, segment.Start, segment.End, segment.EnergyKwh);
            yield break;
        }

        var work = Math.Min(segment.EnergyKwh, kilowatts * segment.Site.Pue * (segment.End - workStart).TotalHours);
        yield return new Draw(zone, segment.Start, workStart, segment.EnergyKwh - work);
        yield return new Draw(zone, workStart, segment.End, work);
    }
}
