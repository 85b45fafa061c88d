using System.Globalization;
using System.Numerics;

namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>Writes cloud-optimised GeoTIFFs (OGC 21-026): square tiles, Deflate behind predictor 2 (integers) or 3 (floats), overviews down to
/// one tile, all directories first, then the pixels from the smallest overview to the full raster. Tiles of nothing but no data are left
/// out (sparse). BigTIFF only where 4 GB would not do.</summary>
public static class CogWriter
{
    /// <summary>Side of a tile, pixels.</summary>
    public const int DefaultTileSide = 512;

    /// <summary>Writes the raster to a stream, which need not seek. The compressed tiles are held in memory until all are made.</summary>
    /// <param name="destination">Gets the file; is left open.</param>
    /// <param name="raster">The raster; is left alone.</param>
    /// <param name="resampling">How overviews are made.</param>
    /// <param name="tileSide">Pixels, a multiple of 16 (TIFF 6.0 section 15) from 16 to 4,096.</param>
    /// <param name="cancellationToken">Asked between tiles.</param>
    /// <exception cref="ArgumentException">A size, type or option that cannot be written, or too few samples.</exception>
    public static Task WriteAsync<T>(
        Stream destination, CogRaster<T> raster, OverviewResampling resampling, int tileSide = DefaultTileSide, CancellationToken cancellationToken = default)
        where T : unmanaged, INumber<T> => WriteAsync(destination, raster, resampling, tileSide, long.MaxValue, cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}(Stream, CogRaster{T}, OverviewResampling, int, CancellationToken)"/>
    internal static async Task WriteAsync<T>(
        Stream destination, CogRaster<T> raster, OverviewResampling resampling, int tileSide, long mostClassicBytes, CancellationToken cancellationToken)
        where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(destination);
        Check(raster, tileSide);
        var levels = new List<(CogRaster<T> Raster, byte[][] Tiles)>();
        for (var level = raster; ; level = Overviews.Halve(level, resampling))
        {
            levels.Add((level, BlockEncoder.Encode(level, tileSide, cancellationToken)));
            if (level.Width <= tileSide && level.Height <= tileSide)
            {
                break;
            }
        }

