using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Tests.Kelp.Imagery;

/// <summary>A file's bytes as a <see cref="RangeReader"/>, with the requests made.</summary>
internal sealed class Bytes(byte[] content)
{
    private readonly Lock _gate = new();

    public List<(long Offset, int Length)> Requests { get; } = [];

    public static Bytes OfFile(string path) => new(File.ReadAllBytes(path));

    public ValueTask<GeoTiff> OpenAsync() => GeoTiff.OpenAsync(ReadAsync);

    public ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Requests.Add((offset, destination.Length));
        }

        if (offset >= content.Length)
        {
            return new(0);
        }

        var length = (int)Math.Min(destination.Length, content.Length - offset);
        content.AsSpan((int)offset, length).CopyTo(destination.Span);
        return new(length);
    }
}
