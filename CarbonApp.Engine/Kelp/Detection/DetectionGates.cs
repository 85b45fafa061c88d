namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>Limits of the test. Differences are between a pixel and the water beside it, in reflectance; the other limits are ratios.</summary>
/// <remarks>Sources: .0054 and .0032 are the least FAI and KD that stood out of the noise of real water, and the ratios were measured on labelled
/// pixels (medians of B05/B06: mangrove .49, other land plants .80, floating algae .81 to .88, cloud .98, sea 1.0 to 1.1, foam 1.16, turbid
/// water 1.5). They are the project's own; docs/methods/detection.md says on which data.</remarks>
internal sealed record DetectionGates
{
    /// <summary>Least difference in FAI.</summary>
    public float FaiFloor { get; init; } = 0.0054f;

    /// <summary>And in standard deviations of the water.</summary>
    public float FaiSigmas { get; init; } = 3;

    /// <summary>Least difference in KD.</summary>
    public float KdFloor { get; init; } = 0.0032f;

    /// <summary>And in standard deviations.</summary>
    public float KdSigmas { get; init; } = 2;

    /// <summary>Least answer of the filter, in its standard deviations.</summary>
    public float FilterSigmas { get; init; } = 5;

    /// <summary>Largest difference in B11, as a share of that in B08 …</summary>
    public float B11Share { get; init; } = 0.5f;

    /// <summary>… and so much more. What is brighter than both is foam, a boat or land.</summary>
    public float B11Floor { get; init; } = 0.005f;

    /// <summary>B05/B06 lies above this: green land plants absorb more at 704 nm.</summary>
    public float LowestEdgeRatio { get; init; } = 0.6f;

    /// <summary>And below this: water and mud have no red edge.</summary>
    public float HighestEdgeRatio { get; init; } = 1.15f;

    /// <summary>What the target leaves unexplained, over what it explains, root mean squares over the bands.</summary>
    public float Residual { get; init; } = 1.2f;

    /// <summary>Least NDRE above the water's for canopy below the surface.</summary>
    public float NearSurfaceFloor { get; init; } = 0.02f;

    /// <summary>And in standard deviations.</summary>
    public float NearSurfaceSigmas { get; init; } = 4;

    /// <summary>Difference in B11 from which a pixel that fails <see cref="B11Share"/> counts as glint or foam.</summary>
    public float GlintB11 { get; init; } = 0.03f;

    /// <summary>Gates of a profile.</summary>
    public static DetectionGates Of(DetectorProfile profile) => profile switch
    {
        DetectorProfile.Strict => new() { FaiSigmas = 4, KdSigmas = 3 },
        DetectorProfile.ClearTarget => new() { FaiFloor = 0.02f, FaiSigmas = 0, KdFloor = 0.01f, KdSigmas = 0 },
        DetectorProfile.HighRecall => new() { FilterSigmas = 3 },
        _ => new(),
    };

    /// <summary>Gates that only say what might be canopy, so that it is not taken for water.</summary>
    public static DetectionGates ForExclusion(float faiSigmas, float kdSigmas) => new()
    {
        FaiSigmas = faiSigmas,
        KdSigmas = kdSigmas,
        FilterSigmas = -1e9f,
        LowestEdgeRatio = float.NegativeInfinity,
        HighestEdgeRatio = float.PositiveInfinity,
        Residual = 1e9f,
        NearSurfaceSigmas = float.PositiveInfinity,
    };
}
