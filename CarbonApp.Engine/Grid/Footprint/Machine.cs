using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Footprint;

/// <summary>What a rentable machine is made of; from it follow its modelled power (<see cref="PowerModel"/>) and its share of a server.</summary>
/// <param name="Provider">Who rents it out.</param>
/// <param name="Name">The provider's name, lower case.</param>
/// <param name="Vcpus">vCPUs, or the part of one it is given on the whole.</param>
/// <param name="Gigabytes">GB of memory.</param>
/// <param name="Processors">Generations it may run on; the provider does not say which when there are several.</param>
/// <param name="ServerKilograms">kgCO2eq of making the whole server; null when not known.</param>
/// <param name="ServerVcpus">vCPUs of the whole server.</param>
/// <param name="Source">Publication of size, processor and manufacture.</param>
/// <param name="Accelerators">Number of accelerators.</param>
/// <param name="AcceleratorName">What they are; null when there are none.</param>
internal sealed record Machine(
    CloudProvider Provider, string Name, double Vcpus, double Gigabytes, IReadOnlyList<string> Processors,
    double? ServerKilograms, double ServerVcpus, string Source, int Accelerators = 0, string? AcceleratorName = null)
{
    /// <summary>Family of an AWS type: what stands before the dot.</summary>
    public string Family => Name.Split('.')[0];

    /// <summary>False where the provider leaves the processor open, or another's figures stand in for it or for the accelerator.</summary>
    public bool IsProcessorKnown =>
        Processors is [var only] && only != Microarchitecture.Unknown && Microarchitecture.Of(only).StandsFor is null
        && (AcceleratorName is null || Accelerator.Of(AcceleratorName).StandsFor is null);

    /// <summary>This machine's part of making its server: by vCPUs, as Cloud Carbon Footprint shares it.</summary>
    public Co2eMass? Embodied => ServerKilograms is { } kilograms ? Co2eMass.FromKilograms(kilograms * Vcpus / ServerVcpus) : null;

    /// <summary>
    /// kgCO2eq of making a server: 1,000 for one with a chip, 16 GB and no drive, 1.388 per further GB, 100 per further chip, 100 per
    /// solid-state drive and 150 per accelerator (Teads, "Evaluating the carbon footprint of a software platform hosted in the cloud").
    /// </summary>
    public static double KilogramsOfServer(double gigabytes, int chips, int drives, int accelerators) =>
        1000 + (1.388 * Math.Max(0, gigabytes - 16)) + (100 * (chips - 1)) + (100 * drives) + (150 * accelerators);
}
