namespace CarbonApp.Engine.Kelp.Tiles;

/// <summary>PNG's row filters (ISO/IEC 15948, section 9): each row becomes differences to its neighbours, by the filter whose differences are smallest in sum.</summary>
internal static class PngFilter
{
    private const int Filters = 5;

    /// <summary>The filtered rows, each after its filter's number.</summary>
    /// <param name="pixels">Row after row.</param>
    /// <param name="rowBytes">Bytes of a row.</param>
    /// <param name="bytesPerPixel">How far the pixel to the left is.</param>
    public static byte[] Apply(ReadOnlySpan<byte> pixels, int rowBytes, int bytesPerPixel)
    {
        var height = pixels.Length / rowBytes;
        var filtered = new byte[(rowBytes + 1) * height];
        var candidates = new byte[Filters][];
        for (var filter = 0; filter < Filters; filter++)
        {
            candidates[filter] = new byte[rowBytes];
        }

        // What lies left of the first pixel and above the first row counts as 0.
        var current = new byte[bytesPerPixel + rowBytes];
        var above = new byte[bytesPerPixel + rowBytes];
        for (var row = 0; row < height; row++)
        {
            (current, above) = (above, current);
            pixels.Slice(row * rowBytes, rowBytes).CopyTo(current.AsSpan(bytesPerPixel));
            var best = Best(current, above, bytesPerPixel, candidates);
            var target = filtered.AsSpan(row * (rowBytes + 1), rowBytes + 1);
            target[0] = (byte)best;
            candidates[best].CopyTo(target[1..]);
        }

        return filtered;
    }

    private static int Best(byte[] current, byte[] above, int bytesPerPixel, byte[][] candidates)
    {
        var (best, least) = (0, int.MaxValue);
        for (var filter = 0; filter < Filters; filter++)
        {
            Difference(filter, current, above, bytesPerPixel, candidates[filter]);
            var sum = 0;
            foreach (var difference in candidates[filter])
            {
                sum += Math.Abs((int)(sbyte)difference);
            }

            if (sum < least)
            {
                (best, least) = (filter, sum);
            }
        }

        return best;
    }

    /// <summary>Table 9.1.</summary>
    private static void Difference(int filter, byte[] current, byte[] above, int bytesPerPixel, byte[] difference)
    {
        var x = current.AsSpan(bytesPerPixel, difference.Length);
        var a = current.AsSpan(0, difference.Length);
        var b = above.AsSpan(bytesPerPixel, difference.Length);
        var c = above.AsSpan(0, difference.Length);
        for (var i = 0; i < difference.Length; i++)
        {
            difference[i] = (byte)(x[i] - filter switch
            {
                0 => 0,
                1 => a[i],
                2 => b[i],
                3 => (a[i] + b[i]) >> 1,
                _ => Paeth(a[i], b[i], c[i]),
            });
        }
    }

    private static int Paeth(int a, int b, int c)
    {
        var (toA, toB, toC) = (Math.Abs(b - c), Math.Abs(a - c), Math.Abs(a + b - (2 * c)));
        return toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
    }
}
