namespace CarbonApp.Engine.Units;

/// <summary>Area of ground or sea surface, measured on a projected plane, never in degrees.</summary>
public readonly record struct Area
{
    private Area(double squareMetres) => SquareMetres = squareMetres;

    /// <summary>m²; finite, zero or more.</summary>
    public double SquareMetres { get; }

    /// <summary>ha; finite, zero or more.</summary>
    public double Hectares => SquareMetres / 10_000;

    /// <summary>Makes one from m².</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static Area FromSquareMetres(double value) => new(Guard.FiniteNotNegative(value, "m²"));

    /// <summary>Makes one from ha.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static Area FromHectares(double value) => new(Guard.FiniteNotNegative(value, "ha") * 10_000);

    /// <summary>Both together.</summary>
    public static Area operator +(Area left, Area right) => new(left.SquareMetres + right.SquareMetres);

    /// <inheritdoc cref="op_Addition"/>
    public static Area Add(Area left, Area right) => left + right;

    /// <summary>The value with its unit, for people.</summary>
    public override string ToString() => $"{Hectares:0.###} ha";
}
