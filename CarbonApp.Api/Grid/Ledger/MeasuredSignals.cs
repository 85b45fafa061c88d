using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>
/// Measured intensity around a plan, and nothing else: in it the planner finds what would have been best. A zone that was not
/// measured all through the plan's window is left out, or the best would be found in what happens to be known.
/// </summary>
/// <param name="readings">The store.</param>
/// <param name="factor">Factor the values were measured with: another than the plan's where a stand-in was planned with.</param>
/// <param name="earliest">Beginning of the plan's window.</param>
/// <param name="deadline">End of the plan's window.</param>
internal sealed class MeasuredSignals(StoredReadings readings, EmissionFactor factor, DateTimeOffset earliest, DateTimeOffset deadline) : ISignalReader
{
    private const string Name = "ledger";
    private static readonly SignalStatus[] Measured = [SignalStatus.Measured];

    public async Task<SignalReading> ReadAsync(SignalQuery query, CancellationToken cancellationToken)
    {
        var signal = await GetAsync(query, cancellationToken);
        var whole = signal.KnownTime(earliest, deadline) == deadline - earliest;
        return new SignalReading(whole ? signal : CarbonSignal.Unknown(query.Basis), [new SourceAttempt(SourceNames.Stored, whole ? "answered" : "empty")], Stale: false);
    }

    /// <summary>Grams of what was drawn; null with the first stretch that was not measured.</summary>
    public async Task<(double Grams, Draw? Missing)> WeighAsync(SignalBasis basis, IReadOnlyList<Draw> draws, CancellationToken cancellationToken)
    {
        var grams = 0.0;
        foreach (var zone in draws.GroupBy(d => d.Zone))
        {
            var query = SignalWindow.Around(basis with { Zone = zone.Key }, zone.Min(d => d.Start), zone.Max(d => d.End).AddTicks(1));
            var signal = await GetAsync(query, cancellationToken);
            foreach (var draw in zone.Where(d => d.EnergyKwh > 0))
            {
                if (IntensityOf(signal, draw) is not { } intensity)
                {
                    return (grams, draw);
                }

                grams += intensity * draw.EnergyKwh;
            }
        }

        return (grams, null);
    }

    private static double? IntensityOf(CarbonSignal signal, Draw draw) => draw.Start == draw.End
        ? signal.SlotAt(draw.Start)?.GramsPerKilowattHour
        : signal.Mean(draw.Start, draw.End)?.GramsPerKilowattHour;

    private async Task<CarbonSignal> GetAsync(SignalQuery query, CancellationToken cancellationToken)
    {
        var signal = await readings.GetAsync(Name, query with { Basis = query.Basis with { Factor = factor } }, Measured, cancellationToken);
        return factor == query.Basis.Factor || signal.Count == 0 ? signal : CarbonSignal.FromSlots(query.Basis, signal.Slots);
    }
}
