using System.CommandLine;

namespace CarbonApp.Cli.Terminal;

/// <summary><c>--output table|json</c>, and <c>csv</c> where the Api offers it.</summary>
internal static class OutputOption
{
    public static Option<string> Create()
    {
        var option = new Option<string>("--output", "-o") { Description = "table for people, json as the Api says it.", DefaultValueFactory = _ => "table" };
        option.AcceptOnlyFromAmong("table", "json");
        return option;
    }

    public static Option<string> CreateWithCsv()
    {
        var option = Create();
        option.Description = "table for people, json or csv as the Api says it.";
        option.AcceptOnlyFromAmong("table", "json", "csv");
        return option;
    }

    public static bool IsCsv(ParseResult parsed, Option<string> option) => parsed.GetValue(option) == "csv";

    public static bool IsJson(ParseResult parsed, Option<string> option) => parsed.GetValue(option) == "json";
}
