using System.CommandLine;
using System.Globalization;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Kelp;

/// <summary>Times of kelp commands: a date, or an instant in UTC.</summary>
internal static class KelpTime
{
    public static Option<string?> Option(string name, string meaning, bool required = false) => new(name)
    {
        Description = $"{meaning}, such as 2024-06-01 or 2024-06-01T10:30Z; UTC where no offset is given.",
        HelpName = "TIME",
        Required = required,
        CustomParser = TimeArguments.CheckTime,
    };

    /// <summary>The time given; null where none was.</summary>
    public static DateTimeOffset? Value(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } text && TimeArguments.TryParseTime(text, TimeProvider.System.GetUtcNow(), out var time) ? time : null;

    /// <summary>As a query's value.</summary>
    public static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
