using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sources;

/// <summary>
/// A forecast is of the future. One whose hour has passed without a measurement is an estimate of that hour, and is shown as one.
/// </summary>
internal static class PastForecasts
{
    public static CarbonSignal AsEstimates(CarbonSignal signal, DateTimeOffset now) =>
        signal.Slots.Any(s => IsPast(s, now))
            ? CarbonSignal.FromSlots(signal.Basis, signal.Slots.Select(s => IsPast(s, now) ? s with { Provenance = s.Provenance! with { Status = SignalStatus.Estimated } } : s))
            : signal;

    private static bool IsPast(SignalSlot slot, DateTimeOffset now) => slot.End <= now && slot.Provenance?.Status == SignalStatus.Forecast;
}
