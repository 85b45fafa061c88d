using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Tests.Grid.Planning;

public class ElasticOptimumTests
{
    private static readonly DateTimeOffset Midnight = TestSignals.Midnight;

    [Fact]
    public void Hull_SizeAboveTheChord_IsLeftOut()
    {
        // 10 units/h at 100 W and 30 at 150 W: 20 units/h cost 125 W by mixing, measured are 140.
        var profile = ScalingProfiles.Of((20, 140), (30, 150), (10, 100), (30, 170), (0, 5));

        Assert.Equal([0, 10, 20, 30], profile.Levels.Select(l => l.UnitsPerHour));
        Assert.Equal([0, 30], profile.Hull.Select(l => l.UnitsPerHour));
        Assert.Equal(150, profile.Largest.Power.Watts);
    }

    [Fact]
    public void Find_FallingEfficiency_UsesTheLargeSizeOnlyWhereItIsClean()
    {
        // Second size: 10 more units for 300 Wh instead of 100. At 20 g that is 6 g, the first size at 50 g 5 g, at 100 g 10 g.
        var planned = Plan(TestSignals.Hourly(100, 20, 50), work: 25, hours: 3, ScalingProfiles.Of((10, 100), (20, 400)));

        Assert.Equal("60-90x2 90-120x1 120-180x1", Pieces(planned));
        Assert.Equal(2 + 5 + (0.5 * 6), planned.Emissions.Grams, 12);
        Assert.Equal(0.1 + 0.1 + 0.15, planned.Energy.KilowattHours, 12);
        Assert.True(planned.IsProven);
    }

    [Fact]
    public void Find_RisingEfficiency_SkipsTheSmallSize()
    {
        // The published greedy starts each slot with one replica, at 10 g per 10 units; two together need 6 g per 10.
        var (signal, profile) = (TestSignals.Hourly(100, 110), ScalingProfiles.Of((10, 100), (20, 120)));

        var planned = Plan(signal, work: 20, hours: 2, profile);

        Assert.Equal("0-60x2", Pieces(planned));
        Assert.Equal(12, planned.Emissions.Grams, 12);
    }

    [Fact]
    public void Find_Gap_IsNeverUsed() =>
        Assert.Equal("0-60x1 120-180x1", Pieces(Plan(TestSignals.Hourly(10, double.NaN, 300), work: 20, hours: 3, ScalingProfiles.Of((10, 100)))));

    [Fact]
    public void Find_EqualHours_TakesTheEarliest() =>
        Assert.Equal("0-60x1 60-90x1", Pieces(Plan(TestSignals.Hourly(50, 50, 50), work: 15, hours: 3, ScalingProfiles.Of((10, 100)))));

    [Fact]
    public void Find_WindowInsideSlots_UsesWhatRemains()
    {
        var outcome = ElasticOptimum.Find(
            TestSignals.Hourly(10, 80, 20), new ElasticJob(10, Midnight.AddMinutes(45), Midnight.AddMinutes(150)), ScalingProfiles.Of((10, 100)));

        Assert.Equal("45-60x1 60-75x1 120-150x1", Pieces(Assert.IsType<ElasticOutcome.Planned>(outcome)));
    }

    [Fact]
    public void Find_Baseline_IsTheThriftiestSizeThatIsDoneInTime()
    {
        // One replica would need 3 h of the 2 h there are; two need 1.5 h at 250 W.
        var planned = Plan(TestSignals.Hourly(100, 40), work: 30, hours: 2, ScalingProfiles.Of((10, 100), (20, 250), (30, 600)));

        Assert.Equal((0.25 * 100) + (0.125 * 40), planned.Baselines.RunNow!.Value.Grams, 9);
    }

    [Theory]
    [InlineData(61, 3.05)]
    [InlineData(1e300, double.PositiveInfinity)]
    public void Find_TooMuchWork_SaysWhenTheLargestSizeWouldBeDone(double work, double hours) =>
        Assert.Equal(
            new ElasticOutcome.DeadlineTooTight(double.IsInfinity(hours) ? DateTimeOffset.MaxValue : Midnight.AddHours(hours)),
            ElasticOptimum.Find(TestSignals.Hourly(10, 20, 30), new ElasticJob(work, Midnight, Midnight.AddHours(3)), ScalingProfiles.Of((10, 100), (20, 250))));

