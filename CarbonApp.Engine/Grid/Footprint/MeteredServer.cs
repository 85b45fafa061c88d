using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Grid.Footprint;

/// <summary>
/// A kind of server on which AWS runs several families. Its metered power is that of its vCPUs plus that of its memory, so two metered
/// types with different memory per vCPU give the power of all: within 2 % at 50 % and within 4 % idle of the 171 further types of the
/// Teads data set on these servers (docs/methods/power.md).
/// </summary>
/// <param name="LittleMemory">Metered type with little memory per vCPU.</param>
/// <param name="MuchMemory">Metered type with much memory per vCPU.</param>
/// <param name="Families">Families that run on it.</param>
internal sealed record MeteredServer(string LittleMemory, string MuchMemory, IReadOnlyList<string> Families)
{
    private const string Graviton2 = "AWS Graviton2";

    /// <summary>Graviton2, and Xeon Platinum 8175M (AWS, "Instance types").</summary>
    private static readonly MeteredServer[] All =
    [
        new("c6g.16xlarge", "x2gd.8xlarge", ["t4g", "m6g", "m6gd", "c6g", "c6gd", "c6gn", "r6g", "r6gd", "x2gd", "im4gn", "is4gen", "i4g"]),
        new("t3.micro", "i3en.12xlarge", ["t3", "m5", "m5d", "r5", "r5d", "i3en"]),
    ];

    /// <summary>The server of a family; null when none of its kind was metered twice.</summary>
    public static MeteredServer? Of(string family) => Array.Find(All, s => s.Families.Contains(family));

    /// <summary>
    /// The Graviton2 server for machines with that processor, or with a relative it stands in for: its metered power says more than the
    /// published W per vCPU, which repeat those of second-generation EPYC. Null for all others, and with accelerators.
    /// </summary>
    public static MeteredServer? StandingInFor(Machine machine) =>
        machine is { Accelerators: 0, Processors: [var processor] }
        && (processor == Graviton2 || Microarchitecture.Of(processor).StandsFor == Graviton2)
            ? All[0]
            : null;

    /// <summary>Power of a machine on this server.</summary>
    /// <param name="machine">The machine, of any provider.</param>
    /// <param name="machines">Amazon's machines by name, the two metered ones among them.</param>
    public PowerCurve PowerOf(Machine machine, IReadOnlyDictionary<string, Machine> machines)
    {
        var (little, much) = (machines[LittleMemory], machines[MuchMemory]);
        var (littleCurve, muchCurve) = (MeasuredMachine.ByName[LittleMemory].Curve(false), MeasuredMachine.ByName[MuchMemory].Curve(false));
        return PowerCurve.FromWatts(At(c => c.Idle), At(c => c.AtTenPercent), At(c => c.AtHalf), At(c => c.Full));

        // Two equations, watts = a × vCPUs + b × GB.
        double At(Func<PowerCurve, Power> point)
        {
            var (p, q) = (point(littleCurve).Watts, point(muchCurve).Watts);
            var determinant = (little.Vcpus * much.Gigabytes) - (much.Vcpus * little.Gigabytes);
            var perVcpu = ((p * much.Gigabytes) - (q * little.Gigabytes)) / determinant;
            var perGigabyte = ((little.Vcpus * q) - (much.Vcpus * p)) / determinant;
            return (perVcpu * machine.Vcpus) + (perGigabyte * machine.Gigabytes);
        }
    }
}
