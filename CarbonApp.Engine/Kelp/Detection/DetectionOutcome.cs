namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>What came of searching a scene.</summary>
public abstract record DetectionOutcome
{
    private DetectionOutcome()
    {
    }

    /// <summary>The scene was searched; nothing may have been found.</summary>
    /// <param name="Scene">What it shows.</param>
    public sealed record Detected(SceneDetection Scene) : DetectionOutcome;

    /// <summary>The scene's numbers cannot be reflectances as its metadata says: nothing is said of it.</summary>
    /// <param name="MedianB11">Median reflectance of open water at 1614 nm.</param>
    /// <param name="WaterPixels">From how many pixels of the overview.</param>
    /// <param name="Reason">For people, with value, limits and remedy.</param>
    public sealed record ImplausibleRadiometry(double MedianB11, long WaterPixels, string Reason) : DetectionOutcome;

    /// <summary>The scene lacks a band without which nothing can be said.</summary>
    /// <param name="Reason">For people, with the bands' names.</param>
    public sealed record BandsMissing(string Reason) : DetectionOutcome;
}
