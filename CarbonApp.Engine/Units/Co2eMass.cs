namespace CarbonApp.Engine.Units;

/// <summary>
/// Mass of CO2-equivalent, the sum of greenhouse gases weighted by global warming potential. Not the mass of elemental carbon.
/// </summary>
public readonly record struct Co2eMass
{
    private Co2eMass(double grams) => Grams = grams;

    /// <summary>gCO2eq; finite, zero or more.</summary>
    public double Grams { get; }

    /// <summary>kgCO2eq; finite, zero or more.</summary>
    public double Kilograms => Grams / 1000;

    /// <summary>Makes a mass from gCO2eq.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static Co2eMass FromGrams(double value) => new(Guard.FiniteNotNegative(value, "gCO2eq"));

    /// <summary>Makes a mass from kgCO2eq.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static Co2eMass FromKilograms(double value) => new(Guard.FiniteNotNegative(value, "kgCO2eq") * 1000);

    /// <summary>The mass of both together.</summary>
    public static Co2eMass operator +(Co2eMass left, Co2eMass right) => new(left.Grams + right.Grams);

    /// <inheritdoc cref="op_Addition"/>
    public static Co2eMass Add(Co2eMass left, Co2eMass right) => left + right;

    /// <summary>The value with its unit, for people.</summary>
    public override string ToString() => Grams < 1000 ? $"{Grams:0.##} gCO2eq" : $"{Kilograms:0.###} kgCO2eq";
}
