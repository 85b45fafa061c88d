using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Tests.Grid.Planning;

/// <summary>Small random trade-offs in whole seconds, counted in whole numbers so that equals are equal.</summary>
internal static class ParetoCases
{
    public static (ParetoSite[] Sites, MovableJob Job) Random(Random random, bool withPrices)
    {
        var earliest = TestSignals.Midnight.AddSeconds(random.Next(-2, 4));
        var job = new MovableJob(TimeSpan.FromSeconds(random.Next(1, 9)), earliest, earliest.AddSeconds(random.Next(1, 30)));
        var sites = Enumerable.Range(0, random.Next(1, 4)).Select(_ => new ParetoSite(
            TestSignals.Random(random, random.Next(1, 9), 6, gaps: random.Next(2) == 0),
            withPrices ? Prices(random) : null,
            Power.FromWatts(1000 * random.Next(1, 3)),
            Co2eMass.FromGrams(random.Next(3) / 36.0),
            random.Next(3) / 36000.0)).ToArray();
        return (sites, job);
    }

    /// <summary>Sites and start seconds that no other corner equals or beats; of equals the first site stays.</summary>
    public static IEnumerable<(int Site, int Second)> AllPairs(ParetoSite[] sites, MovableJob job)
    {
        var (hasCost, duration) = (sites.Any(s => s.Price is not null), (int)job.Duration.TotalSeconds);
        var edges = sites.SelectMany(s => s.Carbon.Slots.SelectMany(slot => new[] { slot.Start, slot.End }))
            .Concat(sites.SelectMany(s => PriceEdges(s)))
            .Select(e => (int)(e - job.Earliest).TotalSeconds).ToHashSet();
        var last = (int)(job.Deadline - job.Earliest).TotalSeconds - duration;
        var corners = Enumerable.Range(0, Math.Max(0, last + 1)).Where(s => s == 0 || s == last || edges.Contains(s) || edges.Contains(s + duration));
        var all = (from second in corners
                   from site in Enumerable.Range(0, sites.Length)
                   let value = ValueAt(sites[site], job, second, hasCost)
                   where value is not null
                   select (Site: site, Second: second, value.Value.Grams, value.Value.Euros)).ToArray();
        return all.Where(p => !all.Any(q => q.Second <= p.Second && q.Grams <= p.Grams && q.Euros <= p.Euros
            && (q.Second < p.Second || q.Grams < p.Grams || q.Euros < p.Euros || q.Site < p.Site))).Select(p => (p.Site, p.Second));
    }

    /// <summary>Every start at a whole second of every site.</summary>
    public static IEnumerable<(double Grams, double Euros, DateTimeOffset Finish)> AllSeconds(ParetoSite[] sites, MovableJob job)
    {
        var hasCost = sites.Any(s => s.Price is not null);
        for (var second = 0; job.Earliest.AddSeconds(second) + job.Duration <= job.Deadline; second++)
        {
            foreach (var site in sites)
            {
                if (ValueAt(site, job, second, hasCost) is { } value)
                {
                    yield return (value.Grams / 3600.0, value.Euros / 3.6e6, job.Earliest.AddSeconds(second) + job.Duration);
                }
            }
        }
    }

    /// <summary>In 1/3600 g and 1/3,600,000 EUR, which are whole numbers here.</summary>
    private static (long Grams, long Euros)? ValueAt(ParetoSite site, MovableJob job, int second, bool hasCost)
    {
        var (grams, euros) = (site.Transfer.Grams * 3600, hasCost ? site.TransferEuros * 3.6e6 : 0);
        for (var s = second; s < second + (int)job.Duration.TotalSeconds; s++)
        {
            var from = job.Earliest.AddSeconds(s);
            grams += (site.Carbon.SlotAt(from)?.GramsPerKilowattHour ?? double.NaN) * site.Power.Watts / 1000;
            euros += hasCost ? (site.Price?.Mean(from, from.AddSeconds(1)) ?? double.NaN) * site.Power.Watts / 1000 : 0;
        }

        return double.IsNaN(grams + euros) ? null : ((long)Math.Round(grams), (long)Math.Round(euros));
    }

    private static PriceSignal Prices(Random random)
    {
        var (slots, start) = (new List<PriceSlot>(), TestSignals.Midnight.AddSeconds(-2));
        for (var i = random.Next(3, 9); i > 0; i--)
        {
            var end = start.AddSeconds(random.Next(1, 9));
            slots.Add(new PriceSlot(start, end, random.Next(12) == 0 ? double.NaN : random.Next(-3, 9) * 10));
            start = end;
        }

        return PriceSignal.FromSlots(slots);
    }

    private static IEnumerable<DateTimeOffset> PriceEdges(ParetoSite site) =>
        site.Price is null ? [] : site.Price.EdgeTicks.ToArray().Select(t => new DateTimeOffset(t, TimeSpan.Zero));
}
