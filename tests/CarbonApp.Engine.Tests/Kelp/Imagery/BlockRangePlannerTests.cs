using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Tests.Kelp.Imagery;

public class BlockRangePlannerTests
{
    [Fact]
    public void Plan_BlocksWithinTheGap_AreOneRange() =>
        Assert.Equal([new BlockRange(0, 25, 0, 2), new BlockRange(100, 10, 2, 1)], Plan(5, 1000, (0, 10), (100, 10), (15, 10)));

    [Fact]
    public void Plan_GapOneTooWide_AreTwo() => Assert.Equal(2, Plan(4, 1000, (0, 10), (15, 10)).Count);

    [Fact]
    public void Plan_RangeOneTooLong_AreTwo()
    {
        Assert.Single(Plan(0, 20, (0, 10), (10, 10)));
        Assert.Equal(2, Plan(0, 19, (0, 10), (10, 10)).Count);
    }

    [Fact]
    public void Plan_BlockLongerThanARange_IsARangeOfItsOwn() => Assert.Equal([new BlockRange(5, 100, 0, 1)], Plan(0, 20, (5, 100)));

    [Fact]
    public void Plan_SameAndOverlappingBytes_AreReadOnce() => Assert.Equal([new BlockRange(0, 30, 0, 4)], Plan(0, 100, (0, 30), (0, 30), (10, 5), (20, 10)));

    [Fact]
    public void Plan_Nothing_IsNothing() => Assert.Empty(Plan(0, 10));

    [Fact]
    public void Plan_Random_CoversEveryBlockOnceWithinTheLimits()
    {
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            BlockRequest[] blocks = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => new BlockRequest(random.Next(5000), random.Next(1, 90), 0, 0, -1))];
            var ranges = BlockRangePlanner.Plan(blocks, 50, 400);

            Assert.Equal(blocks.Length, ranges.Sum(r => r.Count));
            Assert.All(ranges, range => Assert.All(blocks.Skip(range.First).Take(range.Count), block =>
                Assert.True(block.Offset >= range.Offset && block.Offset + block.Length <= range.Offset + range.Length && range.Length <= 400)));
        }
    }

    private static List<BlockRange> Plan(int gap, int most, params (long Offset, int Length)[] blocks) =>
        BlockRangePlanner.Plan([.. blocks.Select(b => new BlockRequest(b.Offset, b.Length, 0, 0, -1))], gap, most);
}
