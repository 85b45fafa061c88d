using System.Globalization;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Units;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Grid.Planning;

/// <summary>Measured and random scaling profiles.</summary>
internal static class ScalingProfiles
{
    public static readonly string[] Measured = ["nbody100k.csv", "nbody10k.csv", "resnet18.yaml"];

    public static ScalingProfile Of(params (double UnitsPerHour, double Watts)[] levels) =>
        ScalingProfile.FromLevels(levels.Select((l, i) => new ScalingLevel(i + 1, l.UnitsPerHour, Power.FromWatts(l.Watts))));

    public static ScalingProfile Read(string file)
    {
        var path = SharedData.File($"grid/scaling-profiles/{file}");
        return ScalingProfile.FromLevels(file.EndsWith(".csv", StringComparison.Ordinal) ? FromCsv(path) : FromYaml(path));
    }

    /// <summary>One to six sizes whose efficiency neither rises nor falls throughout.</summary>
    public static ScalingProfile Random(Random random) =>
        Of([.. Enumerable.Range(1, random.Next(1, 7)).Select(i => (random.Next(1, 40) * 10.0, 20.0 + (i * random.Next(10, 60))))]);

    /// <summary>nodes,throughput,power.</summary>
    private static IEnumerable<ScalingLevel> FromCsv(string path) => File.ReadLines(path).Skip(1)
        .Select(line => line.Split(','))
        .Where(cells => cells.Length == 3)
        .Select(cells => new ScalingLevel(int.Parse(cells[0], CultureInfo.InvariantCulture), Number(cells[1]), Power.FromWatts(Number(cells[2]))));

    /// <summary>Per number of replicas an indented block of "power: …" and "throughput: …", in that order.</summary>
    private static IEnumerable<ScalingLevel> FromYaml(string path)
    {
        var (replicas, watts) = (0, 0.0);
        foreach (var (key, value) in File.ReadLines(path).Select(line => line.Trim().Split(':')).Where(p => p.Length == 2).Select(p => (p[0], p[1])))
        {
            replicas = int.TryParse(key, CultureInfo.InvariantCulture, out var number) ? number : replicas;
            watts = key == "power" ? Number(value) : watts;
            if (key == "throughput")
            {
                yield return new ScalingLevel(replicas, Number(value), Power.FromWatts(watts));
            }
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
