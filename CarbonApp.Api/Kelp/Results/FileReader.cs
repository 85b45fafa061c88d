using System.Collections.Concurrent;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Engine.Kelp.Imagery;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Results;

/// <summary>Reads stored files in ranges, and remembers the parts it read and the rasters it opened, bounded in bytes.</summary>
internal sealed class FileReader(FileStore store, IOptions<AnalysisOptions> options) : IDisposable
{
    /// <summary>What an opened raster's directories take in memory, about.</summary>
    private const long BytesOfRaster = 64 << 10;

    private readonly MemoryCache _memory = new(new MemoryCacheOptions { SizeLimit = (long)options.Value.TileMemoryMegabytes << 20 });

    /// <summary>Parts on their way: who wants one of them too waits for it.</summary>
    private readonly ConcurrentDictionary<string, Task<byte[]>> _fetching = new(StringComparer.Ordinal);

    /// <summary>A stored raster; null where there is none.</summary>
    public async Task<GeoTiff?> OpenRasterAsync(string id, string name, CancellationToken cancellationToken)
    {
        var key = $"{id}/{name}";
        if (_memory.TryGetValue(key, out GeoTiff? known))
        {
            return known;
        }

        if (await store.FindAsync(id, name, cancellationToken) is not { } file)
        {
            return null;
        }

        var raster = await GeoTiff.OpenAsync(RangesOf(id, file), cancellationToken);
        _memory.Set(key, raster, new MemoryCacheEntryOptions { Size = BytesOfRaster, SlidingExpiration = TimeSpan.FromMinutes(10) });
        return raster;
    }

    /// <summary>Reads bytes of a file as a stream of parts, for a download.</summary>
    public async Task CopyToAsync(string id, StoredFile file, Stream destination, CancellationToken cancellationToken)
    {
        for (var number = 0; (long)number * FileStore.PartBytes < file.Bytes; number++)
        {
            await destination.WriteAsync(await PartAsync(id, file, number, cancellationToken), cancellationToken);
        }
    }

    /// <summary>The file whole; for those that are small.</summary>
    public async Task<byte[]?> ReadAsync(string id, string name, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, name, cancellationToken) is not { } file)
        {
            return null;
        }

        using var whole = new MemoryStream((int)file.Bytes);
        await CopyToAsync(id, file, whole, cancellationToken);
        return whole.ToArray();
    }

    /// <summary>Forgets what is remembered of an analysis, once it is removed.</summary>
    public void Forget(string id)
    {
        foreach (var key in _memory.Keys.OfType<string>().Where(key => key.StartsWith(id + "/", StringComparison.Ordinal)))
        {
            _memory.Remove(key);
        }
    }

    public void Dispose() => _memory.Dispose();

    private RangeReader RangesOf(string id, StoredFile file) => async (offset, destination, cancellationToken) =>
    {
        var placed = 0;
        while (placed < destination.Length && offset + placed < file.Bytes)
        {
            var at = offset + placed;
            var part = await PartAsync(id, file, (int)(at / FileStore.PartBytes), cancellationToken);
            var available = part.AsMemory((int)(at % FileStore.PartBytes));
            var length = Math.Min(available.Length, destination.Length - placed);
            available[..length].CopyTo(destination[placed..]);
            placed += length;
        }

        return placed;
    };

    private async Task<byte[]> PartAsync(string id, StoredFile file, int number, CancellationToken cancellationToken)
    {
        // The digest is in the name, so that a file that was written anew is not mixed with what is remembered of the old one.
        var key = $"{id}/{file.Name}#{Convert.ToHexString(file.Sha256, 0, 4)}#{number}";
        if (_memory.TryGetValue(key, out byte[]? known))
        {
            return known!;
        }

        // Fetched for all who wait for it: one of them giving up must not take it from the others.
        return await _fetching.GetOrAdd(key, _ => FetchAsync(id, file, number, key)).WaitAsync(cancellationToken);
    }

    private async Task<byte[]> FetchAsync(string id, StoredFile file, int number, string key)
    {
        // Not before it is in the dictionary, or it would stay there for good.
        await Task.Yield();
        try
        {
            var part = await store.ReadPartAsync(id, file.Name, number, CancellationToken.None)
                ?? throw new AnalysisGoneException(id, new EndOfStreamException($"Part {number} of {file.Name} is gone."));
            _memory.Set(key, part, new MemoryCacheEntryOptions { Size = part.Length, SlidingExpiration = TimeSpan.FromMinutes(10) });
            return part;
        }
        finally
        {
            _fetching.TryRemove(key, out _);
        }
    }
}
