using System.CommandLine;

namespace CarbonApp.Cli.Kelp.Analyses;

/// <summary>The id of an analysis.</summary>
internal static class IdArgument
{
    public static Argument<string> Create() => new("id") { Description = "Id of the analysis, as analyze and list say it." };
}
