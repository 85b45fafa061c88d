using System.Text;

namespace CarbonApp.Engine.Grid.Signals.Import;

/// <summary>What has been read of a file so far: slots not yet taken away, counts and the first errors.</summary>
internal sealed class SignalFileTally
{
    private const int ShownBytes = 40;

    private readonly List<RowError> _errors = [];
    private readonly List<ZoneId> _zones = [];
    private long _lastRejectedLine;

    public List<ImportedSlot> Slots { get; } = [];

    public IReadOnlyList<RowError> Errors => _errors;

    public IReadOnlyList<ZoneId> Zones => _zones;

    public long RowsRead { get; set; }

    public long RowsRejected { get; private set; }

    public long Gaps { get; set; }

    public int AddZone(ZoneId zone, long line)
    {
        if (_zones.Count == SignalFileLimits.Zones)
        {
            throw new SignalFileException(line, $"Line {line} names zone number {_zones.Count + 1}; a file may hold {SignalFileLimits.Zones:N0}. Split the file by zones.");
        }

        _zones.Add(zone);
        return _zones.Count - 1;
    }

    /// <summary>Counts a row as refused, once however many of its cells are bad, and keeps the message while there is room.</summary>
    public void Reject(long line, ReadOnlySpan<byte> text, string fault)
    {
        if (_errors.Count < SignalFileLimits.ErrorsKept)
        {
            _errors.Add(new RowError(line, $"'{Show(text)}' {fault}"));
        }

        CountRejected(line);
    }

    /// <inheritdoc cref="Reject(long, ReadOnlySpan{byte}, string)"/>
    public void Reject(long line, string message)
    {
        if (_errors.Count < SignalFileLimits.ErrorsKept)
        {
            _errors.Add(new RowError(line, message));
        }

        CountRejected(line);
    }

    /// <summary>Text of a file for an error message: short, and without control characters.</summary>
    public static string Show(ReadOnlySpan<byte> text)
    {
        var shown = Encoding.UTF8.GetString(text[..Math.Min(text.Length, ShownBytes)]);
        var clean = string.Create(shown.Length, shown, static (span, s) =>
        {
            for (var i = 0; i < s.Length; i++)
            {
                span[i] = char.IsControl(s[i]) ? '\uFFFD' : s[i];
            }
        });
        return text.Length > ShownBytes ? clean + "…" : clean;
    }

    private void CountRejected(long line)
    {
        if (line != _lastRejectedLine)
        {
            RowsRejected++;
            _lastRejectedLine = line;
        }
    }
}
