using System.Globalization;
using CarbonApp.Api.Grid.Zones;
using CarbonApp.Cli.Terminal;
using Spectre.Console;

namespace CarbonApp.Cli.Ranks;

/// <summary>Rankings for people.</summary>
internal static class RankTable
{
    public static void Write(IReadOnlyList<ZoneItem> zones, DateTimeOffset asOf, IAnsiConsole console)
    {
        var table = PlainTable.Create("#", "Zone", "Place", "Now", "Coming 24 h", "Status", "Source");
        foreach (var zone in zones)
        {
            AddRow(table, zone.Zone, zone.Name, Quantities.Intensity(zone.Intensity), Day(zone, console), zone.Status ?? "no data", zone.Source ?? "");
        }

        console.Write(table);
        console.MarkupLineInterpolated($"As of {Quantities.Time(asOf)}.");
    }

    public static void Write(IReadOnlyList<RankedRegion> regions, DateTimeOffset asOf, IAnsiConsole console)
    {
        var table = PlainTable.Create("#", "Region", "Place", "Zone", "Grid now", "PUE", "Per kWh of computing", "Coming 24 h", "Status");
        foreach (var row in regions)
        {
            AddRow(
                table,
                $"{row.Region.Provider}/{row.Region.Code}",
                row.Region.Place,
                row.Region.Zone,
                Quantities.Intensity(row.Zone?.Intensity),
                row.Region.Pue.ToString("0.000", CultureInfo.InvariantCulture),
                Quantities.Intensity(row.ComputingIntensity),
                Day(row.Zone, console),
                row.Zone?.Status ?? "no data");
        }

        console.Write(table);
        console.MarkupLineInterpolated($"As of {Quantities.Time(asOf)}.");
    }

    private static string Day(ZoneItem? zone, IAnsiConsole console) =>
        zone is null ? "" : Sparkline.Draw(zone.Next24H, console.Profile.Capabilities.Unicode);

    private static void AddRow(Table table, params string[] cells) =>
        table.Add([(table.Rows.Count + 1).ToString(CultureInfo.InvariantCulture), .. cells]);
}
