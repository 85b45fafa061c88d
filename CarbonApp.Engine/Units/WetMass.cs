namespace CarbonApp.Engine.Units;

/// <summary>Fresh weight of tissue, water included. Not to be confused with <see cref="DryMass"/>: about nine tenths of kelp is water.</summary>
public readonly record struct WetMass
{
    private WetMass(double kilograms) => Kilograms = kilograms;

    /// <summary>kg wet; finite, zero or more.</summary>
    public double Kilograms { get; }

    /// <summary>t wet; finite, zero or more.</summary>
    public double Tonnes => Kilograms / 1000;

    /// <summary>Makes one from kg wet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static WetMass FromKilograms(double value) => new(Guard.FiniteNotNegative(value, "kg wet"));

    /// <summary>Makes one from t wet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static WetMass FromTonnes(double value) => new(Guard.FiniteNotNegative(value, "t wet") * 1000);

    /// <summary>Both together.</summary>
    public static WetMass operator +(WetMass left, WetMass right) => new(left.Kilograms + right.Kilograms);

    /// <inheritdoc cref="op_Addition"/>
    public static WetMass Add(WetMass left, WetMass right) => left + right;

    /// <summary>The value with its unit, for people.</summary>
    public override string ToString() => $"{Tonnes:0.###} t wet";
}
