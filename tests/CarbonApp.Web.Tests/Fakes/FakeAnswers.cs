using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Grid.Zones;

namespace CarbonApp.Web.Tests.Fakes;

/// <summary>Answers of the stand-in, in Api's contracts.</summary>
internal static class FakeAnswers
{
    public static ZonesResponse Zones(DateTimeOffset now, string state) => new()
    {
        AsOf = now,
        Zones = state == "empty" ? [] : [.. TestGrid.Zones.Select(z => Zone(z.Zone, z.Name, z.Mean, z.Regions, now, state)).OrderBy(z => z.Intensity ?? double.MaxValue)],
    };

    public static SignalResponse Signal(string zone, string name, double mean, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, string state)
    {
        var slots = TestGrid.Slots(mean, from, to, state == "estimated" ? DateTimeOffset.MinValue : now);
        return new SignalResponse
        {
            Zone = zone, ZoneName = name, Kind = "average", Factor = "lifecycle", From = from, To = to, Slots = slots, Provenance = Provenance(zone, slots, now, state),
        };
    }

    public static IReadOnlyList<ProvenanceItem> Provenance(string zone, IReadOnlyList<ForecastSlot> slots, DateTimeOffset now, string state)
    {
        var known = slots.Where(s => s.Status is not null).ToArray();
        var time = known.Sum(s => (s.End - s.Start).TotalSeconds);
        return [.. known.GroupBy(s => (s.Source, s.Status)).Select(g => new ProvenanceItem
        {
            Zone = zone,
            Source = g.Key.Source!,
            Status = g.Key.Status!,
            IssuedAt = now - Age(state),
            AgeSeconds = Age(state).TotalSeconds,
            Kind = "average",
            Factor = "lifecycle",
            Share = g.Sum(s => (s.End - s.Start).TotalSeconds) / time,
            EstimatedShare = g.Key.Status == "estimated" ? g.Sum(s => (s.End - s.Start).TotalSeconds) / time : 0,
        })];
    }

    private static ZoneItem Zone(string zone, string name, double mean, string[] regions, DateTimeOffset now, string state)
    {
        // One zone of which nothing is known, one that is estimated and flat: every page must bear both.
        var unknown = zone == "XT-66";
        var estimated = state == "estimated" || zone == TestGrid.Flat;
        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        double? At(DateTimeOffset time) => unknown ? null : zone == TestGrid.Flat ? mean : TestGrid.Intensity(mean, time);
        var intensity = At(hour);
        return new ZoneItem
        {
            Zone = zone,
            Name = name,
            Intensity = intensity,
            Status = intensity is null ? null : estimated ? "estimated" : "measured",
            Source = intensity is null ? null : estimated ? "annual-mean" : "neso",
            IssuedAt = intensity is null ? null : estimated ? TestGrid.MeanIssued : now - Age(state),
            Next24H = [.. Enumerable.Range(0, 24).Select(h => At(hour.AddHours(h)))],
            IsEstimate = estimated,
            CloudRegions = regions,
        };
    }

    private static TimeSpan Age(string state) => state == "stale" ? TimeSpan.FromHours(7) : TimeSpan.FromMinutes(12);
}
