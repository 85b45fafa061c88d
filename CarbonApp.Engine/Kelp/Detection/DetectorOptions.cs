using System.ComponentModel.DataAnnotations;
using CarbonApp.Engine.Kelp.Indices;
using CarbonApp.Engine.Kelp.Masks;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>How one scene is searched for canopy.</summary>
public sealed record DetectorOptions
{
    /// <summary>How much evidence is asked for.</summary>
    public DetectorProfile Profile { get; init; } = DetectorProfile.Default;

    /// <summary>What full canopy looks like.</summary>
    public CanopySpectrum Canopy { get; init; } = CanopySpectrum.FloatingBrownAlgae;

    /// <summary>Band centres of the scene.</summary>
    public Wavelengths Wavelengths { get; init; } = Wavelengths.Nominal;

    /// <summary>Land on the 10 m grid, lakes among it, from a coastline or a height model. Null: land is told from the scene itself, by
    /// <see cref="LandRule"/>.</summary>
    public BitMask? Land { get; init; }

    /// <summary>Water too deep for the species, on the 10 m grid; null where depths are not known.</summary>
    public BitMask? TooDeep { get; init; }

    /// <summary>Pixels from land that count as land: those at the shore are mixtures.</summary>
    [Range(0, 16)]
    public int LandMarginPixels { get; init; } = 1;

    /// <summary>Smallest object that is kept, pixels of 10 m that touch at a side or corner.</summary>
    [Range(1, 10_000)]
    public int FewestPixels { get; init; } = 4;

    /// <summary>Largest hole in an object that is closed, pixels.</summary>
    [Range(0, 8)]
    public int LargestHolePixels { get; init; } = 2;

    /// <summary>Threads at work; the result is the same with any number.</summary>
    [Range(1, 1_024)]
    public int Threads { get; init; } = Environment.ProcessorCount;
}
