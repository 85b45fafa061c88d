namespace CarbonApp.Engine.Units;

/// <summary>Electrical energy. Not to be confused with <see cref="Power"/>, its rate.</summary>
public readonly record struct Energy
{
    private Energy(double kilowattHours) => KilowattHours = kilowattHours;

    /// <summary>kWh; finite, zero or more.</summary>
    public double KilowattHours { get; }

    /// <summary>Makes an energy from kWh.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static Energy FromKilowattHours(double value) => new(Guard.FiniteNotNegative(value, "kWh"));

    /// <summary>The energy of both together.</summary>
    public static Energy operator +(Energy left, Energy right) => new(left.KilowattHours + right.KilowattHours);

    /// <inheritdoc cref="op_Addition"/>
    public static Energy Add(Energy left, Energy right) => left + right;

    /// <summary>The value with its unit, for people.</summary>
    public override string ToString() => $"{KilowattHours:0.###} kWh";
}
