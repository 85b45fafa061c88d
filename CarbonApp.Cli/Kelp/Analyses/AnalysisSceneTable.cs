using System.Globalization;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Cli.Terminal;
using Spectre.Console;

namespace CarbonApp.Cli.Kelp.Analyses;

/// <summary>Scenes and quarters of an analysis for people.</summary>
internal static class AnalysisSceneTable
{
    public static void Write(AnalysisResult result, IAnsiConsole console)
    {
        WriteScenes(result.Scenes, console);
        if (result.TimeSeries.Count > 1)
        {
            WriteQuarters(result.TimeSeries, console);
        }
    }

    private static void WriteScenes(IReadOnlyList<AnalysisScene> scenes, IAnsiConsole console)
    {
        var table = PlainTable.Create("Scene", "Taken (UTC)", "Cloud", "Sea seen", "Offset", "Tide", "Canopy", "Left out because");
        foreach (var scene in scenes)
        {
            table.Add(
                scene.Id,
                Quantities.Time(scene.DatetimeUtc),
                KelpQuantities.Share(scene.CloudShare),
                KelpQuantities.Share(scene.ValidShare),
                scene.OffsetDn is { } offset ? string.Create(CultureInfo.InvariantCulture, $"{offset:0} ({scene.OffsetRule})") : "",
                Tide(scene.Tide),
                scene.Used ? KelpQuantities.Hectares(scene.KelpAreaM2) : "",
                scene.Used ? "" : scene.LeftOutReason ?? "not said");
        }

        console.Write(table);
    }

    private static void WriteQuarters(IReadOnlyList<AnalysisQuarter> quarters, IAnsiConsole console)
    {
        var table = PlainTable.Create("Quarter", "Canopy, median (5–95 %)", "As mapped", "Cells with kelp", "Cells seen", "Scenes", "Tide");
        foreach (var quarter in quarters)
        {
            table.Add(
                $"{quarter.Year} Q{quarter.Quarter}",
                KelpQuantities.Hectares(quarter.CanopyAreaM2),
                KelpQuantities.Hectares(quarter.KelpAreaM2),
                Quantities.Count(quarter.CountCellsKelp),
                $"{Quantities.Count(quarter.CountCellsNoClouds)} of {Quantities.Count(quarter.CountCellsHistoricFootprint)}",
                Quantities.Count(quarter.Scenes),
                KelpQuantities.Metres(quarter.TideHeightM));
        }

        console.Write(table);
    }

    private static string Tide(AnalysisTide? tide) => tide is null
        ? "no data"
        : $"{KelpQuantities.Metres(tide.HeightM)} above {tide.ChartDatum}, {string.Join(" and ", tide.Stations.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Name} {s.DistanceKm:0} km")))}";
}
