namespace CarbonApp.Engine.Units;

/// <summary>
/// Mass of CO2-equivalent per electrical energy. Not to be confused with elemental carbon, which kelp tissue holds.
/// </summary>
/// <remarks>A missing intensity is never a <see cref="CarbonIntensity"/>: signals hold gaps as NaN and say so.</remarks>
public readonly record struct CarbonIntensity : IComparable<CarbonIntensity>
{
    private CarbonIntensity(double gramsPerKilowattHour) => GramsPerKilowattHour = gramsPerKilowattHour;

    /// <summary>gCO2eq/kWh; finite, zero or more.</summary>
    public double GramsPerKilowattHour { get; }

    /// <summary>Makes an intensity from gCO2eq/kWh.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static CarbonIntensity FromGramsPerKilowattHour(double value) => new(Guard.FiniteNotNegative(value, "gCO2eq/kWh"));

    /// <summary>Makes an intensity from lb CO2/MWh, the unit WattTime reports (1 lb = 453.59237 g exactly, NIST SP 811).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static CarbonIntensity FromPoundsPerMegawattHour(double value) =>
        new(Guard.FiniteNotNegative(value, "lb/MWh") * 0.45359237);

    /// <summary>Emissions of using <paramref name="energy"/> at this intensity.</summary>
    public static Co2eMass operator *(CarbonIntensity intensity, Energy energy) =>
        Co2eMass.FromGrams(intensity.GramsPerKilowattHour * energy.KilowattHours);

    /// <inheritdoc cref="op_Multiply"/>
    public static Co2eMass Multiply(CarbonIntensity intensity, Energy energy) => intensity * energy;

    /// <inheritdoc/>
    public int CompareTo(CarbonIntensity other) => GramsPerKilowattHour.CompareTo(other.GramsPerKilowattHour);

    /// <summary>True when <paramref name="left"/> is cleaner than <paramref name="right"/>.</summary>
    public static bool operator <(CarbonIntensity left, CarbonIntensity right) => left.CompareTo(right) < 0;

    /// <summary>True when <paramref name="left"/> is dirtier than <paramref name="right"/>.</summary>
    public static bool operator >(CarbonIntensity left, CarbonIntensity right) => left.CompareTo(right) > 0;

    /// <summary>True when <paramref name="left"/> is not dirtier than <paramref name="right"/>.</summary>
    public static bool operator <=(CarbonIntensity left, CarbonIntensity right) => left.CompareTo(right) <= 0;

    /// <summary>True when <paramref name="left"/> is not cleaner than <paramref name="right"/>.</summary>
    public static bool operator >=(CarbonIntensity left, CarbonIntensity right) => left.CompareTo(right) >= 0;

    /// <summary>The value with its unit, for people.</summary>
    public override string ToString() => $"{GramsPerKilowattHour:0.##} gCO2eq/kWh";
}
