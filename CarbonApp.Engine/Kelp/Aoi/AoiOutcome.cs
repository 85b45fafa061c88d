namespace CarbonApp.Engine.Kelp.Aoi;

/// <summary>What is wrong with an outline that was refused.</summary>
public enum AoiFault
{
    /// <summary>Not GeoJSON as RFC 7946 has it: a member is missing or of the wrong type.</summary>
    NotGeoJson,

    /// <summary>GeoJSON, but of something that has no area, such as a point or a line.</summary>
    NoPolygon,

    /// <summary>A coordinate is no number or not on earth, or the coordinates are of another reference system.</summary>
    BadCoordinate,

    /// <summary>Not in reach of UTM and Sentinel-2: too near a pole, or around it.</summary>
    TooNearPole,

    /// <summary>Too many points, or edges that meet each other too often or are too long in all.</summary>
    TooIntricate,

    /// <summary>Larger than <see cref="AoiLimits.MostSquareMetres"/>.</summary>
    TooLarge,

    /// <summary>Smaller than <see cref="AoiLimits.LeastSquareMetres"/>.</summary>
    TooSmall,

    /// <summary>Its parts lie so far apart that the raster around them would be too large.</summary>
    TooSpread,
}

/// <summary>An area to look at, or why there is none.</summary>
public abstract record AoiOutcome
{
    private AoiOutcome()
    {
    }

    /// <summary>An area that can be worked with.</summary>
    /// <param name="Area">The area.</param>
    /// <param name="Repairs">What had to be put right, for people; empty where nothing.</param>
    public sealed record Accepted(AreaOfInterest Area, IReadOnlyList<string> Repairs) : AoiOutcome;

    /// <summary>None.</summary>
    /// <param name="Fault">Its kind.</param>
    /// <param name="Message">Names the value, the limit and the remedy.</param>
    public sealed record Refused(AoiFault Fault, string Message) : AoiOutcome;
}
