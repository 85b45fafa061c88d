using System.Globalization;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Grid.Forecasting;

/// <summary>Sixteen zones, hourly, 2021 to 2023.</summary>
internal static class MeasuredZones
{
    public static IReadOnlyList<CarbonSignal> Read()
    {
        var lines = File.ReadAllLines(SharedData.File("grid/hourly-2021-2023/intensity_lifecycle.csv"));
        var zones = lines[0].Split(',')[1..];
        var rows = Array.ConvertAll(lines[1..], line => line.Split(','));
        var start = DateTimeOffset.Parse(rows[0][0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return [.. zones.Select((zone, z) => CarbonSignal.FromRegular(
            SignalBasis.AverageLifecycle(ZoneId.Parse(zone)), start, TimeSpan.FromHours(1),
            Array.ConvertAll(rows, row => double.Parse(row[z + 1], CultureInfo.InvariantCulture)), TestSignals.Origin))];
    }
}
