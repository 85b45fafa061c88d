namespace CarbonApp.Engine.Kelp.Projection;

/// <summary>A place on a projected plane.</summary>
/// <param name="X">East, m.</param>
/// <param name="Y">North, m.</param>
public readonly record struct PlanePoint(double X, double Y);
