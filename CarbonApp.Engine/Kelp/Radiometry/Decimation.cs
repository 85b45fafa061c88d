using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Kelp.Radiometry;

/// <summary>Coarser pixels from finer ones.</summary>
internal static class Decimation
{
    /// <summary>Halves a raster, rounding the size up: the mean, rounded half up, of the up to four numbers that have data; 0 where none has.
    /// For classes the upper left one.</summary>
    public static void Halve(ReadOnlySpan<ushort> source, int width, int height, bool classes, Span<ushort> target)
    {
        var halfWidth = (width + 1) / 2;
        for (var y = 0; y < (height + 1) / 2; y++)
        {
            var upper = source.Slice(2 * y * width, width);
            var lower = 2 * y + 1 < height ? source.Slice((2 * y + 1) * width, width) : upper;
            var row = target.Slice(y * halfWidth, halfWidth);
            for (var x = 0; x < halfWidth; x++)
            {
                var right = Math.Min(2 * x + 1, width - 1);
                row[x] = classes ? upper[2 * x] : Mean(upper[2 * x], upper[right], lower[2 * x], lower[right]);
            }
        }
    }

    /// <summary>Repeats every pixel twice in both directions, from one pixel into the source on where the area starts between two.</summary>
    public static void Double(ReadOnlySpan<ushort> source, int sourceWidth, int skipColumns, int skipRows, Span<ushort> target, int width, int height)
    {
        for (var y = 0; y < height; y++)
        {
            var from = source.Slice((y + skipRows) / 2 * sourceWidth, sourceWidth);
            var row = target.Slice(y * width, width);
            for (var x = 0; x < width; x++)
            {
                row[x] = from[(x + skipColumns) / 2];
            }
        }
    }

    /// <summary>The pixels of half the size that a window covers, as far as there are any.</summary>
    public static PixelWindow Finer(this PixelWindow window, (int Width, int Height) size) => new(
        window.Column * 2, window.Row * 2, Math.Min(window.Width * 2, size.Width - window.Column * 2), Math.Min(window.Height * 2, size.Height - window.Row * 2));

    private static ushort Mean(int a, int b, int c, int d)
    {
        var count = (a == 0 ? 0 : 1) + (b == 0 ? 0 : 1) + (c == 0 ? 0 : 1) + (d == 0 ? 0 : 1);
        return count == 0 ? (ushort)0 : (ushort)((a + b + c + d + count / 2) / count);
    }
}
