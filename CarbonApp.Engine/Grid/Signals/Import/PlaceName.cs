using CarbonApp.Engine.Grid.Regions;

namespace CarbonApp.Engine.Grid.Signals.Import;

/// <summary>
/// What a file calls a place: a grid zone, or a cloud region, as the files of the Carbon Aware SDK do, which stands for the zone that
/// feeds it. No region's code is a zone of the table.
/// </summary>
internal static class PlaceName
{
    public const string Expected =
        "is neither a grid zone nor a cloud region: expected 2 to 32 letters, digits and single dashes, such as GB, US-MIDA-PJM or eastus.";

    public static bool TryParse(string text, out ZoneId zone)
    {
        if (CloudRegionTable.FindByCode(text.Trim()) is [var region, ..])
        {
            zone = region.Zone;
            return true;
        }

        return ZoneId.TryParse(text, out zone);
    }
}
