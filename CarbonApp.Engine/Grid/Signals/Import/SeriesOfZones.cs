using System.Text;

namespace CarbonApp.Engine.Grid.Signals.Import;

/// <summary>The zones a file's rows name, each with its own time axis.</summary>
internal sealed class SeriesOfZones(SignalFileTally tally, SignalFileOptions options)
{
    private readonly Dictionary<string, Series> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<ZoneId, string> _nameOf = [];
    private readonly byte[] _lastName = new byte[ZoneId.MaxLength];
    private int _lastLength = -1;
    private Series? _last;

    /// <summary>One zone of the file.</summary>
    internal sealed class Series(int zoneIndex, TimeAxis axis)
    {
        public int ZoneIndex { get; } = zoneIndex;

        public TimeAxis Axis { get; } = axis;

        /// <summary>Start of the latest row; -1 before the first.</summary>
        public long LastTime { get; set; } = -1;
    }

    /// <summary>True when rows of other zones are passed over because the caller asked for one.</summary>
    public bool Passes(ReadOnlySpan<byte> name) =>
        options.Zone is { } wanted && !Ascii.EqualsIgnoreCase(name, wanted.Value)
        && !(name.Length <= ZoneId.MaxLength && PlaceName.TryParse(Encoding.UTF8.GetString(name), out var zone) && zone == wanted);

    /// <summary>
    /// The series of the zone named, made when it is new; null, with the row refused, when the name is none, or another location of the
    /// same zone came before it: values that differ by location must not be mixed into one zone.
    /// </summary>
    public Series? Find(ReadOnlySpan<byte> name, long line)
    {
        if (_lastLength == name.Length && name.SequenceEqual(_lastName.AsSpan(0, _lastLength)))
        {
            return _last;
        }

        Span<char> chars = stackalloc char[ZoneId.MaxLength];
        if (name.IsEmpty || name.Length > ZoneId.MaxLength || !Encoding.ASCII.TryGetChars(name, chars, out var length))
        {
            tally.Reject(line, name, PlaceName.Expected);
            return null;
        }

        var place = chars[..length].Trim();
        if (!_byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(place, out var series))
        {
            if (!PlaceName.TryParse(place.ToString(), out var zone))
            {
                tally.Reject(line, name, PlaceName.Expected);
                return null;
            }

            if (_nameOf.TryGetValue(zone, out var first))
            {
                tally.Reject(line, name, $"is fed by {zone}, of which the file has '{first}' already: put the locations of one zone into files of their own, and import one.");
                return null;
            }

            var index = tally.AddZone(zone, line);
            series = new Series(index, new TimeAxis(tally, options.Spacing, [index]));
            _byName.Add(place.ToString(), series);
            _nameOf.Add(zone, place.ToString());
        }

        name.CopyTo(_lastName);
        (_lastLength, _last) = (name.Length, series);
        return series;
    }

    public void Complete()
    {
        foreach (var series in _byName.Values)
        {
            series.Axis.Complete();
        }
    }
}
