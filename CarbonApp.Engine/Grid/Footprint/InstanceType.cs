using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Footprint;

/// <summary>How a power figure was come by.</summary>
public enum PowerConfidence
{
    /// <summary>Metered on this type.</summary>
    Measured,

    /// <summary>Scaled from metered sizes of the same family, or of another on the same server.</summary>
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
