using System.Runtime.CompilerServices;

namespace CarbonApp.Engine.Units;

/// <summary>Range checks of measured numbers; the message names value, limit and unit.</summary>
internal static class Guard
{
    public static double FiniteNotNegative(double value, string unit, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) && value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"Must be a finite number of {unit}, zero or more.");
}
