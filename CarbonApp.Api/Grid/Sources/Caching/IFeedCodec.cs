namespace CarbonApp.Api.Grid.Sources.Caching;

/// <summary>Turns one kind of answer into bytes and back, for Redis.</summary>
internal interface IFeedCodec<T>
{
    byte[] Encode(T value);

    /// <summary>The value; throws <see cref="FormatException"/> when the bytes are not what <see cref="Encode"/> wrote.</summary>
    T Decode(ReadOnlySpan<byte> bytes);
}
