using System.Buffers;
using System.Collections.Concurrent;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>Arrays of rows that one detection hands round between its bands and stages, so that what the overview held is used again for the full
/// resolution, and at its end leaves to the next detection. A whole tile would otherwise leave hundreds of megabytes to the collector.</summary>
internal sealed class RowChunks : IDisposable
{
    /// <summary>Numbers of a chunk, 2 MB, unless the image is smaller or its rows are longer.</summary>
    private const int Length = 1 << 20;

    /// <summary>Most rows of a chunk.</summary>
    private const int MostRows = 4096;

    private readonly ConcurrentBag<ushort[]> _free = [];
    private readonly ConcurrentBag<ushort[]> _all = [];

    /// <summary>Rows that a chunk takes: as many as fill it.</summary>
    public static int RowsOf(int stride, int height) => Math.Clamp(Length / stride, 1, Math.Min(height, MostRows));

    /// <summary>A chunk of at least so many numbers, of any content.</summary>
    public ushort[] Rent(int numbers)
    {
        if (_free.TryTake(out var chunk) && chunk.Length >= numbers)
        {
            return chunk;
        }

        chunk = ArrayPool<ushort>.Shared.Rent(numbers);
        _all.Add(chunk);
        return chunk;
    }

    /// <summary>Takes a chunk back, for whoever rents next.</summary>
    public void Return(ushort[] chunk) => _free.Add(chunk);

    /// <summary>Leaves all of them to the next detection, also those that were not given back.</summary>
    public void Dispose()
    {
        while (_all.TryTake(out var chunk))
        {
            ArrayPool<ushort>.Shared.Return(chunk);
        }
    }
}
