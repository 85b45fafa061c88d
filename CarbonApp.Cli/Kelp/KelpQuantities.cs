using System.Globalization;
using CarbonApp.Api.Kelp.Analyses;

namespace CarbonApp.Cli.Kelp;

/// <summary>Areas, masses and intervals for people. A missing number is "no data", never 0.</summary>
internal static class KelpQuantities
{
    private const double M2PerHa = 1e4;
    private const double M2PerKm2 = 1e6;

    public static string Hectares(double? areaM2) => areaM2 is { } m2 ? Format($"{m2 / M2PerHa:#,0.00} ha") : "no data";

    public static string Hectares(AnalysisInterval? areaM2) => areaM2 is null
        ? "no data"
        : Format($"{areaM2.P50 / M2PerHa:#,0.00} ({areaM2.P5 / M2PerHa:#,0.00}–{areaM2.P95 / M2PerHa:#,0.00}) ha");

    public static string SquareKilometres(double areaM2) => Format($"{areaM2 / M2PerKm2:#,0.00} km²");

    /// <summary>Median and 5 to 95 %, three digits of the largest: 1.79 (0.81–3.80) t C.</summary>
    public static string Interval(AnalysisInterval? value, string unit)
    {
        if (value is null)
        {
            return "no data";
        }

        var form = Form(Math.Max(Math.Abs(value.P5), Math.Abs(value.P95)));
        return $"{Text(value.P50, form)} ({Text(value.P5, form)}–{Text(value.P95, form)}) {unit}".TrimEnd();
    }

    public static string Tonnes(double value, string unit) => $"{Text(value, Form(Math.Abs(value)))} {unit}";

    public static string Share(double? share) => share is { } value ? Format($"{100 * value:0.0} %") : "no data";

    public static string Metres(double? metres) => metres is { } value ? Format($"{value:0.00} m") : "no data";

    public static string Degrees(IReadOnlyList<double> box) => string.Join(", ", box.Select(side => Format($"{side:0.####}")));

    private static string Form(double largest) => largest switch
    {
        0 => "0",
        >= 100 => "#,0",
        >= 10 => "0.0",
        >= 1 => "0.00",
        >= 0.1 => "0.000",
        _ => "0.####",
    };

    private static string Text(double value, string form) => value.ToString(form, CultureInfo.InvariantCulture);

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
