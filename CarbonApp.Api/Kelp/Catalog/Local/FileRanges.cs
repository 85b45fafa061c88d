using Microsoft.Win32.SafeHandles;

namespace CarbonApp.Api.Kelp.Catalog.Local;

/// <summary>A file as ranges.</summary>
internal sealed class FileRanges(string path, TransferMeter meter) : IDisposable
{
    private readonly SafeFileHandle _file = File.OpenHandle(path, options: FileOptions.Asynchronous | FileOptions.RandomAccess);

    /// <summary>See <see cref="Engine.Kelp.Imagery.RangeReader"/>.</summary>
    public async ValueTask<int> ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        meter.Requested();
        var filled = 0;
        while (filled < destination.Length)
        {
            var got = await RandomAccess.ReadAsync(_file, destination[filled..], offset + filled, cancellationToken);
            if (got == 0)
            {
                break;
            }

            meter.Came(got);
            filled += got;
        }

        return filled;
    }

    public void Dispose() => _file.Dispose();
}
