namespace CarbonApp.Engine.Grid.Signals.Import;

/// <summary>Walks the cells of one line; a cell may be quoted, and blanks around it do not count. Cells cannot hold line breaks.</summary>
internal ref struct CsvCells
{
    private readonly byte _separator;
    private ReadOnlySpan<byte> _rest;
    private bool _ended;

    public CsvCells(ReadOnlySpan<byte> line, byte separator)
    {
        _rest = line;
        _separator = separator;
    }

    /// <summary>The cell without quotes and blanks around it; a doubled quote inside stays doubled.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>True once a quote was opened and not closed.</summary>
    public bool IsBroken { get; private set; }

    public bool MoveNext()
    {
        if (_ended || IsBroken)
        {
            return false;
        }

        var start = _rest.TrimStart(" \t"u8);
        if (!start.IsEmpty && start[0] == '"')
        {
            return MoveNextQuoted(start[1..]);
        }

        var end = _rest.IndexOf(_separator);
        Current = Trim(end < 0 ? _rest : _rest[..end]);
        Advance(end);
        return true;
    }

    private bool MoveNextQuoted(ReadOnlySpan<byte> inside)
    {
        var close = 0;
        while (true)
        {
            var found = inside[close..].IndexOf((byte)'"');
            if (found < 0)
            {
                IsBroken = true;
                return false;
            }

            close += found;
            if (close + 1 < inside.Length && inside[close + 1] == '"')
            {
                close += 2;
                continue;
            }

            break;
        }

        Current = Trim(inside[..close]);
        _rest = inside[(close + 1)..];
        var end = _rest.IndexOf(_separator);
        IsBroken = !(end < 0 ? _rest : _rest[..end]).Trim(" \t"u8).IsEmpty;
        Advance(end);
        return !IsBroken;
    }

    private void Advance(int end)
    {
        _ended = end < 0;
        _rest = _ended ? default : _rest[(end + 1)..];
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> cell) =>
        cell.IsEmpty || (cell[0] > ' ' && cell[^1] > ' ') ? cell : cell.Trim(" \t"u8);
}
