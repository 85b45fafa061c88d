namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>How the blocks of an image are compressed, by TIFF 6.0's and its registrants' codes.</summary>
public enum TiffCompression
{
    /// <summary>Not at all.</summary>
    None = 1,

    /// <summary>Lempel-Ziv-Welch, TIFF 6.0 section 13.</summary>
    Lzw = 5,

    /// <summary>Deflate in a zlib wrapper; Adobe's code.</summary>
    Deflate = 8,

    /// <summary>Runs of bytes, TIFF 6.0 section 9.</summary>
    PackBits = 32773,

    /// <summary>The same as <see cref="Deflate"/>; the older code.</summary>
    OldDeflate = 32946,
}

internal static class TiffCompressions
{
    public static bool IsRead(this TiffCompression compression) => Enum.IsDefined(compression);

    /// <summary>The most bytes that one encoded byte can become; an image that claims more is refused before memory is taken.
    /// Deflate: 258 bytes per two bits (RFC 1951). LZW: a 12-bit code stands for at most 4,096 bytes. PackBits: two bytes for 128.</summary>
    public static int MaxExpansion(this TiffCompression compression) => compression switch
    {
        TiffCompression.None => 1,
        TiffCompression.PackBits => 64,
        TiffCompression.Lzw => 2731,
        _ => 1032,
    };

    public static string Describe(this TiffCompression compression) => compression switch
    {
        (TiffCompression)2 or (TiffCompression)3 or (TiffCompression)4 => $"{(int)compression} (CCITT)",
        (TiffCompression)6 or (TiffCompression)7 => $"{(int)compression} (JPEG)",
        (TiffCompression)34712 or (TiffCompression)33003 or (TiffCompression)33005 => $"{(int)compression} (JPEG 2000)",
        (TiffCompression)34887 => "34887 (LERC)",
        (TiffCompression)34925 => "34925 (LZMA)",
        (TiffCompression)50000 => "50000 (Zstandard)",
        (TiffCompression)50001 => "50001 (WebP)",
        _ => $"{(int)compression}",
    };
}
