using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>Dates as one picture, on the area's grid; row after row.</summary>
/// <param name="Map">Kelp where canopy persists, with the cover of its lowest tides; near-surface canopy as on a date. A pixel that no date shows has the bits of what
/// hid it, one outside of the area no data.</param>
/// <param name="Persistence">Share of the clear dates with canopy at the surface, in steps of 1/<see cref="SceneMap.FullCover"/>; <see cref="NoShare"/> where
/// there was no clear date.</param>
/// <param name="ClearDates">Clear dates; 255 for that many and more.</param>
/// <param name="TideCentimetres">Height of the tide that the cover is of, above chart datum: the mean of its dates weighed by their cover;
/// <see cref="NoTide"/> where unknown or where there is no cover.</param>
public sealed record CompositeMap(SceneMap Map, byte[] Persistence, byte[] ClearDates, short[] TideCentimetres)
{
    /// <summary>No clear date in <see cref="Persistence"/>.</summary>
    public const byte NoShare = 255;

    /// <summary>No tide in <see cref="TideCentimetres"/>.</summary>
    public const short NoTide = short.MinValue;
}
