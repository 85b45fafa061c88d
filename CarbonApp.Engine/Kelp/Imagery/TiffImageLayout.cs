namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>From a directory's tags to an image whose layout is possible and within <see cref="TiffLimits"/>.</summary>
internal static class TiffImageLayout
{
    /// <summary>Bytes of a piece of a raw strip: enough for a request to be worth it, little enough for a window to read little in vain.</summary>
    private const int PieceBytes = 1 << 20;

    public static TiffImage Read(TiffDirectory directory, bool littleEndian)
    {
        var width = directory.Integer(TiffTag.ImageWidth, 1, TiffLimits.MaxSide);
        var height = directory.Integer(TiffTag.ImageLength, 1, TiffLimits.MaxSide);
        var bands = directory.Integer(TiffTag.SamplesPerPixel, absent: 1, 1, TiffLimits.MaxBands);
        var tiled = directory.Has(TiffTag.TileWidth);
        if (directory.Integer(TiffTag.FillOrder, 1) != 1)
        {
            throw directory.Fault("FillOrder is 2 (low bit first), which is not read.");
        }

        var image = new TiffImage
        {
            Directory = directory.Number,
            Width = width,
            Height = height,
            Bands = bands,
            SampleType = ReadSampleType(directory),
            Tiled = tiled,
            BlockWidth = tiled ? directory.Integer(TiffTag.TileWidth, 1, TiffLimits.MaxSide) : width,
            BlockHeight = tiled
                ? directory.Integer(TiffTag.TileLength, 1, TiffLimits.MaxSide)
                : (int)Math.Clamp(directory.Integer(TiffTag.RowsPerStrip, height), 1, height),
            BandsApart = bands > 1 && directory.Integer(TiffTag.PlanarConfiguration, absent: 1, 1, 2) == 2,
            Compression = (TiffCompression)directory.Integer(TiffTag.Compression, absent: 1, 1, ushort.MaxValue),
            Predictor = directory.Integer(TiffTag.Predictor, absent: 1, 1, 3),
            LittleEndian = littleEndian,
            BlockOffsets = directory.Integers(tiled ? TiffTag.TileOffsets : TiffTag.StripOffsets),
            BlockBytes = directory.Integers(tiled ? TiffTag.TileByteCounts : TiffTag.StripByteCounts),
        };
        image = SplitRawStrips(image);
        CheckBlocks(image);
        CheckPredictor(image);
        return image;
    }

    /// <summary>Many programs write an uncompressed image as one strip. Its rows can be found by counting, so it is read in pieces.</summary>
    private static TiffImage SplitRawStrips(TiffImage image)
    {
        var rowBytes = ((long)image.Width * image.SamplesPerBlockPixel * image.SampleType.Bits() + 7) / 8;
        var planes = image.BandsApart ? image.Bands : 1;
        if (image.Tiled || image.Compression != TiffCompression.None || image.BlocksDown != 1 || rowBytes * image.Height <= PieceBytes
            || image.BlockOffsets.Length != planes || image.BlockBytes.Length != planes)
        {
            return image;
        }

        var rows = (int)Math.Max(1, PieceBytes / rowBytes);
        var (perPlane, pieceBytes) = ((image.Height + rows - 1) / rows, rows * rowBytes);
        if ((long)perPlane * planes > TiffLimits.MaxBlocks)
        {
            return image;
        }

        var (offsets, bytes) = (new long[perPlane * planes], new long[perPlane * planes]);
        for (var i = 0; i < offsets.Length; i++)
        {
            var (plane, piece) = Math.DivRem(i, perPlane);
            var (offset, length) = (image.BlockOffsets[plane], image.BlockBytes[plane]);
            // A strip said to be too short keeps one byte, so that the piece is refused as damaged and not filled as missing.
            offsets[i] = offset == 0 ? 0 : unchecked(offset + piece * pieceBytes);
            bytes[i] = length == 0 ? 0 : Math.Clamp(unchecked(length - piece * pieceBytes), 1, pieceBytes);
        }

        return image with { BlockHeight = rows, BlockOffsets = offsets, BlockBytes = bytes };
    }

    private static SampleType ReadSampleType(TiffDirectory directory)
    {
        var bits = SameForAll(directory, TiffTag.BitsPerSample, absent: 1);
        var format = SameForAll(directory, TiffTag.SampleFormat, absent: 1);
        // 4 is "undefined", which GDAL and others take for unsigned.
        return (bits, format) switch
        {
            (1, 1 or 4) => SampleType.Bit,
            (8, 1 or 4) => SampleType.U8,
            (8, 2) => SampleType.I8,
            (16, 1 or 4) => SampleType.U16,
            (16, 2) => SampleType.I16,
            (32, 1 or 4) => SampleType.U32,
            (32, 2) => SampleType.I32,
            (32, 3) => SampleType.F32,
            (64, 3) => SampleType.F64,
            _ => throw directory.Fault($"samples of {bits} bits in format {format} are not read; integers of 8, 16 and 32 bits, floats of 32 and 64, and masks of 1 are."),
        };
    }

    private static long SameForAll(TiffDirectory directory, TiffTag tag, long absent)
    {
        var values = directory.Integers(tag);
        return values.AsSpan().ContainsAnyExcept(values.FirstOrDefault())
            ? throw directory.Fault($"{tag} differs between bands ({string.Join(", ", values.Distinct().Take(4))}); they have to be alike.")
            : values.Length > 0 ? values[0] : absent;
    }

    private static void CheckBlocks(TiffImage image)
    {
        // Rounded up per row, as packed bits are.
        var blockBytes = ((long)image.BlockWidth * image.SamplesPerBlockPixel * image.SampleType.Bits() + 7) / 8 * image.BlockHeight;
        if (blockBytes > TiffLimits.MaxBlockBytes)
        {
            throw image.Fault($"one {Kind(image)} is {blockBytes} bytes ({image.BlockWidth} × {image.BlockHeight} × {image.SamplesPerBlockPixel} samples); at most {TiffLimits.MaxBlockBytes} are read. Rewrite the file in tiles of 512 × 512.");
        }

        var blocks = (long)image.BlocksAcross * image.BlocksDown * (image.BandsApart ? image.Bands : 1);
        if (blocks > TiffLimits.MaxBlocks)
        {
            throw image.Fault($"the image has {blocks} {Kind(image)}s; at most {TiffLimits.MaxBlocks} are read.");
        }

        if (image.BlockOffsets.Length < blocks || image.BlockBytes.Length < blocks)
        {
            throw image.Fault($"the image has {blocks} {Kind(image)}s, but there are {image.BlockOffsets.Length} offsets and {image.BlockBytes.Length} sizes.");
        }
    }

    private static void CheckPredictor(TiffImage image)
    {
        if (image.Predictor == 2 && image.SampleType == SampleType.Bit || image.Predictor == 3 && !image.SampleType.IsFloat())
        {
            throw image.Fault($"predictor {image.Predictor} does not go with samples of type {image.SampleType}.");
        }
    }

    private static string Kind(TiffImage image) => image.Tiled ? "tile" : "strip";
}
