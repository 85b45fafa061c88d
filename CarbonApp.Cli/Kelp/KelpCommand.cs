using System.CommandLine;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Kelp.Analyses;
using CarbonApp.Cli.Kelp.Benches;
using CarbonApp.Cli.Kelp.Chips;
using CarbonApp.Cli.Kelp.References;
using CarbonApp.Cli.Kelp.Scenes;
using CarbonApp.Cli.Kelp.Tides;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Kelp;

/// <summary><c>carbon kelp</c>: how much kelp does an area hold, and how sure is that?</summary>
internal static class KelpCommand
{
    public static Command Create(ApiOption api, Screen screen, StopSignals stop) => new(
        "kelp", "Says how much kelp a stretch of coast holds, from scenes of Sentinel-2, and how sure that is.")
    {
        AnalyzeCommand.Create(api, screen, stop),
        ShowCommand.Create(api, screen, stop),
        ListCommand.Create(api, screen),
        CancelCommand.Create(api, screen),
        DeleteCommand.Create(api, screen),
        ScenesCommand.Create(api, screen),
        TideCommand.Create(api, screen),
        AddChipCommand.Create(screen),
        BenchCommand.Create(screen),
        SpeciesCommand.Create(api, screen),
        IndicesCommand.Create(api, screen),
    };
}
