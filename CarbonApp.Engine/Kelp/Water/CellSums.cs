using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CarbonApp.Engine.Kelp.Detection;
using CarbonApp.Engine.Kelp.Masks;

namespace CarbonApp.Engine.Kelp.Water;

/// <summary>Sums of d and d·d' over the sampled pixels of a cell, d being digital numbers less a reference, in whole numbers: the same in any
/// order, and cells add up to any window.</summary>
internal static class CellSums
{
    /// <summary>Numbers kept per cell: pixels, five sums, fifteen sums of products (row after row of the upper triangle).</summary>
    public const int Length = 1 + TestBands.Count + TestBands.Count * (TestBands.Count + 1) / 2;

    /// <summary>Widest cell, so that a row of it fills one vector and sums stay in 32 bits.</summary>
    public const int WidestCell = 16;

    /// <summary>d is cut off here, .29 of reflectance: 256 of its squares still fit 32 bits. Clean water does not come near.</summary>
    public const int Limit = 2895;

    /// <summary>Adds up one cell.</summary>
    /// <param name="bands">Holds the cell's rows.</param>
    /// <param name="reference">Digital number of each band that is taken off.</param>
    /// <param name="sample">Pixels that count.</param>
    /// <param name="column">First column, a multiple of <paramref name="side"/>.</param>
    /// <param name="row">First row.</param>
    /// <param name="side">4, 8 or 16.</param>
    /// <param name="sums">Gets <see cref="Length"/> numbers.</param>
    public static void Add(TestBands bands, ReadOnlySpan<int> reference, BitMask sample, int column, int row, int side, Span<int> sums)
    {
        sums[..Length].Clear();
        var end = Math.Min(row + side, bands.Height);
        if (Avx2.IsSupported)
        {
            AddVector(bands, reference, sample, column, row, end, side, sums);
            return;
        }

        for (var y = row; y < end; y++)
        {
            AddScalar(bands, reference, BitsOf(sample, column, y, side), column, y, sums);
        }
    }

    internal static void AddScalar(TestBands bands, ReadOnlySpan<int> reference, uint bits, int column, int row, Span<int> sums)
    {
        Span<int> d = stackalloc int[TestBands.Count];
        sums[0] += BitOperations.PopCount(bits);
        for (; bits != 0; bits &= bits - 1)
        {
            var x = column + BitOperations.TrailingZeroCount(bits);
            var product = 1 + TestBands.Count;
            for (var a = 0; a < TestBands.Count; a++)
            {
                var buffer = bands.Buffers[a];
                d[a] = Math.Clamp(Math.Min((int)buffer.Row(row)[x / buffer.Repeat], short.MaxValue) - reference[a], -Limit, Limit);
                sums[1 + a] += d[a];
            }

            for (var a = 0; a < TestBands.Count; a++)
            {
                for (var b = a; b < TestBands.Count; b++)
                {
                    sums[product++] += d[a] * d[b];
                }
            }
        }
    }

    internal static void AddVector(TestBands bands, ReadOnlySpan<int> reference, BitMask sample, int column, int row, int end, int side, Span<int> sums)
    {
        var bit = Vector256.Create((short)1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, short.MinValue);
        Span<Vector256<short>> d = stackalloc Vector256<short>[TestBands.Count];
        Span<Vector256<int>> lanes = stackalloc Vector256<int>[Length];
        lanes.Clear();
        for (var y = row; y < end; y++)
        {
            var bits = BitsOf(sample, column, y, side);
            if (bits == 0)
            {
                continue;
            }

            sums[0] += BitOperations.PopCount(bits);
            var chosen = Vector256.Equals(Vector256.Create((short)bits) & bit, bit);
            for (var a = 0; a < TestBands.Count; a++)
            {
                var numbers = Vector256.Min(Load(bands.Buffers[a], column, y), Vector256.Create((ushort)short.MaxValue)).AsInt16();
                var difference = Avx2.SubtractSaturate(numbers, Vector256.Create((short)reference[a]));
                d[a] = Vector256.Max(Vector256.Min(difference, Vector256.Create((short)Limit)), Vector256.Create((short)-Limit)) & chosen;
                lanes[1 + a] += Avx2.MultiplyAddAdjacent(d[a], Vector256<short>.One);
            }

            var product = 1 + TestBands.Count;
            for (var a = 0; a < TestBands.Count; a++)
            {
                for (var b = a; b < TestBands.Count; b++)
                {
                    lanes[product++] += Avx2.MultiplyAddAdjacent(d[a], d[b]);
                }
            }
        }

        for (var i = 1; i < Length && sums[0] != 0; i++)
        {
            sums[i] = Vector256.Sum(lanes[i]);
        }
    }

    private static uint BitsOf(BitMask sample, int column, int row, int side) => (uint)(sample.Row(row)[column >> 6] >> (column & 63)) & ((1u << side) - 1);

    private static Vector256<ushort> Load(BandBuffer buffer, int column, int row)
    {
        if (buffer.Repeat == 1)
        {
            return Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(buffer.Row(row)), (nuint)column);
        }

        var half = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(buffer.Row(row)), (nuint)(column >> 1));
        return Vector256.Create(Sse2.UnpackLow(half, half), Sse2.UnpackHigh(half, half));
    }
}
