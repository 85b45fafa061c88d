using CarbonApp.Api.Grid.Zones;
using CarbonApp.Web.Grid.Charts;
using CarbonApp.Web.Wording;

namespace CarbonApp.Web.Grid.Overview;

/// <summary>A zone's line on the overview.</summary>
/// <param name="Rank">1 is the cleanest.</param>
/// <param name="Item">What Api said of it.</param>
internal sealed record ZoneRow(int Rank, ZoneItem Item)
{
    /// <summary>Below this gain on the day's mean no stretch is called better: it would be noise of a source or of the model.</summary>
    public const double FlatBelow = 0.01;

    private readonly int? _cleanest = CleanestHours.Find(Item.Next24H, 3);

    /// <summary>First of the three cleanest hours in a row, as an index into the 24; null when unknown, or no better than any other.</summary>
    public int? Best3 => IsFlat ? null : _cleanest;

    /// <summary>Mean of those three hours, gCO2eq/kWh.</summary>
    public double? Best3Mean => Best3 is { } first ? Item.Next24H.Skip(first).Take(3).Average() : null;

    /// <summary>True when even the cleanest three hours gain next to nothing on the mean of the known ones.</summary>
    public bool IsFlat => _cleanest is { } first && Item.Next24H.Skip(first).Take(3).Average() >= (1 - FlatBelow) * Item.Next24H.Average();

    /// <summary>The sparkline in words.</summary>
    public string Words
    {
        get
        {
            var known = Item.Next24H.OfType<double>().ToArray();
            var gaps = Item.Next24H.Count - known.Length;
            var (low, high) = (Quantity.Intensity(known.Min()), Quantity.Intensity(known.Max()));
            return $"Next 24 hours in {Item.Name}: {(low == high ? $"flat at {low}" : $"between {low} and {high}")}"
                + (gaps > 0 ? $", {gaps} hours without data" : "");
        }
    }

    /// <summary>Whether every word of a search is in the zone's key, name or cloud regions.</summary>
    public bool Matches(string? query) =>
        string.IsNullOrEmpty(query)
        || query.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
            Contains(Item.Zone, word) || Contains(Item.Name, word) || Item.CloudRegions.Any(r => Contains(r, word)));

    private static bool Contains(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
