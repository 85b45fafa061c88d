namespace CarbonApp.Engine.Kelp.Tiles;

/// <summary>A colour and what it stands for.</summary>
/// <param name="Label">A class, or a value in the legend's unit.</param>
/// <param name="Colour">The colour.</param>
public readonly record struct LegendStop(string Label, Rgba Colour);

/// <summary>What the colours of a layer mean.</summary>
/// <param name="Title">Of the layer.</param>
/// <param name="Unit">Of the values; empty for ratios and classes.</param>
/// <param name="IsContinuous">Whether colours go over into each other between the stops, which are then evenly spaced; else each is a class.</param>
/// <param name="Stops">From low to high, or class by class.</param>
public sealed record Legend(string Title, string Unit, bool IsContinuous, IReadOnlyList<LegendStop> Stops);
