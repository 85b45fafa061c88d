using System.Collections.Frozen;
using System.Globalization;

namespace CarbonApp.Engine.Grid.Footprint;

/// <summary>A processor generation: power per vCPU and the server it stands in.</summary>
/// <param name="IdleWatts">W per vCPU at 0 %.</param>
/// <param name="FullWatts">W per vCPU at 100 %.</param>
/// <param name="ChipVcpus">vCPUs per chip.</param>
/// <param name="Chips">Chips per server.</param>
/// <param name="StandsFor">Name of the generation whose figures these really are; null for its own.</param>
internal sealed record Microarchitecture(
    double IdleWatts, double FullWatts, int ChipVcpus, int Chips, string? StandsFor = null)
{
    public const string Unknown = "Unknown";

    public int ServerVcpus => ChipVcpus * Chips;

    private static readonly FrozenDictionary<string, Microarchitecture> ByName = Read().ToFrozenDictionary();

    public static Microarchitecture Of(string name) =>
        ByName.TryGetValue(name, out var found)
            ? found
            : throw new InvalidOperationException($"No W per vCPU for processor '{name}': add it to {nameof(Microarchitecture)}.");

    /// <summary>
    /// W per vCPU of the newer coefficients of Cloud Carbon Footprint (SPECpower_ssj2008 results, Apache-2.0), rounded to
    /// a thousandth; servers as AWS builds them. Coffee Lake and older keep the figures of the package (processors.tsv).
    /// </summary>
    private static Dictionary<string, Microarchitecture> Read()
    {
        var graviton2 = new Microarchitecture(0.474, 1.693, 64, 1);
        var all = new Dictionary<string, Microarchitecture>
        {
            ["Haswell"] = new(1.857, 5.595, 24, 2),
            ["Broadwell"] = new(0.713, 3.685, 36, 2),
            ["Skylake"] = new(0.613, 4.104, 48, 2),
            ["Cascade Lake"] = new(0.690, 4.063, 48, 2),
            ["Ice Lake"] = new(0.767, 3.758, 64, 2),
            ["Sapphire Rapids"] = new(1.036, 4.160, 96, 2),
            ["Emerald Rapids"] = new(0.814, 4.482, 96, 2),
            ["AMD EPYC 1st Gen"] = new(0.847, 2.604, 48, 2),
            ["AMD EPYC 2nd Gen"] = new(0.474, 1.693, 96, 1),
            ["AMD EPYC 3rd Gen"] = new(0.456, 1.957, 96, 2),
            ["EPYC 4th Gen"] = new(0.739, 2.282, 96, 2),
            ["AWS Graviton2"] = graviton2,

            // Nobody has published watts for these; the nearest relative stands in.
            ["AWS Graviton"] = graviton2 with { ChipVcpus = 16, StandsFor = "AWS Graviton2" },
            ["AWS Graviton3"] = graviton2 with { StandsFor = "AWS Graviton2" },
            ["AWS Graviton4"] = graviton2 with { ChipVcpus = 96, Chips = 2, StandsFor = "AWS Graviton2" },
            ["Ampere Altra"] = graviton2 with { StandsFor = "AWS Graviton2" },
        };
        var olderServers = new Dictionary<string, (int ChipVcpus, int Chips)>
        {
            ["Coffee Lake"] = (12, 1), ["Sandy Bridge"] = (16, 2), ["Ivy Bridge"] = (20, 2), [Unknown] = (48, 2),
        };
        foreach (var cells in ReferenceTable.Rows("processors.tsv"))
        {
            if (olderServers.TryGetValue(cells[0], out var server))
            {
                all.Add(cells[0], new(Number(cells[1]), Number(cells[2]), server.ChipVcpus, server.Chips));
            }
        }

        return all;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
