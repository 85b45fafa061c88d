using CarbonApp.Api.Grid.Plans;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Mcp;

/// <summary>Reads arguments that several tools take, and holds their schemas.</summary>
internal static class ToolArguments
{
    public const string SiteSchema = """
        "zone": {"type": "string", "description": "Electricity grid zone, such as GB, DE or US-MIDA-PJM. Give zone or region."},
        "region": {"type": "string", "description": "Cloud region as PROVIDER/CODE, such as aws/eu-west-2, azure/westeurope or gcp/us-east4. Give region or zone."}
        """;

    public const string FactorSchema = """
        "factor": {"type": "string", "enum": ["lifecycle", "direct"], "description": "Emissions over the life cycle of power plants (default), or of combustion only."}
        """;

    public static PlanSite Site(string? zone, string? region, double? pue = null)
    {
        if (zone is null == region is null)
        {
            throw new ToolArgumentException("Give either zone, such as GB, or region, such as aws/eu-west-2.");
        }

        var slash = region?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return region is null
            ? new PlanSite { Zone = zone, Pue = pue }
            : new PlanSite { Provider = slash < 0 ? null : region[..slash], Region = region[(slash + 1)..], Pue = pue };
    }

    public static TimeSpan Duration(string name, string text) => TimeArguments.TryParseDuration(text, out var duration)
        ? duration
        : throw new ToolArgumentException($"{name}: '{Shorten(text)}' is not a duration above zero, {TimeArguments.DurationHelp}.");

    public static DateTimeOffset? Time(string name, string? text, DateTimeOffset now) =>
        text is null ? null
        : TimeArguments.TryParseTime(text, now, out var time) ? time
        : throw new ToolArgumentException($"{name}: '{Shorten(text)}' is not a time, {TimeArguments.TimeHelp}.");

    /// <summary>Warnings of an answer as the last line of a summary; nothing when there are none.</summary>
    public static string Warnings(IEnumerable<string> warnings) => string.Concat(warnings.Select(w => $"\nWarning: {w}"));

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
