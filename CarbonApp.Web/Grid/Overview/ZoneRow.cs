using CarbonApp.Api.Grid.Zones;
using CarbonApp.Web.Grid.Charts;
using CarbonApp.Web.Wording;

namespace CarbonApp.Web.Grid.Overview;

/// <summary>A zone's line on the overview.</summary>
/// <param name="Rank">1 is the cleanest.</param>
/// <param name="Item">What Api said of it.</param>
internal sealed record ZoneRow(int Rank, ZoneItem Item)
{
    /// <summary>First of the three cleanest hours in a row, as an index into the 24; null when unknown.</summary>
    public int? Best3 { get; } = CleanestHours.Find(Item.Next24H, 3);

    /// <summary>The cleanest hour; null when unknown.</summary>
    public int? Best1 { get; } = CleanestHours.Find(Item.Next24H, 1);

    /// <summary>The sparkline in words.</summary>
    public string Words
    {
        get
        {
            var known = Item.Next24H.OfType<double>().ToArray();
            var gaps = Item.Next24H.Count - known.Length;
            return $"Next 24 hours in {Item.Name}: between {Quantity.Intensity(known.Min())} and {Quantity.Intensity(known.Max())}"
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
