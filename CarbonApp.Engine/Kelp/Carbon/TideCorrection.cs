namespace CarbonApp.Engine.Kelp.Carbon;

/// <summary>True canopy over seen canopy: 1 + b·h, because the current and the rising water pull fronds under.</summary>
public static class TideCorrection
{
    /// <summary>Heights are held at this lowest value above chart datum, m: the slopes were not measured below (ours).</summary>
    public const double LowestMetres = -1;

    /// <summary>Heights are held at this highest value, m: the line is not carried beyond the tides it was fitted to (ours).</summary>
    public const double HighestMetres = 5;

    /// <summary>The factor at a height. At 2 m and b = 0.28/m it is 1.56.</summary>
    /// <param name="slopePerMetre">b, 1/m (<see cref="KelpConstants.TideSlopePerMetre"/>).</param>
    /// <param name="heightMetres">Above chart datum, m; finite. Null where no station is near: no correction, factor 1.</param>
    /// <returns>Zero or more.</returns>
    public static double Factor(double slopePerMetre, double? heightMetres) =>
        Math.Max(0, 1 + (slopePerMetre * Held(heightMetres)));

    /// <summary>The height that counts: held between the limits, 0 where unknown, to the centimetre (what a prediction is good for; at most 0.15 % of the canopy).</summary>
    internal static double Held(double? heightMetres) => heightMetres switch
    {
        null => 0,
        { } height when double.IsFinite(height) => Math.Round(Math.Clamp(height, LowestMetres, HighestMetres), 2),
        _ => throw new ArgumentOutOfRangeException(nameof(heightMetres), heightMetres, "Must be a finite number of metres, or null where no tide is known."),
    };
}
