using System.Numerics;
using System.Runtime.InteropServices;
using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Tests.Kelp.Imagery;

public class PredictorTests
{
    public static TheoryData<int> Lengths => [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 255];

    [Fact]
    public void UndoDifferences_ByHand_SumsAndWraps()
    {
        byte[] row = [250, 5, 5, 255];

        Predictor.UndoDifferences<byte>(row, stride: 1);

        Assert.Equal([250, 255, 4, 3], row);
    }

    [Fact]
    public void UndoDifferences_TwoSamplesAPixel_SumsEachApart()
    {
        ushort[] row = [1, 100, 1, 100, 1, 100];

        Predictor.UndoDifferences<ushort>(row, stride: 2);

        Assert.Equal([1, 100, 2, 200, 3, 300], row);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void UndoDifferences_Vectors_EqualOneByOne(int length)
    {
        UndoEqualsOneByOne<byte>(length);
        UndoEqualsOneByOne<ushort>(length);
        UndoEqualsOneByOne<uint>(length);
        UndoEqualsOneByOne<ulong>(length);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void UndoFloatingPoint_OfItsReverse_IsTheRow(int length)
    {
        var row = new byte[length * 4];
        new Random(length).NextBytes(row);
        var (there, scratch) = (row.ToArray(), new byte[row.Length]);

        Predictor.TakeFloatingPoint(there, scratch, 4);
        Predictor.UndoFloatingPoint(there, scratch, 1, 4);

        Assert.Equal(row, there);
    }

    private static void UndoEqualsOneByOne<T>(int length)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (var stride = 1; stride <= 17; stride++)
        {
            var row = new T[length];
            new Random(length).NextBytes(MemoryMarshal.AsBytes(row.AsSpan()));
            var expected = row.ToArray();
            for (var i = stride; i < length; i++)
            {
                expected[i] += expected[i - stride];
            }

            Predictor.UndoDifferences<T>(row, stride);

            Assert.Equal(expected, row);
        }
    }
}
