namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>One image of a file: the full raster, an overview or a mask, and how its blocks (tiles or strips) are laid out.</summary>
public sealed record TiffImage
{
    /// <summary>Columns.</summary>
    public required int Width { get; init; }

    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>Samples per pixel.</summary>
    public required int Bands { get; init; }

    /// <summary>Type of every sample.</summary>
    public required SampleType SampleType { get; init; }

    /// <summary>Columns of a block; a strip's are the image's.</summary>
    public required int BlockWidth { get; init; }

    /// <summary>Rows of a block; the last strip may have fewer.</summary>
    public required int BlockHeight { get; init; }

    /// <summary>Whether blocks are tiles, which are always whole, rather than strips.</summary>
    public required bool Tiled { get; init; }

    /// <summary>Whether every band has blocks of its own, rather than all samples of a pixel side by side.</summary>
    public required bool BandsApart { get; init; }

    /// <summary>How blocks are compressed. One that is not in the enumeration cannot be read, only described.</summary>
    public required TiffCompression Compression { get; init; }

    /// <summary>1 none, 2 horizontal differences, 3 floating-point differences (Adobe's TIFF Technical Note 3).</summary>
    public required int Predictor { get; init; }

    /// <summary>Whether samples lie in the file with their low byte first.</summary>
    public required bool LittleEndian { get; init; }

    internal long[] BlockOffsets { get; init; } = [];

    internal long[] BlockBytes { get; init; } = [];

    internal int Directory { get; init; }

    internal int BlocksAcross => (Width + BlockWidth - 1) / BlockWidth;

    internal int BlocksDown => (Height + BlockHeight - 1) / BlockHeight;

    /// <summary>Samples side by side in a block.</summary>
    internal int SamplesPerBlockPixel => BandsApart ? 1 : Bands;

    internal int RowBytes => (int)(((long)BlockWidth * SamplesPerBlockPixel * SampleType.Bits() + 7) / 8);

    internal int RowsOf(int blockRow) => Tiled ? BlockHeight : Math.Min(BlockHeight, Height - blockRow * BlockHeight);

    internal TiffException Fault(string message) => new($"Directory {Directory}: {message}");
}