        var pixelBytes = levels.Sum(level => level.Tiles.Sum(tile => (long)tile.Length));
        // 1 MB and 32 bytes a tile are more than the directories take.
        var big = pixelBytes + (1 << 20) + levels.Sum(level => 32L * level.Tiles.Length) > Math.Min(mostClassicBytes, uint.MaxValue);
        await destination.WriteAsync(Head(levels, tileSide, big), cancellationToken);
        foreach (var tile in Enumerable.Reverse(levels).SelectMany(level => level.Tiles))
        {
            await destination.WriteAsync(tile, cancellationToken);
        }
    }

    private static void Check<T>(CogRaster<T> raster, int tileSide)
        where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(raster);
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("COGs are written on little-endian machines only.");
        }

        _ = SampleTypes.Of<T>();
        foreach (var side in new[] { raster.Width, raster.Height })
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(side, 1, nameof(raster));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(side, TiffLimits.MaxSide, nameof(raster));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(raster.Bands, 1, nameof(raster));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(raster.Bands, TiffLimits.MaxBands, nameof(raster));
        ArgumentOutOfRangeException.ThrowIfNotEqual(raster.Samples.Length, (long)raster.Width * raster.Height * raster.Bands, nameof(raster));
        if (tileSide is < 16 or > 4096 || tileSide % 16 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(tileSide), tileSide, "A tile's side has to be a multiple of 16 from 16 to 4096.");
        }
    }

    /// <summary>The header and all directories. Their length does not depend on where the tiles lie, so it is taken from a first draft.</summary>
    private static byte[] Head<T>(List<(CogRaster<T> Raster, byte[][] Tiles)> levels, int tileSide, bool big)
        where T : unmanaged, INumber<T>
    {
        var draft = Head(levels, tileSide, big, firstTile: 0);
        return Head(levels, tileSide, big, draft.Length);
    }

    private static byte[] Head<T>(List<(CogRaster<T> Raster, byte[][] Tiles)> levels, int tileSide, bool big, long firstTile)
        where T : unmanaged, INumber<T>
    {
        var offsets = new long[levels.Count][];
        var at = firstTile;
        for (var level = levels.Count - 1; level >= 0; level--)
        {
            offsets[level] = new long[levels[level].Tiles.Length];
            for (var i = 0; i < offsets[level].Length; i++)
            {
                var length = levels[level].Tiles[i].Length;
                offsets[level][i] = length == 0 ? 0 : at;
                at += length;
            }
        }

        var writer = new TiffHeadWriter(big);
        for (var level = 0; level < levels.Count; level++)
        {
            writer.Add(Directory(levels[level].Raster, levels[level].Tiles, offsets[level], tileSide, isOverview: level > 0), isLast: level == levels.Count - 1);
        }

        return writer.ToArray();
    }

    private static TiffFields Directory<T>(CogRaster<T> raster, byte[][] tiles, long[] offsets, int tileSide, bool isOverview)
        where T : unmanaged, INumber<T>
    {
        var type = SampleTypes.Of<T>();
        var fields = new TiffFields();
        fields.AddLong(TiffTag.NewSubfileType, isOverview ? 1 : 0);
        fields.AddLong(TiffTag.ImageWidth, raster.Width);
        fields.AddLong(TiffTag.ImageLength, raster.Height);
        fields.AddShorts(TiffTag.BitsPerSample, Enumerable.Repeat(type.Bits(), raster.Bands));
        fields.AddShorts(TiffTag.Compression, [(int)TiffCompression.Deflate]);
        fields.AddShorts(TiffTag.Photometric, [1]);
        fields.AddShorts(TiffTag.SamplesPerPixel, [raster.Bands]);
        fields.AddShorts(TiffTag.PlanarConfiguration, [raster.Bands > 1 ? 2 : 1]);
        fields.AddShorts(TiffTag.Predictor, [type.IsFloat() ? 3 : 2]);
        fields.AddLong(TiffTag.TileWidth, tileSide);
        fields.AddLong(TiffTag.TileLength, tileSide);
        fields.AddOffsets(TiffTag.TileOffsets, offsets);
        fields.AddOffsets(TiffTag.TileByteCounts, tiles.Select(tile => (long)tile.Length));
        if (raster.Bands > 1)
        {
            fields.AddShorts(TiffTag.ExtraSamples, Enumerable.Repeat(0, raster.Bands - 1));
        }

        fields.AddShorts(TiffTag.SampleFormat, Enumerable.Repeat(FormatOf(type), raster.Bands));
        if (!isOverview)
        {
            AddPlace(fields, raster.Transform, raster.Epsg);
        }

        if (raster.NoData is { } noData)
        {
            fields.AddText(TiffTag.GdalNoData, double.IsNaN(noData) ? "nan" : noData.ToString("R", CultureInfo.InvariantCulture));
        }

        return fields;
    }

    private static int FormatOf(SampleType type) => type.IsFloat() ? 3 : type is SampleType.I8 or SampleType.I16 or SampleType.I32 ? 2 : 1;

    private static void AddPlace(TiffFields fields, GeoTransform? transform, int? epsg)
    {
        if (transform is { XPerRow: 0, YPerColumn: 0, XPerColumn: > 0, YPerRow: < 0 } northUp)
        {
            fields.AddDoubles(TiffTag.ModelPixelScale, [northUp.XPerColumn, -northUp.YPerRow, 0]);
            fields.AddDoubles(TiffTag.ModelTiepoint, [0, 0, 0, northUp.OriginX, northUp.OriginY, 0]);
        }
        else if (transform is { } t)
        {
            fields.AddDoubles(TiffTag.ModelTransformation, [t.XPerColumn, t.XPerRow, 0, t.OriginX, t.YPerColumn, t.YPerRow, 0, t.OriginY, 0, 0, 0, 0, 0, 0, 0, 1]);
        }

        // Codes of geographic systems lie in 4000 to 4999 by EPSG's own numbering; the projected ones this product writes do not.
        var geographic = epsg is >= 4000 and < 5000;
        int[] model = epsg is { } code
            ? [GeoReference.ModelTypeKey, 0, 1, geographic ? 2 : 1, GeoReference.RasterTypeKey, 0, 1, 1, geographic ? GeoReference.GeographicTypeKey : GeoReference.ProjectedTypeKey, 0, 1, code]
            : [GeoReference.RasterTypeKey, 0, 1, 1];
        fields.AddShorts(TiffTag.GeoKeyDirectory, [1, 1, 0, model.Length / 4, .. model]);
    }
}
