namespace CarbonApp.Engine.Grid.Signals.Import;

/// <summary>
/// Gives rows the length the file does not state: the spacing to the next row where that is regular, else the commonest spacing
/// nearby, so that a gap stays a gap.
/// </summary>
/// <remarks>
/// <para>A row whose spacing equals its predecessor's length goes out at once. Any other waits until <see cref="Nearby"/> further
/// rows are known (or the file ends) and takes the mode of the spacings around it, the shorter of two equally common, but
/// never reaches into the next row.</para>
/// <para>With <see cref="RowSpacing.Regular"/> no slot is shorter than the commonest of the first <see cref="First"/> spacings; a
/// row that comes sooner lies within the slot before it and is refused. Files of half-hours with quarter-hour readings strewn in
/// keep their half-hours by this.</para>
/// </remarks>
internal sealed class TimeAxis
{
    private const int Nearby = 8;
    private const int First = 48;
    private const int Capacity = First + 1;

    private readonly SignalFileTally _tally;
    private readonly RowSpacing _spacing;
    private readonly int[] _zones;
    private readonly long[] _times = new long[Capacity];
    private readonly long[] _lines = new long[Capacity];
    private readonly double[] _values;
    private readonly long[] _before = new long[Nearby];
    private int _beforeCount;
    private int _head;
    private int _count;
    private long _lastLength;
    private long _lastTaken = -1;
    private long _shortest;
    private bool _isSettled;

    /// <param name="tally">Takes the slots.</param>
    /// <param name="spacing">Whether rows closer than the usual spacing are taken.</param>
    /// <param name="zones">Zone indexes of the values of each row.</param>
    public TimeAxis(SignalFileTally tally, RowSpacing spacing, int[] zones) =>
        (_tally, _spacing, _zones, _values) = (tally, spacing, zones, new double[Capacity * zones.Length]);

    /// <summary>Time of the row added last; -1 before the first.</summary>
    public long LastTime { get; private set; } = -1;

    /// <summary>Adds a row, whose time must be after <see cref="LastTime"/>. NaN is a gap.</summary>
    public void Add(long line, long time, ReadOnlySpan<double> values)
    {
        LastTime = time;
        if (_isSettled && !IsTaken(line, time))
        {
            return;
        }

        var at = (_head + _count) % Capacity;
        (_times[at], _lines[at]) = (time, line);
        values.CopyTo(_values.AsSpan(at * _zones.Length));
        _count++;
        if (!_isSettled && _count == Capacity)
        {
            Settle();
        }

        while (_isSettled && _count >= 2 && (SpacingAt(0) == _lastLength || _count >= Nearby + 2))
        {
            EmitFirst();
        }
    }

    /// <summary>No more rows come.</summary>
    public void Complete()
    {
        Settle();
        while (_count >= 2)
        {
            EmitFirst();
        }

        if (_count == 1)
        {
            EmitLast();
        }
    }

    private long SpacingAt(int row) => _times[(_head + row + 1) % Capacity] - _times[(_head + row) % Capacity];

    /// <summary>Enough rows are known to tell the usual spacing: those held back so far are looked at again.</summary>
    private void Settle()
    {
        if (_isSettled)
        {
            return;
        }

        _isSettled = true;
        _shortest = _spacing == RowSpacing.Regular ? CommonestSpacing(_count) : 0;
        var kept = 0;
        for (var row = 0; row < _count; row++)
        {
            if (IsTaken(_lines[row], _times[row]))
            {
                (_times[kept], _lines[kept]) = (_times[row], _lines[row]);
                _values.AsSpan(row * _zones.Length, _zones.Length).CopyTo(_values.AsSpan(kept * _zones.Length));
                kept++;
            }
        }

        _count = kept;
    }

    private bool IsTaken(long line, long time)
    {
        if (_lastTaken >= 0 && time < _lastTaken + _shortest)
        {
            _tally.Reject(line, $"The row comes {time - _lastTaken} s after the one before it, whose value holds for {_shortest} s, the file's spacing. To take every row until the next one, import with spacing=varying.");
            return false;
        }

        _lastTaken = time;
        return true;
    }

    private void EmitFirst()
    {
        var spacing = SpacingAt(0);
        var length = spacing == _lastLength ? spacing : Math.Min(spacing, CommonestSpacing(Math.Min(_count, Nearby + 2)));
        Emit(length);
        _before[_beforeCount++ % Nearby] = spacing;
    }

    private void EmitLast()
    {
        var length = CommonestSpacing(_count);
        if (length == 0)
        {
            _tally.Reject(_lines[_head], "A single row does not tell how long its value holds: give two rows or more per zone.");
            return;
        }

        Emit(length);
    }

    private void Emit(long length)
    {
        var (time, line) = (_times[_head], _lines[_head]);
        if (length > SignalFileLimits.SlotDays * 86_400L)
        {
            _tally.Reject(line, $"The next row is {length / 86_400} days later; a slot may last {SignalFileLimits.SlotDays} days. Leave an empty cell where values are missing.");
        }
        else
        {
            var values = _values.AsSpan(_head * _zones.Length, _zones.Length);
            for (var i = 0; i < values.Length; i++)
            {
                if (!double.IsNaN(values[i]))
                {
                    _tally.Slots.Add(new ImportedSlot(_zones[i], time, (int)length, values[i]));
                }
            }
        }

        _lastLength = length;
        _head = (_head + 1) % Capacity;
        _count--;
    }

    /// <summary>Mode of the spacings known before the first row and between the first <paramref name="rows"/>; 0 when there is none.</summary>
    private long CommonestSpacing(int rows)
    {
        var known = Math.Min(_beforeCount, Nearby);
        Span<long> spacings = stackalloc long[Nearby + Capacity];
        _before.AsSpan(0, known).CopyTo(spacings);
        for (var row = 0; row < rows - 1; row++)
        {
            spacings[known++] = SpacingAt(row);
        }

        var around = spacings[..known];
        around.Sort();
        var (mode, modeCount) = (0L, 0);
        for (var i = 0; i < around.Length;)
        {
            var same = around[i..].LastIndexOf(around[i]) + 1;
            (mode, modeCount) = same > modeCount ? (around[i], same) : (mode, modeCount);
            i += same;
        }

        return mode;
    }
}
