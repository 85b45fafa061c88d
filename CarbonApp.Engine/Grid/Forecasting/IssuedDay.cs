namespace CarbonApp.Engine.Grid.Forecasting;

/// <summary>What a forecast said of the 24 hours after its issue, gCO2eq/kWh.</summary>
/// <param name="IssuedAt">Full hour, UTC.</param>
/// <param name="Expected">Per hour; 24 at least, of which the first 24 count.</param>
/// <param name="Low">10th percentile per hour; null where the uncertainty was not known.</param>
/// <param name="High">90th percentile per hour; null where the uncertainty was not known.</param>
public sealed record IssuedDay(DateTimeOffset IssuedAt, double[] Expected, double[]? Low, double[]? High)
{
    internal static IssuedDay Of(CarbonForecast forecast) => forecast.Scenarios.Count == 0
        ? new IssuedDay(forecast.IssuedAt, forecast.Expected.ToArray(), null, null)
        : new IssuedDay(
            forecast.IssuedAt,
            forecast.Expected.ToArray(),
            forecast.Quantile((1 - ErrorBand.Coverage) / 2).GramsPerKilowattHour.ToArray(),
            forecast.Quantile((1 + ErrorBand.Coverage) / 2).GramsPerKilowattHour.ToArray());
}
