using System.Numerics;

namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>A GeoTIFF or COG, classic or BigTIFF, of which only the bytes needed are fetched. What is read and what is refused:
/// <c>docs/methods/imagery.md</c>. Safe to use from several threads where its <see cref="RangeReader"/> is.</summary>
/// <remarks>Sources: TIFF 6.0 (Adobe, 1992) with Technical Note 3, BigTIFF (Aware Systems), GeoTIFF (OGC 19-008r4), COG (OGC 21-026).</remarks>
public sealed class GeoTiff
{
    private readonly RangeReader _read;

    private GeoTiff(RangeReader read, List<TiffImage> images, List<TiffImage> masks, TiffDirectory main)
    {
        (_read, Images, Masks) = (read, images, masks);
        Reference = GeoReference.Read(main);
        NoData = GdalMetadata.ReadNoData(main);
        Scales = GdalMetadata.ReadScales(main, images[0].Bands);
    }

    /// <summary>The full raster, then its overviews from large to small; the index is the level that reads take.</summary>
    public IReadOnlyList<TiffImage> Images { get; }

    /// <summary>The file's validity masks, large to small; empty when it has none.</summary>
    public IReadOnlyList<TiffImage> Masks { get; }

    /// <summary>Where level 0 lies; <see cref="TransformOf"/> answers for the others.</summary>
    public GeoReference Reference { get; }

    /// <summary>The sample that means "no data"; may be NaN; null when the file names none.</summary>
    public double? NoData { get; }

    /// <summary>Scale and offset of every band; reads return samples as they are, unscaled.</summary>
    public IReadOnlyList<BandScale> Scales { get; }

    /// <summary>Reads the directories: one request of 32 KiB for nearly every COG.</summary>
    /// <exception cref="TiffException">No TIFF, damaged, beyond <see cref="TiffLimits"/>, or samples of a kind that is not read.</exception>
    public static async ValueTask<GeoTiff> OpenAsync(RangeReader read, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(read);
        var (directories, littleEndian) = await TiffDirectoryReader.ReadAsync(read, cancellationToken);
        var main = TiffImageLayout.Read(directories[0], littleEndian);
        var (images, masks) = (new List<TiffImage> { main }, new List<TiffImage>());
        var blocks = (long)main.BlockOffsets.Length;
        foreach (var directory in directories.Skip(1))
        {
            // NewSubfileType: bit 0 a reduced image, bit 1 a page, bit 2 a mask. Other pages are not this raster.
            var kind = directory.Integer(TiffTag.NewSubfileType, 0);
            if ((kind & 5) == 0)
            {
                continue;
            }

            var image = TiffImageLayout.Read(directory, littleEndian);
            blocks += image.BlockOffsets.Length;
            if (blocks > TiffLimits.MaxBlocksOfFile)
            {
                throw directory.Fault($"with it the file's images have {blocks} tiles or strips; at most {TiffLimits.MaxBlocksOfFile} are read.");
            }

            if ((kind & 4) != 0)
            {
                masks.Add(image);
            }
            else if (IsOverviewOf(main, image))
            {
                images.Add(image);
            }
        }

        return new GeoTiff(read, [.. images.OrderByDescending(i => i.Width)], [.. masks.OrderByDescending(m => m.Width)], directories[0]);
    }

    /// <summary>Where the pixels of a level lie; null when the file does not say.</summary>
    public GeoTransform? TransformOf(int level)
    {
        var (full, image) = (Images[0], Level(Images, level));
        return Reference.Transform?.Scaled((double)full.Width / image.Width, (double)full.Height / image.Height);
    }

