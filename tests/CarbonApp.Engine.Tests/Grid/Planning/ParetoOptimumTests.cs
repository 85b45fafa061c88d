using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Tests.Grid.Planning;

public class ParetoOptimumTests
{
    private static readonly DateTimeOffset Midnight = TestSignals.Midnight;

    [Fact]
    public void Contiguous_WithoutPrices_LeavesWhatIsCleanerTheLater()
    {
        var front = ParetoOptimum.Contiguous([Site(TestSignals.Hourly(100, 120, 60, 70, 10))], Job(60, 300), Cancellation);

        Assert.False(front.HasCost);
        Assert.Equal([(60, 100.0), (180, 60.0), (300, 10.0)], front.Points.Select(p => (Minutes(p), p.Emissions.Grams)));
        Assert.All(front.Points, p => Assert.Null(p.CostEuros));
    }

    [Fact]
    public void Contiguous_DearAndCleanOrCheapAndDirty_KeepsBoth()
    {
        var front = ParetoOptimum.Contiguous(
            [Site(TestSignals.Hourly(20), 90), Site(TestSignals.Hourly(200), -30, transferEuros: 0.01), Site(TestSignals.Hourly(200), 95)], Job(60, 60), Cancellation);

        Assert.Equal([(0, 20.0, 0.09), (1, 200.0, -0.02)], front.Points.Select(p => (p.Site, p.Emissions.Grams, Math.Round(p.CostEuros!.Value, 12))));
    }

    [Fact]
    public void Contiguous_SomeSitesWithoutPrice_SaysWhichAreLeftOut()
    {
        var front = ParetoOptimum.Contiguous([Site(TestSignals.Hourly(10)), Site(TestSignals.Hourly(200), 50)], Job(60, 60), Cancellation);

        Assert.Equal([0], front.SitesWithoutPrice);
        Assert.Equal([1], front.Points.Select(p => p.Site));
    }

    [Fact]
    public void Contiguous_PriceWithAGap_IsNotRunThrough()
    {
        var site = Site(TestSignals.Hourly(10, 20, 30)) with { Price = Prices(double.NaN, 50, 50) };

        Assert.Equal([120], ParetoOptimum.Contiguous([site], Job(60, 180), Cancellation).Points.Select(Minutes));
    }

    [Fact]
    public void Contiguous_NothingKnown_IsEmpty()
    {
        var front = ParetoOptimum.Contiguous([Site(CarbonSignal.Unknown(TestSignals.Basis))], Job(60, 180), Cancellation);

        Assert.Empty(front.Points);
        Assert.Equal(-1, front.Knee);
    }

    [Fact]
    public void Contiguous_FlatSignal_IsTheEarliestAlone() =>
        Assert.Equal([7], ParetoOptimum.Contiguous([Site(TestSignals.Hourly(0.1, 0.1, 0.1))], Job(7, 180), Cancellation).Points.Select(Minutes));

    [Fact]
    public void Contiguous_SegmentBetweenCornersOfAnotherSite_BeatsThatSite()
    {
        // Site 0 starts at any minute; at 00:30 it emits 60 g, less than the 70 g for which site 1 is known only then.
        var later = new MovableJob(TimeSpan.FromMinutes(60), Midnight, Midnight.AddMinutes(120));
        var only = CarbonSignal.FromSlots(TestSignals.Basis, [new SignalSlot(Midnight.AddMinutes(30), Midnight.AddMinutes(90), 70, TestSignals.Origin)]);

        Assert.DoesNotContain(ParetoOptimum.Contiguous([Site(TestSignals.Hourly(100, 20)), Site(only)], later, Cancellation).Points, p => p.Site == 1);
    }

    [Fact]
    public void Knee_ThreePointsOfABend_IsTheMiddle()
    {
        // Half a day's wait brings most of the saving; the rest takes as long again.
        var front = ParetoOptimum.Contiguous([Site(TestSignals.Hourly(100, 100, 20, 90, 10))], Job(60, 300), Cancellation);

        Assert.Equal(20, front.Points[front.Knee].Emissions.Grams);
    }

    [Fact]
    public void Contiguous_400RandomCases_EqualsComparingAllPairsOfCorners()
    {
        var random = new Random(20260330);
        var points = 0;
        for (var round = 0; round < 400; round++)
        {
            var (sites, job) = ParetoCases.Random(random, withPrices: round % 2 == 0);

            var front = ParetoOptimum.Contiguous(sites, job, Cancellation);

            points += front.Points.Count;
            Assert.Equal(
                ParetoCases.AllPairs(sites, job).Order(),
                front.Points.Select(p => (p.Site, (int)(p.Segments[0].Start - job.Earliest).TotalSeconds)).Order());
            Assert.Equal(front.Points.OrderBy(p => p.Finish).ThenBy(p => p.Emissions.Grams), front.Points);
        }

        Assert.InRange(points, 800, int.MaxValue);
    }

