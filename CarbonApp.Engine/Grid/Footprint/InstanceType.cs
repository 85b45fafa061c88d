using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Footprint;

/// <summary>How a power figure was come by.</summary>
public enum PowerConfidence
{
    /// <summary>Metered on this type.</summary>
    Measured,

    /// <summary>Scaled from a metered size of the same family.</summary>
    Scaled,

    /// <summary>Modelled from the processor's W per vCPU, its accelerators and memory.</summary>
    Modelled,

    /// <summary>Modelled from a processor guessed by generation: the type is known, what it runs on is not.</summary>
    Guessed,
}

/// <summary>A rentable machine: size, power and embodied emissions.</summary>
/// <param name="Provider">Who rents it out.</param>
/// <param name="Name">The provider's name, lower case, such as <c>m6i.xlarge</c>.</param>
/// <param name="VirtualCpus">vCPUs; fractions exist for functions and containers.</param>
/// <param name="MemoryGigabytes">GB of memory.</param>
/// <param name="Power">Power curve at the server's plug, PUE not included.</param>
/// <param name="Confidence">How sure the curve is.</param>
/// <param name="Embodied">This type's share of its server's manufacture, whole life; null when not known.</param>
/// <param name="Source">Publication the figures come from.</param>
public sealed record InstanceType(
    CloudProvider Provider, string Name, double VirtualCpus, double MemoryGigabytes,
    PowerCurve Power, PowerConfidence Confidence, Co2eMass? Embodied, string Source);

/// <summary>Power at four utilizations, linear between them.</summary>
/// <param name="Idle">W at 0 %.</param>
/// <param name="AtTenPercent">W at 10 %.</param>
/// <param name="AtHalf">W at 50 %.</param>
/// <param name="Full">W at 100 %.</param>
public sealed record PowerCurve(Power Idle, Power AtTenPercent, Power AtHalf, Power Full)
{
    /// <summary>Power at a mean CPU utilization of 0 to 1, by linear interpolation between the measured points.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The utilization is outside 0 to 1 or not a number.</exception>
    public Power At(double utilization)
    {
        if (!(utilization is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(utilization), utilization, "Utilization must lie between 0 and 1.");
        }

        var watts = utilization switch
        {
            <= 0.1 => Between(Idle, AtTenPercent, utilization / 0.1),
            <= 0.5 => Between(AtTenPercent, AtHalf, (utilization - 0.1) / 0.4),
            _ => Between(AtHalf, Full, (utilization - 0.5) / 0.5),
        };
        return Units.Power.FromWatts(watts);
    }

    private static double Between(Power low, Power high, double part) => low.Watts + ((high.Watts - low.Watts) * part);
}

/// <summary>The instance types of AWS, Azure and Google Cloud.</summary>
public static class InstanceCatalogue
{
    /// <summary>All types, by provider, then name.</summary>
    public static IReadOnlyList<InstanceType> All { get; } = [];

    /// <summary>The type of a provider with a name, in any case; null when it is not known.</summary>
    public static InstanceType? Find(CloudProvider provider, string name) =>
        All.FirstOrDefault(t => t.Provider == provider && string.Equals(t.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Names that look most like a misspelt one, nearest first.</summary>
    public static IReadOnlyList<string> Nearest(CloudProvider provider, string name, int count) =>
        [.. All.Where(t => t.Provider == provider).Select(t => t.Name).Take(count)];
}
