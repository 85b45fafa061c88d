namespace CarbonApp.Engine.Units;

/// <summary>Elemental carbon moved per year. A stock is a <see cref="CarbonMass"/>; the two never add up.</summary>
public readonly record struct CarbonFlow
{
    private CarbonFlow(double kilogramsPerYear) => KilogramsPerYear = kilogramsPerYear;

    /// <summary>kg C/y; finite, zero or more.</summary>
    public double KilogramsPerYear { get; }

    /// <summary>t C/y; finite, zero or more.</summary>
    public double TonnesPerYear => KilogramsPerYear / 1000;

    /// <summary>Makes one from kg C/y.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static CarbonFlow FromKilogramsPerYear(double value) => new(Guard.FiniteNotNegative(value, "kg C/y"));

    /// <summary>Makes one from t C/y.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static CarbonFlow FromTonnesPerYear(double value) => new(Guard.FiniteNotNegative(value, "t C/y") * 1000);

    /// <summary>Both together.</summary>
    public static CarbonFlow operator +(CarbonFlow left, CarbonFlow right) => new(left.KilogramsPerYear + right.KilogramsPerYear);

    /// <inheritdoc cref="op_Addition"/>
    public static CarbonFlow Add(CarbonFlow left, CarbonFlow right) => left + right;

    /// <summary>The value with its unit, for people.</summary>
    public override string ToString() => $"{TonnesPerYear:0.###} t C/y";
}
