using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>Undoes what an encoder did to a row so that it would compress: differences to the pixel on the left (TIFF 6.0 section 14) and
/// Adobe's floating-point variant (TIFF Technical Note 3), which first sorts the bytes by significance.</summary>
internal static class Predictor
{
    /// <summary>Adds to every sample the one <paramref name="stride"/> before it, wrapping round.</summary>
    public static void UndoDifferences<T>(Span<T> row, int stride)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (stride == 1)
        {
            Accumulate(row);
            return;
        }

        for (var i = Math.Max(AccumulatePixels(row, stride), stride); i < row.Length; i++)
        {
            row[i] += row[i - stride];
        }
    }

    /// <summary>Undoes predictor 3: byte differences, then planes of bytes (highest first) back to floats of the machine's byte order.</summary>
    public static void UndoFloatingPoint(Span<byte> row, Span<byte> scratch, int stride, int sampleBytes)
    {
        UndoDifferences(row, stride);
        var samples = row.Length / sampleBytes;
        var planes = scratch[..row.Length];
        row.CopyTo(planes);
        for (var plane = 0; plane < sampleBytes; plane++)
        {
            var source = planes.Slice(plane * samples, samples);
            var at = BitConverter.IsLittleEndian ? sampleBytes - 1 - plane : plane;
            for (var i = 0; i < source.Length; i++, at += sampleBytes)
            {
                row[at] = source[i];
            }
        }
    }

    /// <summary>The reverse of <see cref="UndoDifferences"/> for one sample per pixel.</summary>
    public static void TakeDifferences<T>(Span<T> row)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (var i = row.Length - 1; i > 0; i--)
        {
            row[i] -= row[i - 1];
        }
    }

    /// <summary>The reverse of <see cref="UndoFloatingPoint"/> for one sample per pixel.</summary>
    public static void TakeFloatingPoint(Span<byte> row, Span<byte> scratch, int sampleBytes)
    {
        row.CopyTo(scratch);
        var samples = row.Length / sampleBytes;
        for (var plane = 0; plane < sampleBytes; plane++)
        {
            var at = BitConverter.IsLittleEndian ? sampleBytes - 1 - plane : plane;
            for (var i = 0; i < samples; i++, at += sampleBytes)
            {
                row[plane * samples + i] = scratch[at];
            }
        }

        TakeDifferences(row);
    }

    /// <summary>Running sum. Sixteen bytes at a time: log2(lanes) shifted additions, then the last lane of the step before on top.</summary>
    private static void Accumulate<T>(Span<T> row)
        where T : unmanaged, IBinaryInteger<T>
    {
        var (at, sum) = (0, T.Zero);
        if (Vector128.IsHardwareAccelerated && Unsafe.SizeOf<T>() <= 4)
        {
            var lanes = Vector128<T>.Count;
            for (; at <= row.Length - lanes; at += lanes)
            {
                ref var place = ref MemoryMarshal.GetReference(row[at..]);
                var vector = PrefixSum<T>(Vector128.LoadUnsafe(ref place)) + Vector128.Create(sum);
                vector.StoreUnsafe(ref place);
                sum = vector.GetElement(lanes - 1);
            }
        }

        for (; at < row.Length; at++)
        {
            row[at] = sum += row[at];
        }
    }

    /// <summary>A pixel of several samples at a time, where one fills half a vector or more; returns up to where. Lanes past the pixel are the next one's: those are
    /// read before they are overwritten, and written right in their own turn.</summary>
    private static int AccumulatePixels<T>(Span<T> row, int stride)
        where T : unmanaged, IBinaryInteger<T>
    {
        var (at, lanes) = (0, Vector128<T>.Count);
        if (!Vector128.IsHardwareAccelerated || stride > lanes || 2 * stride < lanes || row.Length < lanes)
        {
            return 0;
        }

        ref var first = ref MemoryMarshal.GetReference(row);
        var (sum, pixel) = (Vector128<T>.Zero, Vector128.LoadUnsafe(ref first));
        for (; at <= row.Length - lanes - stride; at += stride)
        {
            var next = Vector128.LoadUnsafe(ref first, (nuint)(at + stride));
            sum += pixel;
            sum.StoreUnsafe(ref first, (nuint)at);
            pixel = next;
        }

        pixel.StoreUnsafe(ref first, (nuint)at);
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> PrefixSum<T>(Vector128<T> vector)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (Unsafe.SizeOf<T>() == 1)
        {
            vector += Vector128.Shuffle(vector.AsByte(), Vector128.Create((byte)255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)).As<byte, T>();
        }

        if (Unsafe.SizeOf<T>() <= 2)
        {
            vector += Vector128.Shuffle(vector.AsUInt16(), Vector128.Create((ushort)255, 0, 1, 2, 3, 4, 5, 6)).As<ushort, T>();
        }

        vector += Vector128.Shuffle(vector.AsUInt32(), Vector128.Create(255u, 0, 1, 2)).As<uint, T>();
        return vector + Vector128.Shuffle(vector.AsUInt64(), Vector128.Create(255ul, 0)).As<ulong, T>();
    }
}
