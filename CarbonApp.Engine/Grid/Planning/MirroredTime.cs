using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Grid.Planning;

/// <summary>
/// Time run backwards within a window, so that a planner that takes the earliest of equal times gives the latest: what [from, to) holds
/// is reflected about its middle, and the plan found is reflected back. Right for jobs to which forwards and backwards are the same.
/// </summary>
public static class MirroredTime
{
    /// <summary>The instant as far from <paramref name="to"/> as <paramref name="time"/> is from <paramref name="from"/>.</summary>
    public static DateTimeOffset Of(DateTimeOffset time, DateTimeOffset from, DateTimeOffset to) =>
        new(from.UtcTicks + (to.UtcTicks - time.UtcTicks), TimeSpan.Zero);

    /// <summary>The part of a signal inside the window, reflected; gaps stay gaps.</summary>
    public static CarbonSignal Of(CarbonSignal signal, DateTimeOffset from, DateTimeOffset to) => CarbonSignal.FromSlots(
        signal.Basis, signal.Slice(from, to).Slots.Select(s => s with { Start = Of(s.End, from, to), End = Of(s.Start, from, to) }));
}
