using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Tests.Grid.Forecasting;

/// <summary>Hourly histories made up from a day shape and noise.</summary>
internal static class Synthetic
{
    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Days between 200 and 400 gCO2eq/kWh, dirtiest at six in the morning, with uniform noise of at most <paramref name="noise"/>.</summary>
    public static double[] Days(int days, double noise = 50, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, days * 24).Select(h => 300 + (100 * Math.Sin(h * Math.PI / 12)) + (noise * ((2 * random.NextDouble()) - 1)))];
    }

    public static CarbonSignal Signal(double[] values) => CarbonSignal.FromRegular(TestSignals.Basis, Start, TimeSpan.FromHours(1), values, TestSignals.Origin);
}
