using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Cli.Kelp.Chips;

/// <summary>GeoTIFFs of this machine.</summary>
internal static class TiffFile
{
    /// <summary>Opens a file; its handle joins <paramref name="handles"/>.</summary>
    /// <exception cref="IOException">It cannot be read, or is no TIFF that is read.</exception>
    public static async Task<GeoTiff> OpenAsync(string path, List<IDisposable> handles, CancellationToken cancellationToken)
    {
        var handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
        handles.Add(handle);
        try
        {
            return await GeoTiff.OpenAsync(
                (offset, destination, _) =>
                {
                    var filled = 0;
                    for (int got; filled < destination.Length && (got = RandomAccess.Read(handle, destination.Span[filled..], offset + filled)) > 0; filled += got)
                    {
                    }

                    return new(filled);
                },
                cancellationToken);
        }
        catch (TiffException e)
        {
            throw new IOException($"{path}: {e.Message}", e);
        }
    }
}
