using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CarbonApp.Engine.Kelp.Indices;
using CarbonApp.Engine.Kelp.Masks;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>What every pixel is tested for first, eight at a time: whether all bands have data, and whether it looks like land.</summary>
internal static class SurfaceKernel
{
    /// <summary>Pixels of a row where a band has no data.</summary>
    public static void NoDataRow(TestBands bands, int row, Span<ulong> target)
    {
        target.Clear();
        foreach (var buffer in bands.Buffers.Append(bands.Green))
        {
            if (buffer.IsPresent)
            {
                AddZeros(buffer, row, bands.Width, target);
            }
        }
    }

    /// <summary>Pixels of a row that look like land by <see cref="LandRule"/>; 0 where B11 is missing.</summary>
    public static void LandRow(TestBands bands, int row, Span<ulong> target)
    {
        target.Clear();
        var (green, b11) = (bands.Green, bands.Buffers[TestBands.B11]);
        if (!b11.IsPresent)
        {
            return;
        }

        for (var column = 0; column < bands.Width; column += 8)
        {
            var swir = Reflectances.Load(b11, row, column);
            var land = Vector256.GreaterThan(swir, Vector256.Create(LandRule.B11Limit));
            if (green.IsPresent && land != Vector256<float>.Zero)
            {
                var visible = Reflectances.Load(green, row, column);
                var sum = Vector256.Max(visible + swir, Vector256.Create(SpectralFormulas.DenominatorFloor));
                land &= Vector256.LessThan(visible - swir, sum * Vector256.Create(LandRule.MndwiLimit));
            }

            target[column >> 6] |= (ulong)land.ExtractMostSignificantBits() << (column & 63);
        }

        ClearPastEnd(bands.Width, target);
    }

    /// <summary>Pixels of a row that look like ground that the tide has left, by <see cref="LandRule"/>, among those of the sea; 0 where B03 or B11 is missing.</summary>
    public static void DryRow(TestBands bands, int row, float waterB11, ReadOnlySpan<ulong> sea, Span<ulong> target)
    {
        target.Clear();
        var (green, b11) = (bands.Green, bands.Buffers[TestBands.B11]);
        for (var column = 0; column < bands.Width && green.IsPresent && b11.IsPresent; column += 8)
        {
            var group = (sea[column >> 6] >> (column & 63)) & 0xFF;
            if (group == 0)
            {
                continue;
            }

            var swir = Reflectances.Load(b11, row, column);
            var dry = Vector256.GreaterThan(swir, Vector256.Create(waterB11 + LandRule.DryB11));
            if (dry != Vector256<float>.Zero)
            {
                dry &= Vector256.LessThan(Reflectances.Load(green, row, column), swir);
                target[column >> 6] |= (dry.ExtractMostSignificantBits() & group) << (column & 63);
            }
        }
    }

    /// <summary>Pixels of a row that step 0 takes for possible canopy: KD .006, FAI .01 or more, B11 at most .6 of B08.</summary>
    public static void BrightRow(TestBands bands, int row, float faiWeight, Span<ulong> target)
    {
        target.Clear();
        var (hasKd, hasB11) = (bands.Has[TestBands.B06], bands.Has[TestBands.B11]);
        for (var column = 0; column < bands.Width; column += 8)
        {
            var (b04, b08) = (Reflectances.Load(bands.Buffers[TestBands.B04], row, column), Reflectances.Load(bands.Buffers[TestBands.B08], row, column));
            var b11 = hasB11 ? Reflectances.Load(bands.Buffers[TestBands.B11], row, column) : default;
            var bright = Vector256.GreaterThanOrEqual(b08 - b04 - (b11 - b04) * Vector256.Create(faiWeight), Vector256.Create(0.01f));
            bright &= Vector256.LessThanOrEqual(b11, b08 * Vector256.Create(0.6f));
            if (hasKd)
            {
                bright &= Vector256.GreaterThanOrEqual(Reflectances.Load(bands.Buffers[TestBands.B06], row, column) - b04, Vector256.Create(0.006f));
            }

            target[column >> 6] |= (ulong)bright.ExtractMostSignificantBits() << (column & 63);
        }

        ClearPastEnd(bands.Width, target);
    }

    private static void AddZeros(BandBuffer buffer, int row, int width, Span<ulong> target)
    {
        ref var numbers = ref MemoryMarshal.GetReference(buffer.Row(row));
        for (var column = 0; column < width; column += 16)
        {
            var sixteen = buffer.Repeat == 1
                ? Vector256.LoadUnsafe(ref numbers, (nuint)column)
                : Doubled(Vector128.LoadUnsafe(ref numbers, (nuint)(column >> 1)));
            var zero = Vector256.Equals(sixteen, Vector256<ushort>.Zero);
            if (zero != Vector256<ushort>.Zero)
            {
                target[column >> 6] |= (ulong)zero.ExtractMostSignificantBits() << (column & 63);
            }
        }

        ClearPastEnd(width, target);
    }

    private static Vector256<ushort> Doubled(Vector128<ushort> eight) => Vector256.Create(
        Vector128.Shuffle(eight, Vector128.Create((ushort)0, 0, 1, 1, 2, 2, 3, 3)),
        Vector128.Shuffle(eight, Vector128.Create((ushort)4, 4, 5, 5, 6, 6, 7, 7)));

    private static void ClearPastEnd(int width, Span<ulong> target)
    {
        if ((width & 63) != 0)
        {
            target[(width - 1) >> 6] &= (1UL << (width & 63)) - 1;
        }
    }
}
