namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>What is known of one 10 m pixel on one date; a byte, so that a whole tile's fit in memory.</summary>
[Flags]
public enum PixelMask : byte
{
    /// <summary>Open water, seen clearly.</summary>
    None = 0,

    /// <summary>The scene has no value here: outside the swath, saturated, or too little water around to compare with.</summary>
    NoData = 1,

    /// <summary>Cloud or cirrus, with its margin.</summary>
    Cloud = 2,

    /// <summary>Shadow of a cloud, with its margin.</summary>
    Shadow = 4,

    /// <summary>Land, inland water among it.</summary>
    Land = 8,

    /// <summary>Falls dry at low tide.</summary>
    Intertidal = 16,

    /// <summary>Sun glint or foam.</summary>
    Glint = 32,

    /// <summary>Deeper than the species grows.</summary>
    TooDeep = 64,

    /// <summary>Floating canopy at the surface.</summary>
    Kelp = 128,
}
