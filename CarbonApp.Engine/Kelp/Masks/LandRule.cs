using CarbonApp.Engine.Kelp.Indices;

namespace CarbonApp.Engine.Kelp.Masks;

/// <summary>Land where no coastline is given: bright at 1614 nm and no brighter in green. Water is black there; floating canopy, of which half is
/// water and the rest under a film of it, stays below the limit.</summary>
/// <remarks>Source of the index: Xu 2006, MNDWI. The limits are the project's own; canopy of full cover in the labelled spectra has B11 of .05 to
/// .07 over water of .05.</remarks>
public static class LandRule
{
    /// <summary>MNDWI below which a pixel may be land.</summary>
    public const float MndwiLimit = -0.05f;

    /// <summary>Reflectance in B11 above which it may be.</summary>
    public const float B11Limit = 0.08f;

    /// <summary>Reflectance in B11 above the water's from which on a pixel of the sea may be dry ground. MNDWI below 0 alone would not do: the darkest
    /// water has B11 above B03 by the error of both (15 to 23 % of the deep water in the labelled spectra).</summary>
    public const float DryB11 = 0.03f;

    /// <summary>Whether a pixel looks like land; false for no data. B03 .30 and B11 .35 is land (MNDWI −.077), .026 and .020 is not.</summary>
    /// <param name="b03">Reflectance at 560 nm; NaN where the band is missing, when only B11 counts.</param>
    /// <param name="b11">Reflectance at 1614 nm.</param>
    public static bool LooksLikeLand(float b03, float b11) =>
        b11 > B11Limit && (float.IsNaN(b03) || b03 - b11 < SpectralFormulas.Floor(b03 + b11) * MndwiLimit);

    /// <summary>Whether a pixel of the sea looks like ground that the tide has left: MNDWI below 0 and B11 well above the water's. Foam and glint are as
    /// bright in B03 as in B11 or brighter. False for no data. B03 .06 and B11 .075 over water of .02 is dry, .08 and .075 is foam.</summary>
    /// <param name="b03">Reflectance at 560 nm.</param>
    /// <param name="b11">Reflectance at 1614 nm.</param>
    /// <param name="waterB11">The same of open water.</param>
    public static bool LooksDry(float b03, float b11, float waterB11) => b11 > waterB11 + DryB11 && b03 < b11;

    /// <summary>The largest body of water; all else is land, lakes and lagoons among it.</summary>
    /// <param name="notLand">Pixels that do not look like land.</param>
    public static BitMask Sea(BitMask notLand)
    {
        ArgumentNullException.ThrowIfNull(notLand);
        var components = BitComponents.Of(notLand, diagonally: false);
        var (sea, largest) = (new BitMask(notLand.Width, notLand.Height), components.Largest());
        foreach (var run in components.Runs)
        {
            if (run.Component == largest)
            {
                sea.Set(run.Row, run.Start, run.End);
            }
        }

        return sea;
    }
}
