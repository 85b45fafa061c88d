using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Benchmarks.Planning;

/// <summary>Made-up intensity with a daily wave and noise.</summary>
internal static class DaysOfCarbon
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static CarbonSignal Create(int slots, TimeSpan step, int seed)
    {
        var random = new Random(seed);
        double[] values = [.. Enumerable.Range(0, slots).Select(i => 200 + (80 * Math.Sin((i * step / TimeSpan.FromDays(1) * 2 * Math.PI) + seed)) + (30 * random.NextDouble()))];
        return CarbonSignal.FromRegular(SignalBasis.AverageLifecycle(ZoneId.Parse("GB")), Start, step, values, new SignalProvenance("benchmark", SignalStatus.Forecast, Start));
    }
}
