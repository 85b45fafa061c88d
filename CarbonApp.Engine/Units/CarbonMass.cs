namespace CarbonApp.Engine.Units;

/// <summary>Mass of elemental carbon, as tissue holds it. Not CO2-equivalent: <see cref="ToCo2e"/>.</summary>
public readonly record struct CarbonMass
{
    private CarbonMass(double kilograms) => Kilograms = kilograms;

    /// <summary>kg C; finite, zero or more.</summary>
    public double Kilograms { get; }

    /// <summary>t C; finite, zero or more.</summary>
    public double Tonnes => Kilograms / 1000;

    /// <summary>Makes one from kg C.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static CarbonMass FromKilograms(double value) => new(Guard.FiniteNotNegative(value, "kg C"));

    /// <summary>Makes one from t C.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static CarbonMass FromTonnes(double value) => new(Guard.FiniteNotNegative(value, "t C") * 1000);

    /// <summary>Both together.</summary>
    public static CarbonMass operator +(CarbonMass left, CarbonMass right) => new(left.Kilograms + right.Kilograms);

    /// <inheritdoc cref="op_Addition"/>
    public static CarbonMass Add(CarbonMass left, CarbonMass right) => left + right;

    /// <summary>The CO2 that holds this carbon: 44/12 of its mass (molar masses of CO2 and C). 12 t C are 44 t CO2e.</summary>
    public Co2eMass ToCo2e() => Co2eMass.FromKilograms(Kilograms * 44 / 12);

    /// <summary>The value with its unit, for people.</summary>
    public override string ToString() => $"{Tonnes:0.###} t C";
}
