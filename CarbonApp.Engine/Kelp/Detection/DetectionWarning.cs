namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>Something that makes a result less than it could be.</summary>
/// <param name="Kind">Which, for programs.</param>
/// <param name="Message">For people.</param>
public sealed record DetectionWarning(DetectionWarningKind Kind, string Message);

/// <summary>What makes a result less than it could be.</summary>
public enum DetectionWarningKind
{
    /// <summary>A band is missing and part of the test was left out.</summary>
    MissingBand,

    /// <summary>There is no scene classification: cloud was not masked.</summary>
    NoClasses,

    /// <summary>Too little open water to tell whether the offset is right.</summary>
    RadiometryUnchecked,

    /// <summary>Some blocks have too little clean water; there canopy stands out less surely.</summary>
    FewWaterPixels,

    /// <summary>Some sea has no clean water near it and counts as no data.</summary>
    WaterUnknown,

    /// <summary>No sea was found in the area.</summary>
    NoSea,

    /// <summary>Water is bright at 1614 nm: glint or haze.</summary>
    Glint,

    /// <summary>Canopy below 10 % cover was seen and not mapped.</summary>
    Trace,
}