    [Fact]
    public void Contiguous_200RandomCases_NoSecondBeatsTheFront()
    {
        var random = new Random(20260331);
        for (var round = 0; round < 200; round++)
        {
            var (sites, job) = ParetoCases.Random(random, withPrices: round % 2 == 0);
            var front = ParetoOptimum.Contiguous(sites, job, Cancellation);
            var seconds = ParetoCases.AllSeconds(sites, job).ToArray();
            if (!front.HasCost)
            {
                Assert.All(front.Points, p => Assert.DoesNotContain(seconds, s =>
                    s.Finish <= p.Finish && s.Grams < p.Emissions.Grams * (1 - 1e-8)));
            }

            for (var weighing = 0; weighing < 5 && seconds.Length > 0; weighing++)
            {
                var (perGram, perEuro, perSecond) = (random.NextDouble(), random.NextDouble() * 1000, random.NextDouble() / 1000);
                var best = seconds.Min(s => (perGram * s.Grams) + (perEuro * s.Euros) + (perSecond * (s.Finish - job.Earliest).TotalSeconds));
                var ours = front.Points.Min(p =>
                    (perGram * p.Emissions.Grams) + (perEuro * (p.CostEuros ?? 0)) + (perSecond * (p.Finish - job.Earliest).TotalSeconds));
                Assert.Equal(best, ours, 1e-7);
            }
        }
    }

    [Fact]
    public void Interruptible_OneSite_TradesWaitingForCarbon()
    {
        var front = ParetoOptimum.Interruptible([Site(TestSignals.Hourly(100, 20, 90, 40))], Job(120, 240), Cancellation);

        Assert.Equal([(120, 120.0), (180, 110.0), (240, 60.0)], front.Points.Select(p => (Minutes(p), Math.Round(p.Emissions.Grams, 9))));
        Assert.Equal(2, front.Points[2].Segments.Count);
    }

    [Fact]
    public void Interruptible_200RandomCases_HasTheCleanestPlanForEveryEdgeAndNothingWorse()
    {
        var random = new Random(20260401);
        for (var round = 0; round < 200; round++)
        {
            var (sites, job) = ParetoCases.Random(random, withPrices: false);

            var front = ParetoOptimum.Interruptible(sites, job, Cancellation);

            foreach (var site in sites)
            {
                foreach (var finish in site.Carbon.Slots.Select(slot => slot.End).Where(e => e < job.Deadline).Append(job.Deadline))
                {
                    var outcome = InterruptibleOptimum.Find(site.Carbon, job with { Deadline = finish });
                    var best = (SiteRanking.EmissionsOf(outcome, site.Power * job.Duration) + site.Transfer)?.Grams;
                    var ours = front.Points.Where(p => p.Finish <= finish).Select(p => (double?)p.Emissions.Grams).Min();
                    Assert.True(best is null || ours <= best + 1e-8, $"round {round}: {ours} by {finish:T}, possible is {best}");
                }
            }

            Assert.All(front.Points.Zip(front.Points.Skip(1)), pair => Assert.True(pair.First.Emissions.Grams > pair.Second.Emissions.Grams && pair.First.Finish < pair.Second.Finish));
        }
    }

    [Fact]
    public void Contiguous_TransferCostNotANumber_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() =>
        ParetoOptimum.Contiguous([Site(TestSignals.Hourly(10), transferEuros: double.NaN)], Job(60, 60), Cancellation));

    [Fact]
    public void PriceSignal_Overlap_Throws() => Assert.Throws<ArgumentException>(() => PriceSignal.FromSlots(
        [new PriceSlot(Midnight, Midnight.AddHours(2), 1), new PriceSlot(Midnight.AddHours(1), Midnight.AddHours(3), 1)]));

    [Fact]
    public void PriceSignal_Mean_WeighsByTimeAndKnowsItsGaps()
    {
        var prices = PriceSignal.FromSlots([new PriceSlot(Midnight, Midnight.AddHours(1), -10), new PriceSlot(Midnight.AddHours(1), Midnight.AddHours(3), 50), new PriceSlot(Midnight.AddHours(4), Midnight.AddHours(5), 7)]);

        Assert.Equal(30, prices.Mean(Midnight, Midnight.AddHours(3)));
        Assert.Equal(-10, prices.Mean(Midnight.AddMinutes(10), Midnight.AddMinutes(20)));
        Assert.Null(prices.Mean(Midnight.AddHours(2), Midnight.AddHours(4.5)));
        Assert.Null(prices.Mean(Midnight.AddHours(4.5), Midnight.AddHours(5.5)));
        Assert.Null(PriceSignal.FromSlots([]).Mean(Midnight, Midnight.AddHours(1)));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ParetoSite Site(CarbonSignal carbon, double? euros = null, double transferEuros = 0) =>
        new(carbon, euros is { } e ? Prices([.. Enumerable.Repeat(e, carbon.Count)]) : null, Power.FromWatts(1000), default, transferEuros);

    private static PriceSignal Prices(params double[] euros) =>
        PriceSignal.FromSlots(euros.Select((e, i) => new PriceSlot(Midnight.AddHours(i), Midnight.AddHours(i + 1), e)));

    private static MovableJob Job(int minutes, int windowMinutes) => new(TimeSpan.FromMinutes(minutes), Midnight, Midnight.AddMinutes(windowMinutes));

    private static int Minutes(ParetoPoint point) => (int)(point.Finish - Midnight).TotalMinutes;
}
