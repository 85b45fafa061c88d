namespace CarbonApp.Engine.Kelp.Radiometry;

/// <summary>Whether the offset of a scene can be right. Water is all but black at 1614 nm (absorption near 1,000 per metre), so the median of
/// open water far above or below zero means that 0.1 was added or taken off once too often, or glint so strong that nothing else is seen.</summary>
/// <remarks>Limits: the project's own, from scenes with known offsets (Limassol 2024: 0.0195 with it, 0.1195 without).</remarks>
public static class OffsetGuard
{
    /// <summary>Lowest median reflectance of deep water in B11 that is believed.</summary>
    public const double Lowest = -0.02;

    /// <summary>Highest.</summary>
    public const double Highest = 0.08;

    /// <summary>Fewest pixels of open water from which this is judged.</summary>
    public const int FewestPixels = 50;

    /// <summary>Whether a median B11 of deep water lies within the limits; NaN (no water seen) does not speak against the offset.</summary>
    public static bool Believes(double medianB11) => !(medianB11 < Lowest || medianB11 > Highest);
}
