using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources.Feeds;

/// <summary>
/// Values of one emission factor offered where the other was asked for and nobody has it: the shape over the day is real, the
/// level is not what was asked. So every such value is an estimate and its source says which factors it was made with.
/// </summary>
internal static class StandIn
{
    public static CarbonSignal For(SignalBasis asked, CarbonSignal values, string sourceName) =>
        CarbonSignal.FromSlots(asked, values.Slots.Where(s => !s.IsGap).Select(s =>
            s with { Provenance = new SignalProvenance(sourceName, SignalStatus.Estimated, s.Provenance!.IssuedAt) }));
}
