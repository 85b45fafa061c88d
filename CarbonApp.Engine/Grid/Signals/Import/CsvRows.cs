namespace CarbonApp.Engine.Grid.Signals.Import;

/// <summary>Turns the lines of a CSV file into slots. Nothing is allocated per row.</summary>
internal sealed class CsvRows(SignalFileTally tally, SignalFileOptions options)
{
    private readonly SeriesOfZones _series = new(tally, options);
    private CsvHeader? _header;
    private int[] _valueAt = [];
    private double[] _values = [];
    private TimeAxis? _sharedAxis;
    private long _line;

    public long Line => _line;

    public void Add(ReadOnlySpan<byte> line)
    {
        _line++;
        if (line.Trim(" \t\r"u8).IsEmpty)
        {
            return;
        }

        line = line[^1] == '\r' ? line[..^1] : line;
        if (_header is null)
        {
            Begin(line);
        }
        else if (_sharedAxis is { } axis)
        {
            tally.RowsRead++;
            AddColumns(_header, axis, line);
        }
        else
        {
            tally.RowsRead++;
            AddLong(_header, line);
        }
    }

    public void Complete()
    {
        if (_header is null)
        {
            throw new SignalFileException(1, "The file is empty: expected a header line and rows of values.");
        }

        _sharedAxis?.Complete();
        _series.Complete();
    }

    private void Begin(ReadOnlySpan<byte> line)
    {
        _header = CsvHeader.Parse(line, _line, options);
        foreach (var name in _header.Unknown)
        {
            tally.Reject(_line, $"Column '{name}' is not a grid zone, and its values are not taken: expected a key such as GB or US-MIDA-PJM.");
        }

        if (_header.Zone < 0)
        {
            _sharedAxis = new TimeAxis(tally, options.Spacing, Array.ConvertAll(_header.ZoneOfValue, z => tally.AddZone(z, _line)));
            _values = new double[_header.Values.Length];
            _valueAt = new int[_header.ColumnCount];
            Array.Fill(_valueAt, -1);
            for (var i = 0; i < _header.Values.Length; i++)
            {
                _valueAt[_header.Values[i]] = i;
            }
        }
    }

    private void AddColumns(CsvHeader header, TimeAxis axis, ReadOnlySpan<byte> line)
    {
        var cells = new CsvCells(line, header.Separator);
        var (column, time, timeIsValid, gaps) = (0, 0L, false, 0);
        for (; cells.MoveNext(); column++)
        {
            if (column >= header.ColumnCount)
            {
                continue;
            }

            if (column == header.Time)
            {
                timeIsValid = TimeText.TryParse(cells.Current, out time);
                if (!timeIsValid)
                {
                    tally.Reject(_line, cells.Current, TimeText.Expected);
                    return;
                }
            }
            else if (_valueAt[column] is var at and >= 0)
            {
                if (!IntensityText.TryParse(cells.Current, header.Separator != ',', out _values[at], out var fault))
                {
                    // One bad cell leaves a gap in its zone; the other zones of the row are sound.
                    tally.Reject(_line, cells.Current, NameCell(header, at, fault));
                    _values[at] = double.NaN;
                }
                else if (double.IsNaN(_values[at]))
                {
                    gaps++;
                }
            }
        }

        if (IsWhole(cells.IsBroken, column, header) && IsAfter(axis.LastTime, time))
        {
            tally.Gaps += gaps;
            axis.Add(_line, time, _values);
        }
    }

    private void AddLong(CsvHeader header, ReadOnlySpan<byte> line)
    {
        var cells = new CsvCells(line, header.Separator);
        ReadOnlySpan<byte> timeCell = default, zoneCell = default, valueCell = default;
        var column = 0;
        for (; cells.MoveNext(); column++)
        {
            if (column == header.Time)
            {
                timeCell = cells.Current;
            }
            else if (column == header.Zone)
            {
                zoneCell = cells.Current;
            }
            else if (column == header.Values[0])
            {
                valueCell = cells.Current;
            }
        }

        if (!IsWhole(cells.IsBroken, column, header) || _series.Passes(zoneCell) || _series.Find(zoneCell, _line) is not { } series)
        {
            return;
        }

        if (!TimeText.TryParse(timeCell, out var time))
        {
            tally.Reject(_line, timeCell, TimeText.Expected);
        }
        else if (!IntensityText.TryParse(valueCell, header.Separator != ',', out var value, out var fault))
        {
            tally.Reject(_line, valueCell, fault);
        }
        else if (IsAfter(series.Axis.LastTime, time))
        {
            tally.Gaps += double.IsNaN(value) ? 1 : 0;
            series.Axis.Add(_line, time, new ReadOnlySpan<double>(in value));
        }
    }

    private static string NameCell(CsvHeader header, int at, string fault) =>
        header.ZoneOfValue.Length == 1 ? fault : $"for {header.ZoneOfValue[at]} {fault}";

    private bool IsWhole(bool broken, int cellCount, CsvHeader header)
    {
        if (broken)
        {
            tally.Reject(_line, "A quote is not closed, or text follows a closing quote.");
            return false;
        }

        // One more, empty, cell is how some programs end a line.
        if (cellCount != header.ColumnCount && cellCount != header.ColumnCount + 1)
        {
            tally.Reject(_line, $"The row has {cellCount} cells; the header has {header.ColumnCount}.");
            return false;
        }

        return true;
    }

    private bool IsAfter(long last, long time)
    {
        if (time > last)
        {
            return true;
        }

        tally.Reject(_line, time == last
            ? $"The time {DateTimeOffset.FromUnixTimeSeconds(time):u} is there twice; the first row stands."
            : $"The time {DateTimeOffset.FromUnixTimeSeconds(time):u} lies before that of an earlier row, {DateTimeOffset.FromUnixTimeSeconds(last):u}: sort the file by time.");
        return false;
    }
}
