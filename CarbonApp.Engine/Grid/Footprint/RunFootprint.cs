using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Footprint;

/// <summary>Energy and emissions of one run.</summary>
/// <param name="Energy">Energy from the grid, PUE included.</param>
/// <param name="Operational">Emissions of that energy.</param>
/// <param name="Embodied">Share of the server's manufacture for the time used; null when not known.</param>
public sealed record RunFootprint(Energy Energy, Co2eMass Operational, Co2eMass? Embodied)
{
    /// <summary>Hours over which a server's manufacture is written off: four years (Cloud Carbon Footprint methodology).</summary>
    public const double ServerLifetimeHours = 35_040;

    /// <summary>
    /// Energy = power × duration × PUE; operational = energy × intensity; embodied = share × duration / 35,040 h.
    /// 100 W over 2 h at PUE 1.2 and 300 g/kWh: 0.24 kWh, 72 g.
    /// </summary>
    /// <param name="power">Power at the server's plug.</param>
    /// <param name="duration">Length of the run; zero or more.</param>
    /// <param name="pue">Power usage effectiveness, 1 or more.</param>
    /// <param name="intensity">Time-weighted mean intensity over the run.</param>
    /// <param name="wholeLifeEmbodied">Manufacture of the machine used, whole life; null when not known.</param>
    /// <exception cref="ArgumentOutOfRangeException">The PUE is below 1 or the duration negative.</exception>
    public static RunFootprint Of(Power power, TimeSpan duration, double pue, CarbonIntensity intensity, Co2eMass? wholeLifeEmbodied = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pue, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        var energy = Energy.FromKilowattHours((power * duration).KilowattHours * pue);
        var embodied = wholeLifeEmbodied is { } whole ? Co2eMass.FromGrams(whole.Grams * duration.TotalHours / ServerLifetimeHours) : (Co2eMass?)null;
        return new RunFootprint(energy, intensity * energy, embodied);
    }
}
