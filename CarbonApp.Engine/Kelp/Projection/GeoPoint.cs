namespace CarbonApp.Engine.Kelp.Projection;

/// <summary>A place on the WGS 84 ellipsoid, in GeoJSON's order.</summary>
/// <param name="LongitudeDegrees">East positive. Any turn: 181 and −179 are one meridian, which outlines across the antimeridian make use of.</param>
/// <param name="LatitudeDegrees">North positive, −90 to 90.</param>
public readonly record struct GeoPoint(double LongitudeDegrees, double LatitudeDegrees);
