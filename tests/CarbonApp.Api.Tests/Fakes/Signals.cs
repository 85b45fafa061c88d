using System.Globalization;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Api.Tests.Fakes;

internal static class Signals
{
    /// <summary>The instant most tests call now.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 15, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Hourly forecast from the full hour of <see cref="Now"/>; NaN is a gap.</summary>
    public static CarbonSignal Hourly(string zone, params double[] values) => Hourly(zone, Now, SignalStatus.Forecast, values);

    public static CarbonSignal Hourly(string zone, DateTimeOffset start, SignalStatus status, params double[] values) => CarbonSignal.FromRegular(
        SignalBasis.AverageLifecycle(ZoneId.Parse(zone)), start, TimeSpan.FromHours(1), values,
        new SignalProvenance("fixed", status, Now.AddMinutes(-10)));

    /// <summary>The same value for a number of hours.</summary>
    public static CarbonSignal Flat(string zone, double value, int hours, SignalStatus status = SignalStatus.Forecast) =>
        Hourly(zone, Now, status, [.. Enumerable.Repeat(value, hours)]);

    /// <summary>Great Britain 2020, by half hours (docs/decisions/0003); skips the test when the data is absent.</summary>
    public static CarbonSignal GreatBritain2020()
    {
        var rows = File.ReadLines(SharedData.File("grid/lets-wait-awhile-gb/gb_ci.csv")).Skip(1).Select(line => line.Split(',')).Select(cells =>
        (
            Start: DateTimeOffset.Parse(cells[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            Value: cells[1].Length == 0 ? double.NaN : double.Parse(cells[1], CultureInfo.InvariantCulture)
        )).Where(r => r.Start.Minute % 30 == 0);
        var origin = new SignalProvenance("gb_ci", SignalStatus.Measured, new DateTimeOffset(2021, 1, 10, 0, 0, 0, TimeSpan.Zero));
        var slots = rows.Select(row => new SignalSlot(row.Start, row.Start.AddMinutes(30), row.Value, origin));
        return CarbonSignal.FromSlots(SignalBasis.AverageLifecycle(ZoneId.Parse("GB")), slots);
    }
}
