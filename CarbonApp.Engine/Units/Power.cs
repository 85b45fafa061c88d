namespace CarbonApp.Engine.Units;

/// <summary>Electrical power: energy per time.</summary>
public readonly record struct Power
{
    private Power(double watts) => Watts = watts;

    /// <summary>W; finite, zero or more.</summary>
    public double Watts { get; }

    /// <summary>Makes a power from watts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or not a number.</exception>
    public static Power FromWatts(double value) => new(Guard.FiniteNotNegative(value, "W"));

    /// <summary>Energy drawn over <paramref name="duration"/>; 850 W over 2 h is 1.7 kWh.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative.</exception>
    public static Energy operator *(Power power, TimeSpan duration) =>
        Energy.FromKilowattHours(power.Watts / 1000 * duration.TotalHours);

    /// <inheritdoc cref="op_Multiply"/>
    public static Energy Multiply(Power power, TimeSpan duration) => power * duration;

    /// <summary>The value with its unit, for people.</summary>
    public override string ToString() => $"{Watts:0.#} W";
}
