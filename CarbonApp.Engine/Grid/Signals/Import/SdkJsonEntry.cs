using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace CarbonApp.Engine.Grid.Signals.Import;

/// <summary>The entry being read of a Carbon Aware SDK file: collects its members, then makes it a slot or refuses it.</summary>
internal sealed class SdkJsonEntry(SignalFileTally tally, SeriesOfZones series)
{
    private const int LongestText = 64;

    private readonly byte[] _location = new byte[LongestText];
    private readonly byte[] _time = new byte[LongestText];
    private readonly byte[] _duration = new byte[LongestText];
    private int _locationLength;
    private int _timeLength;
    private int _durationLength;
    private double _rating;
    private string? _fault;
    private Member _expected;

    private enum Member
    {
        Location,
        Time,
        Rating,
        Duration,
    }

    /// <summary>Number of the entry, from 1; 0 before the first.</summary>
    public long Number { get; private set; }

    public void Begin()
    {
        Number++;
        tally.RowsRead++;
        (_locationLength, _timeLength, _durationLength, _rating, _fault) = (0, 0, 0, double.NaN, null);
    }

    /// <summary>Notes which member comes next; false for one that is of no use.</summary>
    public bool Expect(ref Utf8JsonReader reader)
    {
        Member? member = IsNamed(ref reader, "location"u8) ? Member.Location
            : IsNamed(ref reader, "time"u8) ? Member.Time
            : IsNamed(ref reader, "rating"u8) ? Member.Rating
            : IsNamed(ref reader, "duration"u8) ? Member.Duration
            : null;
        _expected = member ?? _expected;
        return member is not null;
    }

    public void Take(ref Utf8JsonReader reader)
    {
        switch (_expected)
        {
            case Member.Location:
                _locationLength = Text(ref reader, _location);
                break;
            case Member.Time:
                _timeLength = Text(ref reader, _time);
                break;
            case Member.Duration:
                _durationLength = Text(ref reader, _duration);
                break;
            case Member.Rating:
                TakeRating(ref reader);
                break;
        }
    }

    public void TakeNoScalar() => _fault ??= $"{_expected} is an object or a list; expected a single value.";

    public void End()
    {
        if (_fault is not null)
        {
            tally.Reject(Number, _fault);
        }
        else if (!series.Passes(_location.AsSpan(0, _locationLength)) && series.Find(_location.AsSpan(0, _locationLength), Number) is { } zone)
        {
            Store(zone);
        }
    }

    public void Complete() => series.Complete();

    public static bool IsNamed(ref Utf8JsonReader reader, ReadOnlySpan<byte> lowerCase) =>
        !reader.ValueIsEscaped && Ascii.EqualsIgnoreCase(reader.ValueSpan, lowerCase);

    private void Store(SeriesOfZones.Series zone)
    {
        var duration = _duration.AsSpan(0, _durationLength);
        var seconds = 0;
        if (!TimeText.TryParse(_time.AsSpan(0, _timeLength), out var time))
        {
            tally.Reject(Number, _time.AsSpan(0, _timeLength), TimeText.Expected);
        }
        else if (!duration.IsEmpty && !TryDuration(duration, out seconds))
        {
            tally.Reject(Number, duration, $"is not a duration: expected hh:mm:ss, of 1 s to {SignalFileLimits.SlotDays} days.");
        }
        else if (time <= zone.LastTime)
        {
            tally.Reject(Number, time == zone.LastTime
                ? $"The time {DateTimeOffset.FromUnixTimeSeconds(time):u} is there twice for one location; the first entry stands."
                : $"The time {DateTimeOffset.FromUnixTimeSeconds(time):u} lies before that of an earlier entry of its location: sort the entries by time.");
        }
        else
        {
            Store(zone, time, seconds);
        }
    }

    private void Store(SeriesOfZones.Series zone, long time, int seconds)
    {
        zone.LastTime = time;
        tally.Gaps += double.IsNaN(_rating) ? 1 : 0;
        if (seconds == 0)
        {
            zone.Axis.Add(Number, time, new ReadOnlySpan<double>(in _rating));
        }
        else if (!double.IsNaN(_rating))
        {
            tally.Slots.Add(new ImportedSlot(zone.ZoneIndex, time, seconds, _rating));
        }
    }

    /// <summary>null is a gap; a number may also be written as text.</summary>
    private void TakeRating(ref Utf8JsonReader reader)
    {
        Span<byte> text = stackalloc byte[LongestText];
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        var length = Text(ref reader, text);
        if (length > 0 && !IntensityText.TryParse(text[..length], decimalComma: false, out _rating, out var fault))
        {
            _fault ??= $"'{SignalFileTally.Show(text[..length])}' {fault}";
        }
    }

    /// <summary>Copies a scalar without its escapes (System.Text.Json writes the + of an offset as \u002B).</summary>
    private int Text(ref Utf8JsonReader reader, scoped Span<byte> target)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return 0;
        }

        if (reader.ValueSpan.Length > target.Length)
        {
            _fault ??= $"{_expected} '{SignalFileTally.Show(reader.ValueSpan)}' is longer than {LongestText} characters.";
            return 0;
        }

        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.CopyString(target);
        }

        reader.ValueSpan.CopyTo(target);
        return reader.ValueSpan.Length;
    }

    private static bool TryDuration(ReadOnlySpan<byte> text, out int seconds)
    {
        seconds = 0;
        if (!Utf8Parser.TryParse(text, out TimeSpan span, out var used, 'c') || used != text.Length
            || span < TimeSpan.FromSeconds(1) || span > TimeSpan.FromDays(SignalFileLimits.SlotDays) || span.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            return false;
        }

        seconds = (int)span.TotalSeconds;
        return true;
    }
}
