using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Tests.Kelp.Projection;

public class EllipsoidAreaTests
{
    [Fact]
    public void SignedSquareMetres_HalfAGlobe_IsHalfTheEllipsoids()
    {
        // Moritz 2000, Geodetic Reference System 1980 differs in f by 1e-12: the surface is 510,065,621.7 km² for WGS 84.
        GeoPoint[] north = [new(0, 0), new(120, 0), new(240, 0), new(360, 0), new(360, 90), new(0, 90), new(0, 0)];

        Assert.Equal(510_065_621.7 / 2, EllipsoidArea.SignedSquareMetres(north) / 1e6, 0.1);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-56, -70)]
    [InlineData(35, 179.5)]
    [InlineData(79, 14)]
    public void SignedSquareMetres_TriangleOfADegree_IsTheIntegralOfMAndN(double latitude, double longitude)
    {
        GeoPoint[] ring = [new(longitude, latitude), new(longitude + 1, latitude), new(longitude + 0.25, latitude + 1), new(longitude, latitude)];

        var area = EllipsoidArea.SignedSquareMetres(ring);

        Assert.Equal(1, area / ByStrips(latitude), 1e-9);
        Assert.Equal(-area, EllipsoidArea.SignedSquareMetres([.. ring.Reverse()]), 1e-3);
    }

    [Fact]
    public void SignedSquareMetres_OfTheSameLineInPieces_IsTheSame()
    {
        GeoPoint[] coarse = [new(10, 40), new(10.5, 40), new(10, 41), new(10, 40)];
        GeoPoint[] fine = [.. Enumerable.Range(0, 3).SelectMany(side => Enumerable.Range(0, 100).Select(step => new GeoPoint(
            coarse[side].LongitudeDegrees + (step / 100.0 * (coarse[side + 1].LongitudeDegrees - coarse[side].LongitudeDegrees)),
            coarse[side].LatitudeDegrees + (step / 100.0 * (coarse[side + 1].LatitudeDegrees - coarse[side].LatitudeDegrees))))), coarse[0]];

        Assert.Equal(1, EllipsoidArea.SignedSquareMetres(fine) / EllipsoidArea.SignedSquareMetres(coarse), 1e-11);
    }

    /// <summary>∫ M·N·cos φ · width(φ) dφ by midpoints, with the radii of curvature M and N; width falls from 1° to 0.</summary>
    private static double ByStrips(double latitude)
    {
        const int Strips = 100_000;
        const double A = 6378137, E2 = 0.00669437999014;
        var sum = 0.0;
        for (var i = 0; i < Strips; i++)
        {
            var share = (i + 0.5) / Strips;
            var (sine, cosine) = Math.SinCos((latitude + share) * Math.PI / 180);
            var w = 1 - (E2 * sine * sine);
            sum += A * A * (1 - E2) / (w * w) * cosine * (1 - share);
        }

        return sum / Strips * Math.PI / 180 * Math.PI / 180;
    }
}
