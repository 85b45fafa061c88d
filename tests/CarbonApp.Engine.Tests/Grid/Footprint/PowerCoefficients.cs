using System.Globalization;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Grid.Footprint;

/// <summary>Published power figures, as a check on the catalogue.</summary>
internal static class PowerCoefficients
{
    /// <summary>The whole Teads EC2 data set; its numbers have decimal commas and its texts commas of their own.</summary>
    public static IReadOnlyList<MeteredType> Metered()
    {
        var lines = File.ReadAllLines(SharedData.File("grid/power-coefficients/aws-instances-measured.csv"));
        var header = Cells(lines[0]);
        int Column(string name) => header.IndexOf(name);
        var watts = new[] { "Idle", "10%", "50%", "100%" }.Select(u => Column($"Instance @ {u}")).ToArray();
        return
        [
            .. lines.Skip(1).Select(Cells).Where(c => c.Count > watts[^1] && TryNumber(c[watts[0]], out _)).Select(c => new MeteredType(
                c[0].ToLowerInvariant(), Number(c[Column("Instance vCPU")]), Number(c[Column("Platform Total Number of vCPU")]),
                [.. watts.Select(w => Number(c[w]))], c[Column("Platform CPU Name")], TryNumber(c[Column("GPUWatt @ 100%")], out var gpu) && gpu > 0)),
        ];
    }

    /// <summary>Rows of a plain table with decimal points, by heading.</summary>
    public static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        var lines = File.ReadAllLines(SharedData.File($"grid/power-coefficients/{file}"));
        var header = Cells(lines[0]);
        return lines.Skip(1).Where(l => l.Length > 0).Select(l => header.Zip(Cells(l)).ToDictionary(p => p.First, p => p.Second));
    }

    public static double Number(string text) => TryNumber(text, out var value) ? value : throw new FormatException($"'{text}' is no number");

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static List<string> Cells(string line)
    {
        var (cells, cell, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        foreach (var c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString().Trim());
        return cells;
    }
}

/// <summary>A metered type: watts at 0, 10, 50 and 100 %.</summary>
internal sealed record MeteredType(string Name, double Vcpus, double ServerVcpus, double[] Watts, string Processor, bool IsAccelerated);
