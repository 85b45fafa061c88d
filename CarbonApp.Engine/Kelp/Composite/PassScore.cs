namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>How good a date is: valid share · coverage · e^(−(tide − lowest)/1 m) · season · e^(−B11/.05). A factor that is not known is 1.</summary>
public static class PassScore
{
    private const double TideMetres = 1;
    private const double GlintB11 = 0.05;

    /// <summary>0, nothing to be seen, to 1.</summary>
    /// <param name="pass">The pass; without sea it scores 0.</param>
    /// <param name="lowestTideMetres">The lowest tide among all passes; null where none is known.</param>
    /// <param name="options">The season.</param>
    public static double Of(PassFacts pass, double? lowestTideMetres, CompositeOptions options)
    {
        ArgumentNullException.ThrowIfNull(pass);
        ArgumentNullException.ThrowIfNull(options);
        var tide = pass.TideMetres is { } height && lowestTideMetres is { } lowest ? Math.Exp(-Math.Max(0, height - lowest) / TideMetres) : 1;
        var season = options.SeasonMonths?.Contains(pass.Time.UtcDateTime.Month) == false ? options.OffSeasonWeight : 1;
        var glint = Math.Exp(-Math.Max(0, pass.WaterB11 ?? 0) / GlintB11);
        return (pass.Counts.ValidShare ?? 0) * pass.Counts.Coverage * tide * season * glint;
    }
}
