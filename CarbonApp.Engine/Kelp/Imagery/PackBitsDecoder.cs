namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>Runs of bytes (TIFF 6.0 section 9).</summary>
internal static class PackBitsDecoder
{
    /// <summary>Decodes until <paramref name="output"/> is full or the input ends; answers the bytes written.</summary>
    public static int Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var (at, written) = (0, 0);
        while (at + 1 < input.Length && written < output.Length)
        {
            var count = (sbyte)input[at++];
            if (count == -128)
            {
                continue;
            }

            var length = Math.Min(count >= 0 ? count + 1 : 1 - count, output.Length - written);
            if (count < 0)
            {
                output.Slice(written, length).Fill(input[at++]);
            }
            else
            {
                length = Math.Min(length, input.Length - at);
                input.Slice(at, length).CopyTo(output[written..]);
                at += length;
            }

            written += length;
        }

        return written;
    }
}
