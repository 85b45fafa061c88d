using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Tests.Fakes;

/// <summary>A local source that does what the test says.</summary>
internal sealed class FixedSource(string name, Func<SignalQuery, Task<CarbonSignal>> answer) : ICarbonIntensitySource
{
    private int _asked;

    public string Name => name;

    public int Asked => _asked;

    public bool Covers(SignalBasis basis) => true;

    public Task<CarbonSignal> GetAsync(SignalQuery query, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return answer(query);
    }

    /// <summary>One value, measured, over [from, to).</summary>
    public static CarbonSignal Flat(SignalBasis basis, DateTimeOffset from, DateTimeOffset to, double grams, string source) =>
        CarbonSignal.FromSlots(basis, [new SignalSlot(from, to, grams, new SignalProvenance(source, SignalStatus.Measured, from))]);
}
