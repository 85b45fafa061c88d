using System.CommandLine;

namespace CarbonApp.Cli.Kelp.Analyses;

/// <summary><c>--save FOLDER</c>.</summary>
internal static class SaveOption
{
    public static Option<string?> Create() => new("--save")
    {
        Description = "Save every file of the analysis into this folder: report, polygons, time series, rasters.", HelpName = "FOLDER",
    };
}
