using CarbonApp.Engine.Kelp.Carbon;

namespace CarbonApp.Engine.Tests.Kelp.Carbon;

public class SeededNumbersTests
{
    [Fact]
    public void NextBits_StateZero_IsThePublishedSequence()
    {
        var numbers = new SeededNumbers(0);
        Assert.Equal([0xE220A8397B1DCDAFUL, 0x6E789E6AA1B965F4, 0x06C45D188009454F], Enumerable.Range(0, 3).Select(_ => numbers.NextBits()));
    }

    [Fact]
    public void NextUniform_Many_FillTheUnitIntervalEvenlyAndNeverItsEnds()
    {
        var numbers = SeededNumbers.Of(new byte[32]);
        var tenths = new int[10];
        for (var i = 0; i < 100_000; i++)
        {
            var u = numbers.NextUniform();
            Assert.True(u is > 0 and < 1);
            tenths[(int)(u * 10)]++;
        }

        // Standard deviation of a tenth's count is 95.
        Assert.All(tenths, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void Of_HashWithAnyByteChanged_IsAnotherSequence()
    {
        var firsts = Enumerable.Range(0, 32).Select(place =>
        {
            var hash = new byte[32];
            hash[place] = 1;
            return SeededNumbers.Of(hash).NextBits();
        }).Append(SeededNumbers.Of(new byte[32]).NextBits());

        Assert.Equal(33, firsts.Distinct().Count());
    }

    [Fact]
    public void Of_HashOfAnotherLength_ThrowsNamingIt() =>
        Assert.Contains("16 bytes", Assert.Throws<ArgumentException>(() => SeededNumbers.Of(new byte[16])).Message, StringComparison.Ordinal);
}
