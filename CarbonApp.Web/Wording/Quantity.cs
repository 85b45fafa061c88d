using System.Globalization;

namespace CarbonApp.Web.Wording;

/// <summary>Quantities as people read them, always with their unit.</summary>
internal static class Quantity
{
    /// <summary>Said where there is no value: never a number.</summary>
    public const string Unknown = "no data";

    /// <summary>212 g/kWh.</summary>
    public static string Intensity(double? gramsPerKilowattHour) =>
        gramsPerKilowattHour is { } value ? $"{IntensityNumber(value)} g/kWh" : Unknown;

    /// <summary>The bare figure, for columns whose heading gives the unit.</summary>
    public static string IntensityNumber(double gramsPerKilowattHour) => Number(gramsPerKilowattHour, gramsPerKilowattHour < 10 ? "0.0" : "#,0");

    /// <summary>12.3 g, 1.23 kg, 4.56 t of CO2 equivalent, three significant figures.</summary>
    public static string Mass(double grams) => Math.Abs(grams) switch
    {
        >= 999_500 => $"{Significant(grams / 1e6)} t",
        >= 999.5 => $"{Significant(grams / 1e3)} kg",
        >= 0.0005 => $"{Significant(grams)} g",
        0 => "0 g",
        _ => $"{Significant(grams * 1000)} mg",
    };

    /// <summary>2.27 kWh.</summary>
    public static string Energy(double kilowattHours) => Math.Abs(kilowattHours) switch
    {
        >= 999.5 => $"{Significant(kilowattHours / 1e3)} MWh",
        >= 0.9995 or 0 => $"{Significant(kilowattHours)} kWh",
        _ => $"{Significant(kilowattHours * 1e3)} Wh",
    };

    /// <summary>850 W.</summary>
    public static string Power(double watts) => watts >= 10_000 ? $"{Significant(watts / 1e3)} kW" : $"{Number(watts, watts < 100 ? "0.#" : "#,0")} W";

    /// <summary>23.4 %.</summary>
    public static string Percent(double percent) => $"{Number(percent, Math.Abs(percent) is < 10 and > 0 ? "0.0" : "0.#")} %";

    /// <summary>€ 1.23, € 0.0045: as many digits as it takes to tell small sums apart.</summary>
    public static string Euros(double euros) =>
        $"{(euros < 0 ? "−" : "")}€ {(Math.Abs(euros) is >= 1 or 0 ? Number(Math.Abs(euros), "#,0.00") : Significant(Math.Abs(euros)))}";

    /// <summary>Three significant figures: 0.0123, 1.23, 1,230.</summary>
    public static string Significant(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        // Rounded before counting digits: 0.9996 is 1.00, not 1.000.
        var digits = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        digits = Math.Abs(value) >= 9.995 * Math.Pow(10, digits) ? digits + 1 : digits;
        var decimals = Math.Clamp(2 - digits, 0, 6);
        return value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
