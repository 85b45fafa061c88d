using System.CommandLine;

namespace CarbonApp.Cli.Terminal;

/// <summary><c>--output table|json</c>.</summary>
internal static class OutputOption
{
    public static Option<string> Create()
    {
        var option = new Option<string>("--output", "-o") { Description = "table for people, json as the Api says it.", DefaultValueFactory = _ => "table" };
        option.AcceptOnlyFromAmong("table", "json");
        return option;
    }

    public static bool IsJson(ParseResult parsed, Option<string> option) => parsed.GetValue(option) == "json";
}
