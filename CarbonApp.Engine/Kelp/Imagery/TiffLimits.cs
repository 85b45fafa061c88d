namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>What a file may ask of the reader. Every one is far above what Sentinel-2 needs (a 10,980² band in 512² tiles: 484 blocks of
/// 512 KiB) and low enough that a hostile file costs megabytes and milliseconds.</summary>
public static class TiffLimits
{
    /// <summary>Most pixels along one side of an image.</summary>
    public const int MaxSide = 1 << 20;

    /// <summary>Most samples per pixel.</summary>
    public const int MaxBands = 1024;

    /// <summary>Most tiles or strips of one image, over all its planes.</summary>
    public const int MaxBlocks = 1 << 20;

    /// <summary>Most tiles or strips of all images of a file.</summary>
    public const int MaxBlocksOfFile = 4 * MaxBlocks;

    /// <summary>Most bytes of one decoded tile or strip.</summary>
    public const int MaxBlockBytes = 64 << 20;

    /// <summary>Most directories (images, overviews, masks, pages) of one file.</summary>
    public const int MaxDirectories = 64;

    /// <summary>Most entries of one directory.</summary>
    public const int MaxEntries = 4096;

    /// <summary>Most bytes of one tag's value, other than the arrays of block offsets and sizes.</summary>
    public const int MaxTagBytes = 1 << 20;

    /// <summary>Most bytes read to open a file, over all its directories.</summary>
    public const int MaxHeaderBytes = 64 << 20;

    /// <summary>Bytes of encoded and decoded blocks that one read holds at a time, beside the caller's buffer. One block always fits.</summary>
    public const long MaxBytesInFlight = 256L << 20;
}
