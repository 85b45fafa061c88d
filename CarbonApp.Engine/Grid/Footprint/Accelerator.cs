using System.Collections.Frozen;
using System.Globalization;

namespace CarbonApp.Engine.Grid.Footprint;

/// <summary>A graphics or inference chip beside the processor.</summary>
/// <param name="IdleWatts">W of one at 0 %.</param>
/// <param name="FullWatts">W of one at 100 %.</param>
/// <param name="StandsFor">Name of the chip whose figures these really are; null for its own.</param>
internal sealed record Accelerator(double IdleWatts, double FullWatts, string? StandsFor = null)
{
    private static readonly FrozenDictionary<string, Accelerator> ByName = Read().ToFrozenDictionary();

    public static Accelerator Of(string name) =>
        ByName.TryGetValue(name, out var found)
            ? found
            : throw new InvalidOperationException($"No watts for accelerator '{name}': add it to {nameof(Accelerator)}.");

    /// <summary>
    /// Watts of Cloud Carbon Footprint (processors.tsv: idle about 11.5 % of the maker's thermal design power, full about 102 %). For
    /// chips it does not know, the design power that the maker states, and the same idle part of it.
    /// </summary>
    private static Dictionary<string, Accelerator> Read()
    {
        var all = ReferenceTable.Rows("processors.tsv").ToDictionary(c => c[0], c => new Accelerator(Number(c[1]), Number(c[2])));
        all["Nvidia L4"] = OfDesignPower(72);
        all["Nvidia H100"] = OfDesignPower(700);

        // AWS states no watts; it compares these machines with those of the A10G, which therefore stands in.
        all["AWS Inferentia2"] = all["Nvidia A10G"] with { StandsFor = "Nvidia A10G" };
        return all;
    }

    private static Accelerator OfDesignPower(double watts) => new(0.115 * watts, watts);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
