namespace CarbonApp.Engine.Units;

/// <summary>Weight of tissue dried to constant weight. Shares of carbon are of this, never of <see cref="WetMass"/>.</summary>
public readonly record struct DryMass
{
    private DryMass(double kilograms) => Kilograms = kilograms;

    /// <summary>kg dry; finite, zero or more.</summary>
    public double Kilograms { get; }

    /// <summary>t dry; finite, zero or more.</summary>
    public double Tonnes => Kilograms / 1000;

    /// <summary>Makes one from kg dry.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static DryMass FromKilograms(double value) => new(Guard.FiniteNotNegative(value, "kg dry"));

    /// <summary>Makes one from t dry.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static DryMass FromTonnes(double value) => new(Guard.FiniteNotNegative(value, "t dry") * 1000);

    /// <summary>Both together.</summary>
    public static DryMass operator +(DryMass left, DryMass right) => new(left.Kilograms + right.Kilograms);

    /// <inheritdoc cref="op_Addition"/>
    public static DryMass Add(DryMass left, DryMass right) => left + right;

    /// <summary>The value with its unit, for people.</summary>
    public override string ToString() => $"{Tonnes:0.###} t dry";
}
