using CarbonApp.Engine.Grid;

namespace CarbonApp.Engine.Tests.Grid;

public class SpellingTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "ac", 1)]
    [InlineData("ca", "abc", 3)]
    [InlineData("M6I.Large", "m6i.large", 0)]
    public void Edits_PairWorkedByHand_IsTheFewest(string left, string right, int edits)
    {
        Assert.Equal(edits, Spelling.Edits(left, right));
        Assert.Equal(edits, Spelling.Edits(right, left));
    }

    [Fact]
    public void Nearest_EqualDistance_IsAlphabetical() => Assert.Equal(["aa", "ab", "ac"], Spelling.Nearest("ad", ["ac", "ab", "aa"], 3));

    [Fact]
    public void Nearest_TextOfAMegabyte_IsAnsweredAtOnce() => Assert.Equal(["aaa"], Spelling.Nearest(new string('a', 1_000_000), ["b", "aaa"], 1));

    [Fact]
    public void Nearest_NegativeCount_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => Spelling.Nearest("a", ["a"], -1));
}
