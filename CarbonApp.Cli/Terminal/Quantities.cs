using System.Globalization;

namespace CarbonApp.Cli.Terminal;

/// <summary>Numbers for people: each with its unit, always in the same form.</summary>
internal static class Quantities
{
    public static string Intensity(double? gramsPerKilowattHour) =>
        gramsPerKilowattHour is { } value ? Format($"{value:0.00} gCO2eq/kWh") : "no data";

    public static string Grams(double grams) => Math.Abs(grams) >= 100_000
        ? Format($"{grams / 1_000:#,0.0} kgCO2eq")
        : Format($"{grams:#,0.0} gCO2eq");

    public static string Energy(double kilowattHours) => Format($"{kilowattHours:#,0.000} kWh");

    public static string Watts(double watts) => Format($"{watts:#,0.##} W");

    public static string Percent(double percent) => Format($"{percent:0.0} %");

    public static string Count(long count) => Format($"{count:#,0}");

    public static string Megabytes(long bytes) => Format($"{bytes / 1e6:0.0} MB");

    public static string Seconds(double seconds) => Format($"{seconds:0.00} s");

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString(time.Second == 0 ? "yyyy-MM-dd HH:mm'Z'" : "yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Such as 3 h 20 min; seconds only below an hour or where they are all there is.</summary>
    public static string Span(TimeSpan span)
    {
        var parts = new List<string>();
        Add(span.Days, "d");
        Add(span.Hours, "h");
        Add(span.Minutes, "min");
        if (span.TotalHours < 1 || span.Seconds > 0)
        {
            Add(span.Seconds, "s");
        }

        return parts.Count == 0 ? "0 s" : string.Join(' ', parts);

        void Add(int value, string unit)
        {
            if (value > 0)
            {
                parts.Add(Format($"{value} {unit}"));
            }
        }
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
