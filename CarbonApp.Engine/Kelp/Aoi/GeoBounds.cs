namespace CarbonApp.Engine.Kelp.Aoi;

/// <summary>The least box of meridians and parallels around an area, degrees, −180 to 180. West is greater than East where it holds the antimeridian
/// (RFC 7946, section 5.2).</summary>
public readonly record struct GeoBounds(double West, double South, double East, double North);
