using System.Text;
using CarbonApp.Engine.Grid.Regions;

namespace CarbonApp.Engine.Grid.Signals.Import;

/// <summary>What each column of a CSV file holds, told from its names.</summary>
/// <param name="Separator">Comma, semicolon or tab.</param>
/// <param name="ColumnCount">Cells every line should have.</param>
/// <param name="Time">Column of the time.</param>
/// <param name="Zone">Column of the zone; -1 where the header or the caller names it.</param>
/// <param name="Values">Columns of values: one per zone in a wide file, else exactly one.</param>
/// <param name="ZoneOfValue">Zone of each of those columns; empty in a long file, whose rows name theirs.</param>
/// <param name="Unknown">Columns of a wide file whose name is no zone; their values are not taken.</param>
internal sealed record CsvHeader(
    byte Separator, int ColumnCount, int Time, int Zone, int[] Values, ZoneId[] ZoneOfValue, IReadOnlyList<string> Unknown)
{
    private static readonly HashSet<string> TimeNames =
    [
        "datetime", "datetimeutc", "time", "timeutc", "timestamp", "timestamputc", "date", "dateutc", "start", "startutc",
        "starttime", "starttimeutc", "from", "fromutc", "utc", "unixseconds", "unixtime", "epoch", "intervalstart",
        "intervalstartutc", "periodstart", "periodstartutc", "pointtime",
    ];

    private static readonly string[] ZoneNames = ["zoneid", "zonekey", "zone", "zonecode", "location", "biddingzone", "area", "region", "countrycode", "country"];

    private static readonly string[] ValueNames =
    [
        "value", "carbonintensity", "intensity", "ci", "rating", "gco2eqkwh", "gco2kwh", "gco2eqperkwh", "gco2perkwh",
        "gramsperkilowatthour", "intensitygramsco2eperkilowatthour", "co2intensity", "actual",
    ];

    private const string Remedy =
        "expected 'datetime,GB,FR,…' (zones as column names), 'datetime,zone,value', or 'datetime,value' with the zone given beside the file.";

    /// <summary>Reads the first line.</summary>
    /// <exception cref="SignalFileException">It does not tell where time, zone and value are.</exception>
    public static CsvHeader Parse(ReadOnlySpan<byte> line, long lineNumber, SignalFileOptions options)
    {
        var separator = SeparatorOf(line);
        var names = Names(line, separator, lineNumber);
        var keys = names.ConvertAll(Key);
        var time = keys.FindIndex(TimeNames.Contains);
        // Pandas writes its time index without a name, or as "Unnamed: 0".
        time = time < 0 && keys[0] is "" or "unnamed0" ? 0 : time;
        if (time < 0)
        {
            throw new SignalFileException(lineNumber, $"The header '{SignalFileTally.Show(line)}' names no time column: {Remedy}");
        }

        var value = ValueColumn(keys, options.Factor);
        var zone = value < 0 ? -1 : Array.ConvertAll(ZoneNames, keys.IndexOf).FirstOrDefault(c => c >= 0, -1);
        if (zone >= 0)
        {
            return new CsvHeader(separator, names.Count, time, zone, [value], [], []);
        }

        return value >= 0 || (options.Zone is not null && names.Count == 2 && !IsZone(names[1 - time]))
            ? Single(separator, names, time, value >= 0 ? value : 1 - time, options, lineNumber)
            : Wide(separator, names, time, options, lineNumber);
    }

    private static CsvHeader Single(byte separator, List<string> names, int time, int value, SignalFileOptions options, long line) =>
        options.Zone is { } zone
            ? new CsvHeader(separator, names.Count, time, -1, [value], [zone], [])
            : throw new SignalFileException(line, $"The file holds one series ('{names[value]}') and does not say of which grid zone: give the zone, such as zone=GB.");

    private static CsvHeader Wide(byte separator, List<string> names, int time, SignalFileOptions options, long line)
    {
        var zones = Enumerable.Range(0, names.Count).Where(c => c != time && IsZone(names[c])).ToList();
        var unknown = Enumerable.Range(0, names.Count).Where(c => c != time && !IsZone(names[c])).Select(c => names[c]).ToList();
        if (zones.Count == 0)
        {
            throw new SignalFileException(line, $"The header '{string.Join(' ', names.Take(8))}' names neither a zone nor a value column: {Remedy}");
        }

        var twice = zones.GroupBy(c => ZoneOf(names[c])).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            throw new SignalFileException(line, $"The header names zone {twice.Key} twice: remove one of the columns.");
        }

        var wanted = zones.Where(c => options.Zone is null || ZoneOf(names[c]) == options.Zone).ToArray();
        return wanted.Length > 0
            ? new CsvHeader(separator, names.Count, time, -1, wanted, Array.ConvertAll(wanted, c => ZoneOf(names[c])), options.Zone is null ? unknown : [])
            : throw new SignalFileException(line, $"The file has no column for zone {options.Zone}; it has {string.Join(", ", zones.Take(8).Select(c => names[c]))}.");
    }

    /// <summary>
    /// A word such as "price" has the form of a zone key too; as a column name only a key written in capitals, or one of the
    /// table of zones or of cloud regions, counts.
    /// </summary>
    private static bool IsZone(string name) =>
        PlaceName.TryParse(name, out var zone) && (!name.Any(char.IsLower) || GridZoneTable.Find(zone) is not null);

    private static ZoneId ZoneOf(string name) => PlaceName.TryParse(name, out var zone) ? zone : throw new FormatException($"'{name}' is no zone.");

    private static int ValueColumn(List<string> keys, EmissionFactor factor)
    {
        var byName = Array.ConvertAll(ValueNames, keys.IndexOf).FirstOrDefault(c => c >= 0, -1);
        if (byName >= 0)
        {
            return byName;
        }

        // As Electricity Maps names them in its yearly files: "Carbon intensity gCO₂eq/kWh (direct)", "(Life cycle)".
        var ending = factor == EmissionFactor.Direct ? "direct" : "lifecycle";
        var measures = Enumerable.Range(0, keys.Count).Where(c => keys[c].StartsWith("carbonintensity", StringComparison.Ordinal)).ToList();
        return measures.Where(c => keys[c].EndsWith(ending, StringComparison.Ordinal))
            .Concat(measures.Where(c => !keys[c].EndsWith("direct", StringComparison.Ordinal) && !keys[c].EndsWith("lifecycle", StringComparison.Ordinal)))
            .FirstOrDefault(-1);
    }

    private static byte SeparatorOf(ReadOnlySpan<byte> line)
    {
        var (commas, semicolons, tabs) = (line.Count((byte)','), line.Count((byte)';'), line.Count((byte)'\t'));
        return tabs > Math.Max(commas, semicolons) ? (byte)'\t' : semicolons > commas ? (byte)';' : (byte)',';
    }

    private static List<string> Names(ReadOnlySpan<byte> line, byte separator, long lineNumber)
    {
        var names = new List<string>();
        var cells = new CsvCells(line, separator);
        while (cells.MoveNext())
        {
            if (names.Count == SignalFileLimits.Columns)
            {
                throw new SignalFileException(lineNumber, $"The header has more than {SignalFileLimits.Columns:N0} columns: split the file.");
            }

            names.Add(Encoding.UTF8.GetString(cells.Current));
        }

        return cells.IsBroken
            ? throw new SignalFileException(lineNumber, "The header has a quote that is not closed.")
            : names;
    }

    private static string Key(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
