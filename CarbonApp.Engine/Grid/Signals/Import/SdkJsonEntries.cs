using System.Text.Json;

namespace CarbonApp.Engine.Grid.Signals.Import;

/// <summary>
/// Reads {"Emissions":[{"Location","Time","Rating","Duration"}]}, as the Carbon Aware SDK stores it, or the bare array its API
/// answers with, piece by piece: memory does not grow with the file. Names in any case; other members are passed over.
/// </summary>
internal sealed class SdkJsonEntries(SignalFileTally tally, SignalFileOptions options)
{
    private const int DeepestNesting = 16;
    private const string Remedy = "expected {\"Emissions\":[{\"Location\":\"GB\",\"Time\":\"2022-01-01T00:00:00Z\",\"Rating\":120.5,\"Duration\":\"01:00:00\"}]}.";

    private readonly SdkJsonEntry _entry = new(tally, new SeriesOfZones(tally, options));
    private byte[] _buffer = new byte[64 * 1024];
    private int _count;
    private JsonReaderState _state = new(new JsonReaderOptions
    {
        MaxDepth = DeepestNesting,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    });

    private Place _place = Place.Root;
    private Place _afterSkip;
    private int _skippedDepth;
    private bool _listIsRoot;
    private bool _listFound;

    private enum Place
    {
        Root,
        Members,
        List,
        Entry,
        Value,
        BeforeList,
        Skipped,
        Skipping,
        End,
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_count + bytes.Length > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _count + bytes.Length));
        }

        bytes.CopyTo(_buffer.AsSpan(_count));
        _count += bytes.Length;
        Read(isFinal: false);
        if (_count > SignalFileLimits.LineBytes)
        {
            throw new SignalFileException(_entry.Number, $"A value in or after entry {_entry.Number} is longer than {SignalFileLimits.LineBytes:N0} bytes.");
        }
    }

    public void Complete()
    {
        Read(isFinal: true);
        if (!_listFound)
        {
            throw new SignalFileException(1, $"The JSON holds no list named Emissions: {Remedy}");
        }

        _entry.Complete();
    }

    private void Read(bool isFinal)
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(0, _count), isFinal, _state);
        try
        {
            while (reader.Read())
            {
                Take(ref reader);
            }
        }
        catch (JsonException e)
        {
            throw new SignalFileException(_entry.Number, $"The JSON is broken or cut short in or after entry {_entry.Number}: {e.Message}");
        }

        _state = reader.CurrentState;
        var used = (int)reader.BytesConsumed;
        _buffer.AsSpan(used, _count - used).CopyTo(_buffer);
        _count -= used;
    }

    private void Take(ref Utf8JsonReader reader)
    {
        switch (_place)
        {
            case Place.Root:
                _listIsRoot = _listFound = reader.TokenType == JsonTokenType.StartArray;
                _place = _listIsRoot ? Place.List : reader.TokenType == JsonTokenType.StartObject ? Place.Members : throw Unexpected();
                break;
            case Place.Members:
                _place = reader.TokenType == JsonTokenType.EndObject ? Place.End
                    : SdkJsonEntry.IsNamed(ref reader, "emissions"u8) ? Place.BeforeList
                    : SkipNext(Place.Members);
                break;
            case Place.BeforeList:
                _listFound = true;
                _place = reader.TokenType == JsonTokenType.StartArray ? Place.List : throw Unexpected();
                break;
            case Place.List:
                TakeListItem(ref reader);
                break;
            case Place.Entry:
                TakeMember(ref reader);
                break;
            case Place.Value:
                TakeValue(ref reader);
                break;
            case Place.Skipped:
                Skip(ref reader, _afterSkip);
                break;
            case Place.Skipping:
                _place = reader.CurrentDepth == _skippedDepth && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray ? _afterSkip : _place;
                break;
        }
    }

    private void TakeListItem(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            _place = _listIsRoot ? Place.End : Place.Members;
            return;
        }

        _entry.Begin();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            _place = Place.Entry;
            return;
        }

        tally.Reject(_entry.Number, $"Entry {_entry.Number} is not an object: {Remedy}");
        Skip(ref reader, Place.List);
    }

    private void TakeMember(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            _entry.End();
            _place = Place.List;
            return;
        }

        _place = _entry.Expect(ref reader) ? Place.Value : SkipNext(Place.Entry);
    }

    private void TakeValue(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            _entry.TakeNoScalar();
            Skip(ref reader, Place.Entry);
            return;
        }

        _entry.Take(ref reader);
        _place = Place.Entry;
    }

    private Place SkipNext(Place after)
    {
        _afterSkip = after;
        return Place.Skipped;
    }

    private void Skip(ref Utf8JsonReader reader, Place after)
    {
        (_afterSkip, _skippedDepth) = (after, reader.CurrentDepth);
        _place = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? Place.Skipping : after;
    }

    private static SignalFileException Unexpected() => new(1, $"The JSON does not hold a list of emissions: {Remedy}");
}
