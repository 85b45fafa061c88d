using System.Globalization;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Footprint;

/// <summary>Kind of drive.</summary>
public enum StorageMedium
{
    /// <summary>Solid state.</summary>
    Ssd,

    /// <summary>Spinning disk.</summary>
    Hdd,
}

/// <summary>
/// Coefficients of what is no instance, and how sure those of instances are. "CCF" is Cloud Carbon Footprint's methodology;
/// docs/methods/footprint.md has the table.
/// </summary>
public static class FootprintCoefficients
{
    private const string Ccf = "Cloud Carbon Footprint, methodology";

    /// <summary>Years over which providers say they write servers off: four (CCF) to six (their annual reports of 2023).</summary>
    private const double LongestLifetimeHours = 52_560;

    /// <summary>W per GB of memory by itself: mean of two makers' figures; as range the idle and full-load watts fitted to metered servers.</summary>
    public static Coefficient Memory { get; } = new(
        "power of memory", 0.392, "W/GB", CoefficientConfidence.Estimated,
        $"{Ccf} (mean of Crucial and Micron); range: idle to full load, {PowerModel.Source}", PowerModel.IdleWattsPerGigabyte, PowerModel.FullWattsPerGigabyte);

    /// <summary>kWh per GB carried between sites: the lowest published figure, that of very large networks.</summary>
    public static Coefficient Network { get; } = new(
        "energy of network", 0.001, "kWh/GB", CoefficientConfidence.Assumed,
        $"{Ccf}: the lowest of published figures; range to 0.06, fixed networks of 2015 (Aslan et al. 2018, doi:10.1111/jiec.12630)", 0.001, 0.06);

    /// <summary>Copies of stored data: three, as object stores keep; block stores keep two.</summary>
    public static Coefficient Replication { get; } = new(
        "copies of stored data", 3, "", CoefficientConfidence.Assumed, $"{Ccf} (object stores 3, block stores 2)", 2, 3);

    /// <summary>Hours over which the making of a server is written off.</summary>
    public static Coefficient Lifetime { get; } = new(
        "life of a server", RunFootprint.ServerLifetimeHours, "h", CoefficientConfidence.Assumed,
        $"{Ccf} (four years); range to the six years of the providers' annual reports of 2023", RunFootprint.ServerLifetimeHours, LongestLifetimeHours);

    /// <summary>Wh per TB and hour of a kind of drive, one copy.</summary>
    public static Coefficient StorageOf(StorageMedium medium) => new(
        medium == StorageMedium.Ssd ? "power of solid-state storage" : "power of disk storage",
        medium == StorageMedium.Ssd ? 1.2 : 0.65, "Wh/TB·h", CoefficientConfidence.Estimated, $"{Ccf} (US Data Center Energy Usage Report, 2016)");

    /// <summary>
    /// Power of one machine at a utilization of 0 to 1. Ranges are those in which nine of ten metered types lie that took no part in the
    /// figure (docs/methods/power.md, "How well it fits", at 50 %): scaled −0.3 to +0.8 %, modelled and guessed −35 to +23 % off.
    /// </summary>
    public static Coefficient PowerOf(InstanceType type, double utilization)
    {
        var watts = type.Power.At(utilization).Watts;
        var (tooLow, tooHigh) = type.Confidence == PowerConfidence.Scaled ? (-0.003, 0.008) : (-0.35, 0.23);
        var name = string.Create(CultureInfo.InvariantCulture, $"power of {type.Name} at {100 * utilization:0.#} %");
        return type.Confidence == PowerConfidence.Measured
            ? new Coefficient(name, watts, "W", CoefficientConfidence.Measured, type.Source)
            : new Coefficient(
                name, watts, "W", CoefficientConfidence.Estimated, $"{type.Source}; range: nine in ten metered types", watts / (1 + tooHigh), watts / (1 + tooLow));
    }

    /// <summary>A type's whole-life share of making its server, kgCO2eq; null when nobody has weighed it.</summary>
    public static Coefficient? EmbodiedOf(InstanceType type) => type.Embodied is { } share
        ? new Coefficient($"making of {type.Name}, whole life", share.Kilograms, "kgCO2eq", CoefficientConfidence.Estimated, type.Source)
        : null;
}