    [Fact]
    public void Find_TooLittleKnown_SaysWhatCouldBeDone() =>
        Assert.Equal(
            new ElasticOutcome.NotCovered(TimeSpan.FromHours(2), 20),
            ElasticOptimum.Find(TestSignals.Hourly(10, double.NaN, 30), new ElasticJob(25, Midnight, Midnight.AddHours(3)), ScalingProfiles.Of((10, 100))));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Find_WorkThatIsNone_Throws(double work) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            ElasticOptimum.Find(TestSignals.Hourly(10), new ElasticJob(work, Midnight, Midnight.AddHours(1)), ScalingProfiles.Of((10, 100))));

    [Fact]
    public void FromLevels_NothingThatWorks_Throws() => Assert.Throws<ArgumentException>(() => ScalingProfiles.Of((0, 100)));

    [Fact]
    public void FromLevels_ThroughputNotANumber_Throws() => Assert.Throws<ArgumentException>(() => ScalingProfiles.Of((double.NaN, 100)));

    [Fact]
    public void Find_MeasuredProfiles_EqualsTheLinearProgramAndNeverLosesToThePublishedGreedy()
    {
        var random = new Random(20260320);
        foreach (var file in ScalingProfiles.Measured)
        {
            var profile = ScalingProfiles.Read(file);
            for (var round = 0; round < 6; round++)
            {
                var (signal, job) = RandomCase(random, profile);
                AssertEqualsLinearProgram(signal, job, profile, file);
            }
        }
    }

    [Fact]
    public void Find_50RandomProfiles_EqualsTheLinearProgramAndNeverLosesToThePublishedGreedy()
    {
        var random = new Random(20260321);
        for (var round = 0; round < 50; round++)
        {
            var profile = ScalingProfiles.Random(random);
            var (signal, job) = RandomCase(random, profile);
            AssertEqualsLinearProgram(signal, job, profile, $"round {round}");
        }
    }

    [Fact]
    public void FindWholeLevels_30RandomProfiles_LiesBetweenItsBoundAndTheIntegerProgramNearly()
    {
        var random = new Random(20260322);
        var (ours, oracles) = (0.0, 0.0);
        for (var round = 0; round < 30; round++)
        {
            var profile = ScalingProfiles.Random(random);
            var (signal, job) = RandomCase(random, profile);
            if (ElasticOptimum.FindWholeLevels(signal, job, profile) is ElasticOutcome.Planned plan)
            {
                AssertDoesTheWork(job, plan);
                Assert.All(plan.Pieces.GroupBy(p => signal.SlotAt(p.Start)), slot => Assert.Single(slot));
                Assert.InRange(plan.Pieces.Count(p => p.End != Min(signal.SlotAt(p.Start)!.Value.End, job.Deadline)), 0, 1);
                var oracle = ElasticRivals.WholeLevels(signal, job, profile)!.Value;
                Assert.InRange(oracle, plan.LowerBound.Grams * (1 - 1e-6), plan.Emissions.Grams * (1 + 1e-6));
                (ours, oracles) = (ours + plan.Emissions.Grams, oracles + oracle);
            }
        }

        Assert.InRange(ours / oracles, 1 - 1e-6, 1.002);
    }

    private static void AssertEqualsLinearProgram(CarbonSignal signal, ElasticJob job, ScalingProfile profile, string what)
    {
        var oracle = ElasticRivals.MixedLevels(signal, job, profile);
        if (ElasticOptimum.Find(signal, job, profile) is not ElasticOutcome.Planned plan)
        {
            Assert.True(oracle is null, $"{what}: no plan, but the oracle finds {oracle}");
            return;
        }

        AssertDoesTheWork(job, plan);
        Assert.True(Math.Abs(oracle!.Value - plan.Emissions.Grams) <= 1e-6 * (1 + oracle.Value), $"{what}: {plan.Emissions.Grams}, the oracle finds {oracle}");
        Assert.True(plan.Emissions.Grams <= ElasticRivals.PublishedGreedy(signal, job, profile) * (1 + 1e-9), what);
    }

    private static void AssertDoesTheWork(ElasticJob job, ElasticOutcome.Planned plan)
    {
        Assert.Equal(1, plan.Pieces.Sum(p => p.Work) / job.Work, 9);
        Assert.All(plan.Pieces, p => Assert.True(p.Start >= job.Earliest && p.End <= job.Deadline && p.Start < p.End));
        Assert.All(plan.Pieces.Zip(plan.Pieces.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
        Assert.All(plan.Pieces, p => Assert.Equal(p.Level.UnitsPerHour * (p.End - p.Start).TotalHours, p.Work, p.Level.UnitsPerHour * 1e-9));
        Assert.Equal(plan.Pieces.Sum(p => p.Emissions.Grams), plan.Emissions.Grams, 1e-9);
    }

    /// <summary>Up to 30 slots, some gaps, and work for a part of what fits; now and then for more.</summary>
    private static (CarbonSignal Signal, ElasticJob Job) RandomCase(Random random, ScalingProfile profile)
    {
        var signal = TestSignals.Random(random, random.Next(2, 30), maxSlotSeconds: 7200, gaps: true);
        var (from, to) = (signal.Start.AddSeconds(random.Next(0, 1800)), signal.End.AddSeconds(-random.Next(0, 1800)));
        to = to > from ? to : signal.End;
        var fits = profile.Largest.UnitsPerHour * signal.KnownTime(from, to).TotalHours;
        return (signal, new ElasticJob(Math.Max(1, fits * random.NextDouble() * 1.05), from, to));
    }

    private static ElasticOutcome.Planned Plan(CarbonSignal signal, double work, int hours, ScalingProfile profile) =>
        Assert.IsType<ElasticOutcome.Planned>(ElasticOptimum.Find(signal, new ElasticJob(work, Midnight, Midnight.AddHours(hours)), profile));

    private static string Pieces(ElasticOutcome.Planned plan) =>
        string.Join(' ', plan.Pieces.Select(p => $"{(p.Start - Midnight).TotalMinutes}-{(p.End - Midnight).TotalMinutes}x{p.Level.Replicas}"));

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
