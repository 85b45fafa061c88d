using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>One band of a scene: where its file is and what its numbers mean.</summary>
public sealed record SceneAsset
{
    /// <summary>Which band.</summary>
    public required SentinelBand Band { get; init; }

    /// <summary>Where the file is, as the item says: absolute, or relative to the item.</summary>
    public required string Href { get; init; }

    /// <summary>Band inside the file, from 0; above 0 only where a file holds several.</summary>
    public int FileBand { get; init; }

    /// <summary>Media type, such as <c>image/tiff; application=geotiff; profile=cloud-optimized</c>; null when not said.</summary>
    public string? MediaType { get; init; }

    /// <summary>Reflectance = digital number × scale + offset; the offset is NaN where <see cref="Rule"/> is undecided. (1, 0) for
    /// <see cref="SentinelBand.Scl"/>, which holds classes. Digital number 0 is no data before and after.</summary>
    public required BandScale Scale { get; init; }

    /// <summary>What decided the offset; null for <see cref="SentinelBand.Scl"/>.</summary>
    public OffsetRule? Rule { get; init; }

    /// <summary>Centre of the band in nanometres, from the item or the product's metadata; null when neither says.</summary>
    public double? CentreWavelengthNm { get; init; }

    /// <summary>From pixel corners to coordinates of the item's <see cref="SceneItem.Epsg"/>; null when not said. The file has the last word.</summary>
    public GeoTransform? Transform { get; init; }

    /// <summary>Offset and scale the item itself states for the file.</summary>
    internal StatedScale Stated { get; init; }
}

/// <summary>What an item states of a file's numbers; null where it does not.</summary>
internal readonly record struct StatedScale(double? Scale, double? Offset);
