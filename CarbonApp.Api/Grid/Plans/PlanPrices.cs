using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Planning;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Reads what electricity costs at a site.</summary>
internal static class PlanPrices
{
    private const int MostPrices = 5_000;
    private const double HighestPrice = 100_000;

    /// <summary>Begin and end of time on the wire, for a price that never changes.</summary>
    private static readonly (DateTimeOffset From, DateTimeOffset To) Always =
        (new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2201, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static void CheckCount(IReadOnlyList<PlanSite> sites, FieldErrors errors) =>
        errors.Within("sites.prices", sites.Sum(s => (long)(s?.Prices?.Count ?? 0)), 0, MostPrices, " prices in all");

    /// <summary>Null where none is given, or it is wrong.</summary>
    public static PriceSignal? Read(PlanSite site, string field, FieldErrors errors)
    {
        if (site is { EurPerMwh: not null, Prices: not null })
        {
            errors.Add(field, "give either eurPerMwh or prices, not both.");
        }

        if (site.EurPerMwh is { } flat)
        {
            errors.Within($"{field}.eurPerMwh", flat, -HighestPrice, HighestPrice, " EUR/MWh");
            return errors.Any ? null : PriceSignal.FromSlots([new PriceSlot(Always.From, Always.To, flat)]);
        }

        return site.Prices is null ? null : ReadSeries(site, $"{field}.prices", errors);
    }

    private static PriceSignal? ReadSeries(PlanSite site, string field, FieldErrors errors)
    {
        var slots = new List<PriceSlot>(Math.Min(site.Prices!.Count, MostPrices));
        foreach (var item in site.Prices.Take(MostPrices))
        {
            if (item is not { Start: { } start, End: { } end, EurPerMwh: >= -HighestPrice and <= HighestPrice and var price })
            {
                errors.Add(field, $"each price needs start, end and eurPerMwh from −{HighestPrice:0} to {HighestPrice:0}.");
                return null;
            }

            slots.Add(new PriceSlot(start, end, price));
        }

        try
        {
            return PriceSignal.FromSlots(slots);
        }
        catch (ArgumentException)
        {
            errors.Add(field, "two prices overlap, or one ends before it starts.");
            return null;
        }
    }
}
