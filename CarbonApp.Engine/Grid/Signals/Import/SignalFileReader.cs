namespace CarbonApp.Engine.Grid.Signals.Import;

/// <summary>
/// Reads a file of carbon intensities given piece by piece and yields slots. The format is told from the content: CSV with a
/// zone per column, CSV with a zone per row, CSV of one zone, or the JSON of the Carbon Aware SDK.
/// </summary>
/// <remarks>
/// <para>CSV: comma, semicolon or tab; decimal comma unless commas separate; quotes; byte order mark; either line end. Times
/// without an offset are UTC. An empty cell is a gap. Rows of a zone must be in time order.</para>
/// <para>A slot lasts until the next row where rows are evenly spaced, else the commonest spacing nearby, so that a missing row is
/// a gap; JSON states its durations. Rows closer than the usual spacing: <see cref="RowSpacing"/>.</para>
/// <para>The same bytes yield the same slots in the same order however they are cut into pieces: an interrupted import resumes
/// by counting.</para>
/// </remarks>
public sealed class SignalFileReader
{
    private readonly SignalFileTally _tally = new();
    private readonly SignalFileOptions _options;
    private byte[] _carry = new byte[4 * 1024];
    private int _carried;
    private CsvRows? _csv;
    private SdkJsonEntries? _json;

    /// <summary>Makes a reader for one file.</summary>
    public SignalFileReader(SignalFileOptions options) => _options = options;

    /// <summary>Zones found so far; slots refer to them by index.</summary>
    public IReadOnlyList<ZoneId> Zones => _tally.Zones;

    /// <summary>Slots read since <see cref="TakeSlots"/> was last called.</summary>
    public int SlotCount => _tally.Slots.Count;

    /// <summary>Rows (JSON: entries) read so far, the header and blank lines not counted.</summary>
    public long RowsRead => _tally.RowsRead;

    /// <summary>Rows refused so far; a wide row with a bad cell counts, though its other cells are taken.</summary>
    public long RowsRejected => _tally.RowsRejected;

    /// <summary>Cells left empty so far.</summary>
    public long Gaps => _tally.Gaps;

    /// <summary>The first errors, at most <see cref="SignalFileLimits.ErrorsKept"/>.</summary>
    public IReadOnlyList<RowError> Errors => _tally.Errors;

    /// <summary>Reads the next piece of the file, of any length.</summary>
    /// <exception cref="SignalFileException">The file cannot be read further.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_csv is null && _json is null)
        {
            bytes = Begin(bytes, isLast: false);
        }

        if (_json is not null)
        {
            _json.Add(bytes);
        }
        else if (_csv is not null)
        {
            AppendLines(_csv, bytes);
        }
    }

    /// <summary>The file has ended: yields what waited for its successor.</summary>
    /// <exception cref="SignalFileException">The file is empty or cut short.</exception>
    public void Complete()
    {
        if (_csv is null && _json is null)
        {
            Append(Begin([], isLast: true));
        }

        if (_csv is not null && _carried > 0)
        {
            AddLine(_csv, _carry.AsSpan(0, _carried));
        }

        _csv?.Complete();
        _json?.Complete();
    }

    /// <summary>Moves the slots read so far to the end of <paramref name="target"/>.</summary>
    public void TakeSlots(List<ImportedSlot> target)
    {
        target.AddRange(_tally.Slots);
        _tally.Slots.Clear();
    }

    /// <summary>Decides on the format at the first character that is not blank; gives back what belongs to the file's text.</summary>
    private ReadOnlySpan<byte> Begin(ReadOnlySpan<byte> bytes, bool isLast)
    {
        // Few enough to be copied: a file usually begins with text at once.
        byte[] all = [.. _carry.AsSpan(0, _carried), .. bytes];
        RefuseOtherFormats(all);
        var text = all.AsSpan();
        text = text.StartsWith("\uFEFF"u8) ? text["\uFEFF"u8.Length..] : text;
        var first = text.IndexOfAnyExcept(" \t\r\n"u8);
        if (!isLast && (all.Length < 4 || first < 0))
        {
            Carry(bytes);
            return [];
        }

        _carried = 0;
        if (first >= 0 && text[first] is (byte)'{' or (byte)'[')
        {
            _json = new SdkJsonEntries(_tally, _options);
        }
        else
        {
            _csv = new CsvRows(_tally, _options);
        }

        return text;
    }

    private static void RefuseOtherFormats(ReadOnlySpan<byte> start)
    {
        var found = start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? "is compressed with gzip: decompress it first"
            : start.StartsWith("PK\u0003\u0004"u8) ? "is a zip archive or a spreadsheet: save the sheet as CSV"
            : start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? "is UTF-16: save it as UTF-8"
            : start.StartsWith("PAR1"u8) ? "is Parquet: export it as CSV"
            : null;
        if (found is not null)
        {
            throw new SignalFileException(1, $"The file {found}.");
        }
    }

    private void AppendLines(CsvRows csv, ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is var end and >= 0)
        {
            if (_carried > 0)
            {
                Carry(bytes[..end]);
                AddLine(csv, _carry.AsSpan(0, _carried));
                _carried = 0;
            }
            else
            {
                AddLine(csv, bytes[..end]);
            }

            bytes = bytes[(end + 1)..];
        }

        Carry(bytes);
    }

    private static void AddLine(CsvRows csv, ReadOnlySpan<byte> line)
    {
        if (line.Contains((byte)0))
        {
            throw new SignalFileException(csv.Line + 1, $"Line {csv.Line + 1} holds a NUL byte: the file is not text, or is damaged.");
        }

        csv.Add(line);
    }

    private void Carry(ReadOnlySpan<byte> bytes)
    {
        if (_carried + bytes.Length > SignalFileLimits.LineBytes)
        {
            var line = (_csv?.Line ?? 0) + 1;
            throw new SignalFileException(line, $"Line {line} is longer than {SignalFileLimits.LineBytes:N0} bytes: the file is not CSV, or has lost its line ends.");
        }

        if (_carried + bytes.Length > _carry.Length)
        {
            Array.Resize(ref _carry, Math.Max(_carry.Length * 2, _carried + bytes.Length));
        }

        bytes.CopyTo(_carry.AsSpan(_carried));
        _carried += bytes.Length;
    }
}
