using System.Globalization;
using CarbonApp.Api.Grid.Backtests;

namespace CarbonApp.Cli.Backtests;

/// <summary>
/// Reads jobs from a CSV whose header names an arrival and a length, in seconds or, where the name says so, minutes; processors where there is such a column.
/// Published traces differ in nothing but these names.
/// </summary>
internal static class TraceFile
{
    /// <exception cref="IOException">The file cannot be read, or is no such table; the message names file and line.</exception>
    public static IReadOnlyList<BacktestTraceJob> Read(string path)
    {
        using var reader = new StreamReader(path);
        var header = (reader.ReadLine() ?? "").Split(',', StringSplitOptions.TrimEntries);
        var (arrival, length, cpus) = (Column(header, "arrival", "submit"), Column(header, "length", "duration", "runtime"), Column(header, "cpu"));
        if (arrival < 0 || length < 0)
        {
            throw new IOException($"{path}: the first line must name a column of arrivals and one of lengths, such as arrival_time,length,cpus.");
        }

        var jobs = new List<BacktestTraceJob>();
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            if (text.Length > 0)
            {
                var cells = text.Split(',');
                jobs.Add(new BacktestTraceJob
                {
                    ArrivalSeconds = Number(arrival) * Seconds(header[arrival]),
                    LengthSeconds = Number(length) * Seconds(header[length]),
                    Cpus = cpus < 0 ? 1 : Number(cpus),
                });

                double Number(int column) => column < cells.Length && double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw new IOException($"{path}:{line}: '{(column < cells.Length ? cells[column] : "")}' is not a number ({header[column]}).");
            }
        }

        return jobs;
    }

    private static int Column(string[] header, params string[] names) =>
        Array.FindIndex(header, h => names.Any(n => h.Contains(n, StringComparison.OrdinalIgnoreCase)));

    private static double Seconds(string name) => name.Contains("minute", StringComparison.OrdinalIgnoreCase) ? 60 : 1;
}