    /// <summary>Reads one band of a window into <paramref name="destination"/>, row after row.</summary>
    /// <inheritdoc cref="ReadAsync{T}(int, IReadOnlyList{int}, PixelWindow, Memory{T}, int, CancellationToken)"/>
    public ValueTask ReadAsync<T>(int level, int band, PixelWindow window, Memory<T> destination, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T> => ReadAsync(level, [band], window, destination, cancellationToken: cancellationToken);

    /// <summary>Reads a window of some bands into <paramref name="destination"/>: band after band in the order asked for, each row after row.
    /// Samples come as they are in the file, no-data values among them; blocks a sparse file leaves out come as <see cref="NoData"/>, or 0.</summary>
    /// <param name="level">0 is the full raster, 1 and up the overviews.</param>
    /// <param name="bands">Bands, from 0.</param>
    /// <param name="window">Pixels of that level; has to lie inside.</param>
    /// <param name="destination">At least bands × width × height samples, of exactly the file's type.</param>
    /// <param name="requestsInFlight">Most requests at a time; fewer where blocks are so large that <see cref="TiffLimits.MaxBytesInFlight"/> says so.</param>
    /// <param name="cancellationToken">Asked between blocks.</param>
    /// <exception cref="TiffException">A block is cut short, damaged, or compressed in a way that is not read.</exception>
    /// <exception cref="ArgumentException">A level, band, window, sample type or buffer that does not fit the file.</exception>
    public ValueTask ReadAsync<T>(
        int level, IReadOnlyList<int> bands, PixelWindow window, Memory<T> destination, int requestsInFlight = 16, CancellationToken cancellationToken = default)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(bands);
        var image = Level(Images, level);
        if (SampleTypes.Of<T>() != image.SampleType && !(image.SampleType == SampleType.Bit && default(T) is byte))
        {
            throw new ArgumentException($"The file's samples are {image.SampleType}; {typeof(T).Name} cannot hold them as they are.", nameof(destination));
        }

        var missing = NoData is { } value ? T.CreateSaturating(value) : T.Zero;
        return ReadAsync(image, [.. bands], window, destination, missing, requestsInFlight, cancellationToken);
    }

    /// <summary>Reads a window of a mask: 0 where the image has no data there, other values (1 or 255) where it has. A missing block is 0.</summary>
    /// <inheritdoc cref="ReadAsync{T}(int, IReadOnlyList{int}, PixelWindow, Memory{T}, int, CancellationToken)"/>
    public ValueTask ReadMaskAsync(int level, PixelWindow window, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        var mask = Level(Masks, level);
        return mask.SampleType is SampleType.Bit or SampleType.U8
            ? ReadAsync(mask, [0], window, destination, (byte)0, requestsInFlight: 16, cancellationToken)
            : throw mask.Fault($"a mask of {mask.SampleType} samples is not read; bits and bytes are.");
    }

    private ValueTask ReadAsync<T>(
        TiffImage image, int[] bands, PixelWindow window, Memory<T> destination, T missing, int requestsInFlight, CancellationToken cancellationToken)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(requestsInFlight, 1);
        if (!window.LiesIn(image))
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, $"The window has to lie within {image.Width} × {image.Height} pixels.");
        }

        foreach (var band in bands)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(band, nameof(bands));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(band, image.Bands, nameof(bands));
        }

        if (destination.Length < window.Pixels * bands.Length)
        {
            throw new ArgumentException($"The buffer has {destination.Length} samples; {bands.Length} bands of {window.Width} × {window.Height} need {window.Pixels * bands.Length}.", nameof(destination));
        }

        return new WindowReader<T>(image, bands, window, destination, missing).ReadAsync(_read, requestsInFlight, cancellationToken);
    }

    private static TiffImage Level(IReadOnlyList<TiffImage> images, int level) => level >= 0 && level < images.Count
        ? images[level]
        : throw new ArgumentOutOfRangeException(nameof(level), level, $"The file has {images.Count} levels, from 0.");

    private static bool IsOverviewOf(TiffImage main, TiffImage overview) =>
        overview.Bands == main.Bands && overview.SampleType == main.SampleType && overview.Width <= main.Width && overview.Height <= main.Height;
}
