using CarbonApp.Engine.Grid.Planning;

namespace CarbonApp.Engine.Tests.Grid.Planning;

public class ContiguousAlternativesTests
{
    private static readonly DateTimeOffset Midnight = TestSignals.Midnight;

    [Fact]
    public void Find_NotOverlapping_NamesTheBestFirst()
    {
        var found = ContiguousAlternatives.Find(
            TestSignals.Hourly(50, 90, 10, 90, 30), new MovableJob(TimeSpan.FromHours(1), Midnight, Midnight.AddHours(5)), 3, TimeSpan.FromHours(1));

        Assert.Equal([2.0, 4, 0], found.Select(s => (s.Start - Midnight).TotalHours));
    }

    [Fact]
    public void Find_WindowThatHoldsNoMore_NamesFewer() =>
        Assert.Single(ContiguousAlternatives.Find(
            TestSignals.Hourly(50, 90), new MovableJob(TimeSpan.FromMinutes(90), Midnight, Midnight.AddHours(2)), 5, TimeSpan.FromMinutes(90)));

    [Fact]
    public void Find_NothingKnown_IsEmpty() =>
        Assert.Empty(ContiguousAlternatives.Find(
            TestSignals.Hourly(double.NaN, double.NaN), new MovableJob(TimeSpan.FromHours(1), Midnight, Midnight.AddHours(2)), 5, TimeSpan.FromHours(1)));

    [Fact]
    public void Find_500RandomCases_EqualsTakingTheBestSecondAgainAndAgain()
    {
        var random = new Random(20260402);
        for (var round = 0; round < 500; round++)
        {
            var signal = TestSignals.Random(random, slots: random.Next(1, 12), maxSlotSeconds: 5, gaps: true);
            var job = new MovableJob(TimeSpan.FromSeconds(random.Next(1, 6)), Midnight, Midnight.AddSeconds(random.Next(1, 50)));
            var separation = TimeSpan.FromSeconds(random.Next(1, 8));

            var found = ContiguousAlternatives.Find(signal, job, 4, separation);

            var left = Enumerable.Range(0, 60).Select(s => Midnight.AddSeconds(s))
                .Where(s => s + job.Duration <= job.Deadline && signal.Mean(s, s + job.Duration) is not null).ToList();
            foreach (var segment in found)
            {
                Assert.Equal(left.Min(s => signal.Mean(s, s + job.Duration)!.Value.GramsPerKilowattHour), segment.MeanIntensity.GramsPerKilowattHour, 9);
                Assert.Contains(segment.Start, left);
                left.RemoveAll(s => (s - segment.Start).Duration() < separation);
            }

            Assert.True(found.Count == 4 || left.Count == 0);
        }
    }
}
