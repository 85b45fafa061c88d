using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Kelp.Aoi;

/// <summary>What an area of interest may be at most; beyond, it is refused before it costs time or memory.</summary>
public static class AoiLimits
{
    /// <summary>10,000 km², about that of a Sentinel-2 tile.</summary>
    public const double MostSquareMetres = 1e10;

    /// <summary>Four pixels of 10 m, the least bed that is mapped.</summary>
    public const double LeastSquareMetres = 400;

    /// <summary>Points of all rings together.</summary>
    public const int MostPoints = 10_000;

    /// <summary>Pairs of edges that cross or touch without being neighbours: more are not repaired.</summary>
    public const int MostMeetings = 2_000;

    /// <summary>Length of all edges together, m: some times that of the most broken coast around 10,000 km².</summary>
    public const double MostOutlineMetres = 5e7;

    /// <summary>Pixels of the least raster around the area: twice those of the largest area.</summary>
    public const long MostGridPixels = 200_000_000;

    /// <summary>Farthest from the middle of its UTM zone, m: there a square metre of the plane is 0.5 % off.</summary>
    public const double MostMetresFromMeridian = 500_000;

    /// <summary>UTM's southern end.</summary>
    public const double SouthernmostDegrees = UtmZone.SouthernmostDegrees;

    /// <summary>UTM's northern end.</summary>
    public const double NorthernmostDegrees = UtmZone.NorthernmostDegrees;
}
