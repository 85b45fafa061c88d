using System.Collections.Frozen;
using System.Globalization;
using CarbonApp.Engine.Grid.Regions;

namespace CarbonApp.Engine.Grid.Footprint;

/// <summary>
/// The instance types of AWS, Azure and Google Cloud. Power is metered where the Teads EC2 data set has the type, scaled within a family
/// it has, and else modelled from processor, accelerators, memory and platform (docs/methods/power.md says how well that fits).
/// </summary>
public static class InstanceCatalogue
{
    /// <summary>What they are made of.</summary>
    internal static IReadOnlyList<Machine> Machines { get; } =
        [.. ListedMachines().Concat(NewerMachines.All).DistinctBy(m => (m.Provider, m.Name))];

    /// <summary>All types, by provider, then name.</summary>
    public static IReadOnlyList<InstanceType> All { get; } = Build();

    private static readonly FrozenDictionary<(CloudProvider, string), InstanceType> ByName =
        All.ToFrozenDictionary(t => (t.Provider, t.Name));

    private static readonly FrozenDictionary<CloudProvider, string[]> Names =
        All.GroupBy(t => t.Provider).ToFrozenDictionary(g => g.Key, g => g.Select(t => t.Name).ToArray());

    /// <summary>
    /// The type of a provider with a name, in any case; null when it is not known. Azure's names may leave out <c>Standard_</c> and
    /// write blanks for underscores: "D2s v3" is <c>standard_d2s_v3</c>.
    /// </summary>
    public static InstanceType? Find(CloudProvider provider, string name) => ByName.GetValueOrDefault((provider, Canonical(provider, name)));

    /// <summary>Names that look most like a misspelt one, nearest first: fewest edits, then alphabetical.</summary>
    public static IReadOnlyList<string> Nearest(CloudProvider provider, string name, int count) =>
        Spelling.Nearest(Canonical(provider, name), Names[provider], count);

    private static string Canonical(CloudProvider provider, string name)
    {
        var lower = name.Trim().ToLowerInvariant();
        return provider != CloudProvider.Azure ? lower
            : lower.StartsWith("standard_", StringComparison.Ordinal) ? lower
            : $"standard_{lower.Replace(' ', '_')}";
    }

    private static InstanceType[] Build()
    {
        var amazon = Machines.Where(m => m.Provider == CloudProvider.Aws).ToDictionary(m => m.Name);
        var meteredByFamily = MeasuredMachine.ByName.Keys.Select(name => amazon[name]).ToLookup(m => m.Family);
        return [.. Machines.Select(m => m.Provider == CloudProvider.Aws ? AmazonType(m, meteredByFamily[m.Family], amazon) : ModelledType(m, amazon))
            .OrderBy(t => t.Provider).ThenBy(t => t.Name, StringComparer.Ordinal)];
    }

    /// <summary>Metered, else by a metered server it shares, else scaled from its family's nearest metered size, else modelled.</summary>
    private static InstanceType AmazonType(Machine machine, IEnumerable<Machine> metered, Dictionary<string, Machine> amazon)
    {
        var nearest = metered.OrderBy(m => Math.Abs(m.Vcpus - machine.Vcpus)).ThenBy(m => Math.Abs(m.Gigabytes - machine.Gigabytes)).FirstOrDefault();
        // The family's server was weighed together with the metering: its figures go before the listed ones.
        var figures = nearest is null ? null : MeasuredMachine.ByName[nearest.Name];
        var weighed = figures is null ? machine : machine with { ServerKilograms = figures.ServerKilograms, ServerVcpus = figures.ServerVcpus };
        if (machine.Name == nearest?.Name)
        {
            return TypeOf(weighed, figures!.Curve(machine.Accelerators > 0), PowerConfidence.Measured, MeasuredMachine.Source);
        }

        if (MeteredServer.Of(machine.Family) is { } server)
        {
            return TypeOf(weighed, server.PowerOf(machine, amazon), PowerConfidence.Scaled,
                $"{MeasuredMachine.Source}; scaled from {server.LittleMemory} and {server.MuchMemory} on the same server");
        }

        return nearest is null
            ? ModelledType(machine, amazon)
            : TypeOf(weighed, figures!.Curve(nearest.Accelerators > 0).ScaledBy(PowerModel.PowerOf(machine), PowerModel.PowerOf(nearest)),
                PowerConfidence.Scaled, $"{MeasuredMachine.Source}; scaled from {nearest.Name}");
    }

    private static InstanceType ModelledType(Machine machine, Dictionary<string, Machine> amazon)
    {
        var confidence = machine.IsProcessorKnown ? PowerConfidence.Modelled : PowerConfidence.Guessed;
        return MeteredServer.StandingInFor(machine) is { } server
            ? TypeOf(machine, server.PowerOf(machine, amazon), confidence,
                $"{MeasuredMachine.Source}; scaled from {server.LittleMemory} and {server.MuchMemory}{StandIns(machine)}")
            : TypeOf(machine, PowerModel.PowerOf(machine), confidence, $"{machine.Source}; {PowerModel.Source}{StandIns(machine)}");
    }

    private static InstanceType TypeOf(Machine machine, PowerCurve power, PowerConfidence confidence, string source) =>
        new(machine.Provider, machine.Name, machine.Vcpus, machine.Gigabytes, power, confidence, machine.Embodied, source);

    private static string StandIns(Machine machine)
    {
        var names = machine.Processors.Select(p => Microarchitecture.Of(p).StandsFor)
            .Append(machine.AcceleratorName is { } name ? Accelerator.Of(name).StandsFor : null);
        return string.Concat(names.OfType<string>().Select(s => $"; {s} stands in"));
    }

    private static IEnumerable<Machine> ListedMachines()
    {
        foreach (var cells in ReferenceTable.Rows("instances.tsv"))
        {
            var processors = cells[6].Split('|');
            // Of an unknown server no more is sure than that the family's largest type fits.
            var serverVcpus = processors.Where(p => p != Microarchitecture.Unknown).Select(p => (double)Microarchitecture.Of(p).ServerVcpus).Append(Number(cells[4])).Max();
            yield return new Machine(
                Enum.Parse<CloudProvider>(cells[0], ignoreCase: true), cells[1], Number(cells[2]), Number(cells[3]), processors,
                cells[5].Length > 0 ? Number(cells[5]) : null, serverVcpus, "Cloud Carbon Footprint",
                int.Parse(cells[7], CultureInfo.InvariantCulture), cells[8].Length > 0 ? cells[8] : null);
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
