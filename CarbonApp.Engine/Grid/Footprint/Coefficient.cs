namespace CarbonApp.Engine.Grid.Footprint;

/// <summary>How sure a coefficient is.</summary>
public enum CoefficientConfidence
{
    /// <summary>Said by the caller; taken as it is.</summary>
    Given,

    /// <summary>Metered, or computed by its source from metered generation.</summary>
    Measured,

    /// <summary>Modelled, scaled or averaged by somebody who had measurements.</summary>
    Estimated,

    /// <summary>A convention or a round number, for want of anything closer.</summary>
    Assumed,
}

/// <summary>A figure that goes into a footprint, and how sure it is.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Value">The figure; finite, zero or more.</param>
/// <param name="Unit">Unit of value, low and high; empty for a ratio.</param>
/// <param name="Confidence">How it was come by.</param>
/// <param name="Source">Publication or origin of the figure and of its range.</param>
/// <param name="Low">Low end of the range that the source states or that we measured; null where nobody states one.</param>
/// <param name="High">High end of it; null with <paramref name="Low"/>.</param>
public sealed record Coefficient(
    string Name, double Value, string Unit, CoefficientConfidence Confidence, string Source, double? Low = null, double? High = null)
{
    /// <summary>False where nobody states how far the figure may be off. A given figure is taken as exact.</summary>
    public bool HasRange => Low is not null || Confidence == CoefficientConfidence.Given;

    /// <summary>Value with its range; the value alone at both ends where no range is stated.</summary>
    public Ranged Figure => new(Value, Low ?? Value, High ?? Value);

    /// <summary>A figure the caller states.</summary>
    public static Coefficient Given(string name, double value, string unit) =>
        new(name, value, unit, CoefficientConfidence.Given, "given in the request");
}

/// <summary>A figure and its ends: what comes out with every coefficient at its low end, and with every one at its high end.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Low">Low end, at most the value.</param>
/// <param name="High">High end, at least the value.</param>
/// <remarks>
/// Only for figures that are zero or more and only rise with each coefficient, so that the ends of a sum or product are those of its
/// parts. All parts at the same end at once is the widest there is: errors that are independent stay well inside.
/// </remarks>
public readonly record struct Ranged(double Value, double Low, double High)
{
    /// <summary>Sum, end by end.</summary>
    public static Ranged operator +(Ranged left, Ranged right) => new(left.Value + right.Value, left.Low + right.Low, left.High + right.High);

    /// <summary>Product, end by end.</summary>
    public static Ranged operator *(Ranged left, Ranged right) => new(left.Value * right.Value, left.Low * right.Low, left.High * right.High);

    /// <summary>Times an exact number, zero or more.</summary>
    public static Ranged operator *(Ranged left, double right) => new(left.Value * right, left.Low * right, left.High * right);

    /// <inheritdoc cref="op_Addition"/>
    public static Ranged Add(Ranged left, Ranged right) => left + right;

    /// <inheritdoc cref="op_Multiply(Ranged, Ranged)"/>
    public static Ranged Multiply(Ranged left, Ranged right) => left * right;
}
