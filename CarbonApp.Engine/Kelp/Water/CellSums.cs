using System.Numerics;
using System.Runtime.CompilerServices;
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

    /// <summary>Adds up a row of cells.</summary>
    /// <param name="bands">Holds the cells' rows.</param>
    /// <param name="reference">Digital number of each band that is taken off.</param>
    /// <param name="sample">Pixels that count.</param>
    /// <param name="row">First row.</param>
    /// <param name="side">4, 8 or 16.</param>
    /// <param name="sums">Gets <see cref="Length"/> numbers for each cell.</param>
    public static void AddRow(TestBands bands, ReadOnlySpan<int> reference, BitMask sample, int row, int side, Span<int> sums)
    {
        sums.Clear();
        var end = Math.Min(row + side, bands.Height);
        var places = Avx2.IsSupported ? PlacesOf(bands, row, end) : [];
        for (var column = 0; column < bands.Width; column += side, sums = sums[Length..])
        {
            if (Avx2.IsSupported)
            {
                AddVector(places, reference, sample, column, row, side, sums);
                continue;
            }

            for (var y = row; y < end; y++)
            {
                AddScalar(bands, reference, BitsOf(sample, column, y, side), column, y, sums);
            }
        }
    }

    /// <summary>Where rows lie: the five bands of the first, then those of the next.</summary>
    internal static RowPlace[] PlacesOf(TestBands bands, int row, int end)
    {
        var places = new RowPlace[(end - row) * TestBands.Count];
        for (var at = 0; at < places.Length; at++)
        {
            places[at] = bands.Buffers[at % TestBands.Count].PlaceOf(row + at / TestBands.Count);
        }

        return places;
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

    internal static void AddVector(ReadOnlySpan<RowPlace> places, ReadOnlySpan<int> reference, BitMask sample, int column, int row, int side, Span<int> sums)
    {
        var bit = Vector256.Create((short)1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, short.MinValue);
        var (r04, r05, r06) = (Vector256.Create((short)reference[0]), Vector256.Create((short)reference[1]), Vector256.Create((short)reference[2]));
        var (r08, r11, one) = (Vector256.Create((short)reference[3]), Vector256.Create((short)reference[4]), Vector256<short>.One);
        Vector256<int> s04 = default, s05 = default, s06 = default, s08 = default, s11 = default;
        Vector256<int> s0404 = default, s0405 = default, s0406 = default, s0408 = default, s0411 = default, s0505 = default, s0506 = default, s0508 = default;
        Vector256<int> s0511 = default, s0606 = default, s0608 = default, s0611 = default, s0808 = default, s0811 = default, s1111 = default;
        for (var of = places; !of.IsEmpty; of = of[TestBands.Count..], row++)
        {
            var bits = BitsOf(sample, column, row, side);
            if (bits == 0)
            {
                continue;
            }

            sums[0] += BitOperations.PopCount(bits);
            var chosen = Vector256.Equals(Vector256.Create((short)bits) & bit, bit);
            var d04 = Difference(of[TestBands.B04], column, r04) & chosen;
            var d05 = Difference(of[TestBands.B05], column, r05) & chosen;
            var d06 = Difference(of[TestBands.B06], column, r06) & chosen;
            var d08 = Difference(of[TestBands.B08], column, r08) & chosen;
            var d11 = Difference(of[TestBands.B11], column, r11) & chosen;
            (s04, s05, s06) = (s04 + Avx2.MultiplyAddAdjacent(d04, one), s05 + Avx2.MultiplyAddAdjacent(d05, one), s06 + Avx2.MultiplyAddAdjacent(d06, one));
            (s08, s11) = (s08 + Avx2.MultiplyAddAdjacent(d08, one), s11 + Avx2.MultiplyAddAdjacent(d11, one));
            (s0404, s0405, s0406) = (s0404 + Avx2.MultiplyAddAdjacent(d04, d04), s0405 + Avx2.MultiplyAddAdjacent(d04, d05), s0406 + Avx2.MultiplyAddAdjacent(d04, d06));
            (s0408, s0411, s0505) = (s0408 + Avx2.MultiplyAddAdjacent(d04, d08), s0411 + Avx2.MultiplyAddAdjacent(d04, d11), s0505 + Avx2.MultiplyAddAdjacent(d05, d05));
            (s0506, s0508, s0511) = (s0506 + Avx2.MultiplyAddAdjacent(d05, d06), s0508 + Avx2.MultiplyAddAdjacent(d05, d08), s0511 + Avx2.MultiplyAddAdjacent(d05, d11));
            (s0606, s0608, s0611) = (s0606 + Avx2.MultiplyAddAdjacent(d06, d06), s0608 + Avx2.MultiplyAddAdjacent(d06, d08), s0611 + Avx2.MultiplyAddAdjacent(d06, d11));
            (s0808, s0811, s1111) = (s0808 + Avx2.MultiplyAddAdjacent(d08, d08), s0811 + Avx2.MultiplyAddAdjacent(d08, d11), s1111 + Avx2.MultiplyAddAdjacent(d11, d11));
        }

        if (sums[0] == 0)
        {
            return;
        }

        ReadOnlySpan<Vector256<int>> lanes =
            [s04, s05, s06, s08, s11, s0404, s0405, s0406, s0408, s0411, s0505, s0506, s0508, s0511, s0606, s0608, s0611, s0808, s0811, s1111];
        for (var i = 0; i < lanes.Length; i++)
        {
            sums[1 + i] = Vector256.Sum(lanes[i]);
        }
    }

    private static uint BitsOf(BitMask sample, int column, int row, int side) => (uint)(sample.Row(row)[column >> 6] >> (column & 63)) & ((1u << side) - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Difference(RowPlace place, int column, Vector256<short> reference)
    {
        Vector256<ushort> numbers;
        if (place.Shift == 0)
        {
            numbers = Vector256.LoadUnsafe(ref place.First, (nuint)column);
        }
        else
        {
            var half = Vector128.LoadUnsafe(ref place.First, (nuint)(column >> 1));
            numbers = Vector256.Create(Sse2.UnpackLow(half, half), Sse2.UnpackHigh(half, half));
        }

        var difference = Avx2.SubtractSaturate(Vector256.Min(numbers, Vector256.Create((ushort)short.MaxValue)).AsInt16(), reference);
        return Vector256.Max(Vector256.Min(difference, Vector256.Create((short)Limit)), Vector256.Create((short)-Limit));
    }
}
