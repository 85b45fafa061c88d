namespace CarbonApp.Engine.Kelp.Projection;

/// <summary>A polygon as RFC 7946 has it: the first ring is its outer boundary, counterclockwise, the others its holes, clockwise; every ring ends with
/// its first point again; edges are straight in longitude and latitude.</summary>
public sealed record GeoPolygon(IReadOnlyList<IReadOnlyList<GeoPoint>> Rings)
{
    /// <summary>Area on the ellipsoid, m²; exact for edges straight in longitude and latitude to some mm² per km².</summary>
    public double SquareMetres => Math.Abs(Rings.Sum(EllipsoidArea.SignedSquareMetres));
}
