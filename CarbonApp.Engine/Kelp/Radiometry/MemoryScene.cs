using System.Buffers;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Radiometry;

/// <summary>A scene whose digital numbers are in memory.</summary>
public sealed class MemoryScene : ISceneBands
{
    /// <summary>Numbers past a row's end that may be read, so that kernels need no rest loop.</summary>
    internal const int Padding = 32;

    /// <summary>Reads of a scene that may run at the same time: over a network they mostly wait.</summary>
    private const int ReadsInFlight = 8;

    private readonly Dictionary<SentinelBand, (ushort[] Numbers, BandLayout Layout)> _bands = [];

    /// <summary>A scene without bands yet.</summary>
    /// <param name="width">Columns of 10 m.</param>
    /// <param name="height">Rows of 10 m.</param>
    public MemoryScene(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        (Width, Height) = (width, height);
    }

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public int Height { get; }

    /// <summary>Adds a band, or puts another in its place.</summary>
    /// <param name="band">Which.</param>
    /// <param name="digitalNumbers">Row after row, ⌈width/decimation⌉ × ⌈height/decimation⌉; kept, not copied.</param>
    /// <param name="offsetDn">As <see cref="BandLayout.OffsetDn"/>; of no meaning for classes.</param>
    /// <param name="decimation">1 for pixels of 10 m, 2 for 20 m.</param>
    public void Add(SentinelBand band, ushort[] digitalNumbers, int offsetDn, int decimation = 1)
    {
        ArgumentNullException.ThrowIfNull(digitalNumbers);
        ArgumentOutOfRangeException.ThrowIfLessThan(decimation, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimation, 2);
        var (width, height) = Size(decimation);
        ArgumentOutOfRangeException.ThrowIfNotEqual(digitalNumbers.Length, width * height, nameof(digitalNumbers));
        _bands[band] = (digitalNumbers, new BandLayout(decimation, offsetDn));
    }

    /// <inheritdoc/>
    public BandLayout? LayoutOf(SentinelBand band) => _bands.TryGetValue(band, out var found) ? found.Layout : null;

    /// <inheritdoc/>
    public ValueTask ReadAsync(SentinelBand band, int decimation, PixelWindow window, Memory<ushort> destination, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(decimation, _bands[band].Layout.Decimation);
        Read(band, decimation, window, destination.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>All bands asked for of another scene, read once, at their own resolution.</summary>
    /// <param name="scene">The other scene.</param>
    /// <param name="bands">Those it lacks are left out.</param>
    /// <param name="threads">Reads at a time, where that is more than the 8 that wait for a network.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static Task<MemoryScene> LoadAsync(ISceneBands scene, IEnumerable<SentinelBand> bands, int threads = 1, CancellationToken cancellationToken = default) =>
        LoadAsync(scene, bands, threads, static numbers => GC.AllocateUninitializedArray<ushort>(numbers), cancellationToken);

    /// <summary>The same, into arrays from elsewhere: fresh ones take a page fault for every 4 KB.</summary>
    internal static async Task<MemoryScene> LoadAsync(
        ISceneBands scene, IEnumerable<SentinelBand> bands, int threads, Func<int, ushort[]> rent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(bands);
        var memory = new MemoryScene(scene.Width, scene.Height);
        foreach (var band in bands)
        {
            if (scene.LayoutOf(band) is { } layout)
            {
                var (width, height) = memory.Size(layout.Decimation);
                // Every number but the padding is read into.
                var numbers = rent((width * height) + Padding);
                numbers.AsSpan(width * height, Padding).Clear();
                memory._bands[band] = (numbers, new BandLayout(layout.Decimation, layout.OffsetDn));
            }
        }

        var reads = scene is GeoTiffScene files
            ? files.ReadsOf(memory._bands.Select(band => (band.Key, band.Value.Numbers)))
            : memory._bands.Select(band => new Func<CancellationToken, ValueTask>(token =>
            {
                var (width, height) = memory.Size(band.Value.Layout.Decimation);
                return scene.ReadAsync(band.Key, band.Value.Layout.Decimation, new PixelWindow(0, 0, width, height), band.Value.Numbers, token);
            }));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(threads, ReadsInFlight), CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(reads, parallel, static (read, token) => read(token));
        return memory;
    }

    /// <summary>A band's numbers with as many past the last as kernels may read; null where there are not.</summary>
    internal ushort[]? PaddedNumbersOf(SentinelBand band)
    {
        var (numbers, layout) = _bands[band];
        var (width, height) = Size(layout.Decimation);
        return numbers.Length >= (width * height) + Padding ? numbers : null;
    }

    private void Read(SentinelBand band, int decimation, PixelWindow window, Span<ushort> destination)
    {
        var (numbers, layout) = _bands[band];
        if (decimation > layout.Decimation)
        {
            var finer = window.Finer(Size(decimation / 2));
            var buffer = ArrayPool<ushort>.Shared.Rent((int)finer.Pixels);
            Read(band, decimation / 2, finer, buffer);
            Decimation.Halve(buffer, finer.Width, finer.Height, band == SentinelBand.Scl, destination);
            ArrayPool<ushort>.Shared.Return(buffer);
            return;
        }

        var width = Size(decimation).Width;
        for (var row = 0; row < window.Height; row++)
        {
            numbers.AsSpan((window.Row + row) * width + window.Column, window.Width).CopyTo(destination[(row * window.Width)..]);
        }
    }

    private (int Width, int Height) Size(int decimation) => ((Width + decimation - 1) / decimation, (Height + decimation - 1) / decimation);
}
