using System.Globalization;

namespace CarbonApp.Engine.Grid.Signals.Import;

/// <summary>Reads a cell that should hold gCO2eq/kWh.</summary>
internal static class IntensityText
{
    private const int LongestNumber = 64;

    /// <summary>
    /// The value, or NaN for an empty cell, which is a gap. <paramref name="fault"/> says what is wrong with any other cell.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, bool decimalComma, out double value, out string fault)
    {
        (value, fault) = (double.NaN, "");
        if (text.IsEmpty)
        {
            return true;
        }

        if (!TryNumber(text, decimalComma, out value))
        {
            fault = decimalComma
                ? "is not a number: expected gCO2eq/kWh such as 120,5 or 120.5; leave the cell empty where no value is known."
                : "is not a number: expected gCO2eq/kWh such as 120.5; leave the cell empty where no value is known.";
            return false;
        }

        return IsAccepted(value, out fault);
    }

    /// <summary>Finite, zero or more, and not beyond what a grid can emit.</summary>
    public static bool IsAccepted(double value, out string fault)
    {
        fault = !double.IsFinite(value)
            ? "is not a finite number: leave the cell empty where no value is known."
            : value < 0
                ? "is negative: an intensity is zero or more gCO2eq/kWh."
                : value > SignalFileLimits.GramsPerKilowattHour
                    ? $"is more than {SignalFileLimits.GramsPerKilowattHour:N0} gCO2eq/kWh: check the unit (g/kWh equals kg/MWh)."
                    : "";
        return fault.Length == 0;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, bool decimalComma, out double value)
    {
        value = double.NaN;
        if (text.Length > LongestNumber)
        {
            return false;
        }

        if (decimalComma && text.IndexOf((byte)',') is var comma and >= 0)
        {
            Span<byte> withPoint = stackalloc byte[LongestNumber];
            text.CopyTo(withPoint);
            withPoint[comma] = (byte)'.';
            return double.TryParse(withPoint[..text.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }
}
