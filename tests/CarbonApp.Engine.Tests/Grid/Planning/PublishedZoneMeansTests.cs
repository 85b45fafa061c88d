using System.Globalization;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Grid.Planning;

/// <summary>
/// Mean emissions over every start hour of 2022 in 40 zones (Sukprasert et al., EuroSys 2024), g per kWh: every published mean
/// within 0.01, and the planner itself asked at a sample of the start hours.
/// </summary>
public class PublishedZoneMeansTests
{
    private const double Tolerance = 0.01;

    [Fact]
    public void Means_Of40ZonesOverAllStartHours_EqualThePublishedOnes()
    {
        var rows = Rows();
        var wrong = Signals(rows).AsParallel().SelectMany(zone =>
            rows.Where(r => r.Zone == zone.Key).SelectMany(row => Differences(row, zone.Value))).ToArray();

        Assert.Equal(40, rows.Select(r => r.Zone).Distinct().Count());
        Assert.Empty(wrong);
    }

    [Fact]
    public void Find_1000RandomStartHoursOf40Zones_EqualsTheRollingOptimum()
    {
        var random = new Random(2022);
        var rows = Rows();
        var signals = Signals(rows);
        foreach (var row in random.GetItems(rows.Where(r => r.SlackHours <= 720).ToArray(), 50))
        {
            var signal = signals[row.Zone];
            var contiguous = RollingOptimum.ContiguousMeans(signal.GramsPerKilowattHour, row.JobHours, row.WindowHours);
            var interruptible = RollingOptimum.InterruptibleMeans(signal.GramsPerKilowattHour, row.JobHours, row.WindowHours);
            for (var sample = 0; sample < 20; sample++)
            {
                var release = random.Next(row.Starts);
                var earliest = signal.Start.AddHours(release);
                var deadline = earliest.AddHours(row.WindowHours);
                var job = new MovableJob(TimeSpan.FromHours(row.JobHours), earliest, deadline < signal.End ? deadline : signal.End);
                Assert.Equal(contiguous[release], Mean(ContiguousOptimum.Find(signal, job)), 7);
                Assert.Equal(interruptible[release], Mean(InterruptibleOptimum.Find(signal, job)), 7);
            }
        }
    }

    private static double Mean(WindowOutcome outcome) => Assert.IsType<WindowOutcome.Planned>(outcome).MeanIntensity.GramsPerKilowattHour;

    private static IEnumerable<string> Differences(Row row, CarbonSignal signal)
    {
        var values = signal.GramsPerKilowattHour;
        return new[]
        {
            Compare("run-now", row.Agnostic, RollingOptimum.ContiguousMeans(values, row.JobHours, row.JobHours)),
            Compare("contiguous", row.Contiguous, RollingOptimum.ContiguousMeans(values, row.JobHours, row.WindowHours)),
            Compare("interruptible", row.Interruptible, RollingOptimum.InterruptibleMeans(values, row.JobHours, row.WindowHours)),
        }.OfType<string>();

        string? Compare(string what, double published, double[] means)
        {
            var ours = means.Take(row.Starts).Average();
            return Math.Abs(published - ours) <= Tolerance ? null : $"{row}: {what} published {published}, ours {ours:0.####}";
        }
    }

    private static Row[] Rows() => [.. File.ReadLines(SharedData.File("grid/zones-2022/expected_means.csv")).Skip(1).Select(Row.Parse)];

    private static Dictionary<string, CarbonSignal> Signals(Row[] rows)
    {
        var path = SharedData.File("grid/zones-2022/intensity_lifecycle.csv");
        var columns = File.ReadLines(path).First().Split(',');
        return rows.Select(r => r.Zone).Distinct()
            .ToDictionary(zone => zone, zone => TestSignals.FromCsv(path, Array.IndexOf(columns, zone), TimeSpan.FromHours(1)));
    }

    private sealed record Row(string Zone, int JobHours, int SlackHours, int Starts, double Agnostic, double Contiguous, double Interruptible)
    {
        public int WindowHours => JobHours + SlackHours;

        public static Row Parse(string line)
        {
            var cells = line.Split(',');
            double Number(int i) => double.Parse(cells[i], CultureInfo.InvariantCulture);
            return new Row(cells[0], (int)Number(1), (int)Number(2), (int)Number(3), Number(4), Number(5), Number(6));
        }
    }
}
