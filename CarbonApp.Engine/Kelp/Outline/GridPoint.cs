namespace CarbonApp.Engine.Kelp.Outline;

/// <summary>A corner of pixels: (0, 0) is the upper left corner of the first one, rows count downward.</summary>
public readonly record struct GridPoint(int Column, int Row);
