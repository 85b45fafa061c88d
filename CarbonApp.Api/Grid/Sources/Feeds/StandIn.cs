using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources.Feeds;

/// <summary>
/// Values of one emission factor offered where the other was asked for and nobody has it: the shape over the day is real, the
/// level is not what was asked. So every such value is an estimate and its source says which factors it was made with.
/// </summary>
internal static class StandIn
{
    /// <summary>Name in provenance of a feed's values that were made with another factor than asked.</summary>
    public static string NameOf(string feed, EmissionFactor factor) => $"{feed} ({factor.ToString().ToLowerInvariant()} factors)";

    /// <summary>True for the name of a stand-in made with a factor.</summary>
    public static bool IsOf(string source, EmissionFactor factor) => source.EndsWith(NameOf("", factor), StringComparison.Ordinal);

    public static CarbonSignal For(SignalBasis asked, CarbonSignal values, string sourceName) =>
        CarbonSignal.FromSlots(asked, values.Slots.Where(s => !s.IsGap).Select(s =>
            s with { Provenance = new SignalProvenance(sourceName, SignalStatus.Estimated, s.Provenance!.IssuedAt) }));
}
