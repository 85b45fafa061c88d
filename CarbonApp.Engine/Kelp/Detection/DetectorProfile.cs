namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>How much evidence makes a pixel canopy.</summary>
public enum DetectorProfile
{
    /// <summary>FAI 3 σ and KD 2 σ above the water beside it, filter 5 σ.</summary>
    Default,

    /// <summary>FAI 4 σ and KD 3 σ: fewer false objects in troubled water, less thin canopy.</summary>
    Strict,

    /// <summary>FAI .02 and KD .01 above the water, whatever its spread: dense canopy only, comparable between scenes.</summary>
    ClearTarget,

    /// <summary>Filter 3 σ: thin canopy too, and more that is none.</summary>
    HighRecall,
}
