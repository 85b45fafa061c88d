namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>TIFF's Lempel-Ziv-Welch (TIFF 6.0 section 13): codes of 9 to 12 bits, high bit first, one code wider one code early.</summary>
internal static class LzwDecoder
{
    private const int Clear = 256;
    private const int End = 257;
    private const int MaxCodes = 4096;

    /// <summary>Decodes until <paramref name="output"/> is full or the stream ends; answers the bytes written, −1 for a code that cannot be.</summary>
    /// <remarks>A table entry is not a string but the place in the output where its string was written before: entry = the string of
    /// the previous code and the byte that followed it.</remarks>
    public static int Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        Span<int> starts = stackalloc int[MaxCodes];
        Span<int> lengths = stackalloc int[MaxCodes];
        var (next, width, written, at) = (End + 1, 9, 0, 0);
        var (previousStart, previousLength) = (0, 0);
        ulong bits = 0;
        var available = 0;
        while (written < output.Length)
        {
            while (available < width)
            {
                if (at == input.Length)
                {
                    return written;
                }

                bits = (bits << 8) | input[at++];
                available += 8;
            }

            available -= width;
            var code = (int)(bits >> available) & ((1 << width) - 1);
            if (code == End)
            {
                return written;
            }

            if (code == Clear)
            {
                (next, width, previousLength) = (End + 1, 9, 0);
                continue;
            }

            // The new entry is complete only now that its last byte, the first of this code's string, is about to be written.
            if (previousLength > 0 && next < MaxCodes)
            {
                (starts[next], lengths[next]) = (previousStart, previousLength + 1);
                next++;
                width = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
            }

            var start = written;
            if (code < Clear)
            {
                output[written++] = (byte)code;
            }
            else if (code < next)
            {
                written += CopyForward(output, starts[code], written, Math.Min(lengths[code], output.Length - written));
            }
            else
            {
                return -1;
            }

            (previousStart, previousLength) = (start, written - start);
        }

        return written;
    }

    /// <summary>Whether these are codes with their low bit first, as some writers made them before 1988.</summary>
    public static bool IsOldBitOrder(ReadOnlySpan<byte> input) => input.Length >= 2 && input[0] == 0 && (input[1] & 1) == 1;

    private static int CopyForward(Span<byte> output, int from, int to, int length)
    {
        // The string may end in the byte it is itself about to write, so a copy has to see its own output.
        if (from + length <= to)
        {
            output.Slice(from, length).CopyTo(output[to..]);
            return length;
        }

        for (var i = 0; i < length; i++)
        {
            output[to + i] = output[from + i];
        }

        return length;
    }
}
