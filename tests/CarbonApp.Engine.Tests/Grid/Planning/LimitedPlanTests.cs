using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Engine.Tests.Grid.Planning;

/// <summary>Carbon and money together: one signal of both, limits of both, and time run backwards.</summary>
public sealed class LimitedPlanTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 15, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Combine_CarbonAndPrice_IsTheirWeightedSumCutAtBothEdges()
    {
        var price = PriceSignal.FromSlots([new PriceSlot(Start.AddMinutes(30), Start.AddHours(2), 50)]);

        var (signal, lift) = PricedSignal.Combine(Hourly(200, 100, 300), price, 1, 10_000);

        // 50 EUR/MWh at 100 EUR/t are 500 g/kWh; nothing is paid before 00:30 or from 02:00, so nothing is known.
        Assert.Equal(0, lift);
        Assert.Equal([(Start.AddMinutes(30), 700), (Start.AddHours(1), 600)], signal.Slots.Select(s => (s.Start, s.GramsPerKilowattHour)));
        Assert.Equal(Start.AddHours(2), signal.End);
    }

    [Fact]
    public void Combine_PriceBelowZero_LiftsAllToZeroOrMore()
    {
        var price = PriceSignal.FromSlots([new PriceSlot(Start, Start.AddHours(1), -50), new PriceSlot(Start.AddHours(1), Start.AddHours(2), 50)]);

        var (signal, lift) = PricedSignal.Combine(Hourly(200, 100), price, 1, 10_000);

        Assert.Equal(300, lift, 9);
        Assert.Equal([0.0, 900], signal.GramsPerKilowattHour.ToArray());
    }

    [Fact]
    public void Mirror_Twice_IsTheSame()
    {
        var signal = Hourly(200, double.NaN, 300);
        var (from, to) = (Start.AddMinutes(20), Start.AddHours(3));

        var once = MirroredTime.Of(signal, from, to);

        Assert.Equal(300, once.SlotAt(from)!.Value.GramsPerKilowattHour);
        Assert.Equal(signal.Slice(from, to).Slots, MirroredTime.Of(once, from, to).Slots);
    }

    [Fact]
    public void LimitedStart_RandomCases_IsTheBestSecondThatKeepsTheLimits()
    {
        var random = new Random(5);
        var (found, none) = (0, 0);
        for (var round = 0; round < 400; round++)
        {
            var carbon = Hourly([.. Enumerable.Range(0, 4).Select(_ => random.Next(12) == 0 ? double.NaN : random.Next(20, 400))]);
            var price = PriceSignal.FromSlots(Enumerable.Range(0, 6).Select(i => new PriceSlot(Start.AddMinutes(40 * i), Start.AddMinutes(40 * (i + 1)), random.Next(-60, 300))));
            var job = new MovableJob(TimeSpan.FromSeconds(random.Next(1, 5000)), Start.AddSeconds(random.Next(0, 3000)), Start.AddHours(4));
            var limits = new PlanLimits(random.Next(2) * random.Next(1, 20_000), random.Next(3) == 0 ? double.PositiveInfinity : random.Next(400), random.Next(-40, 250) / 1000.0);
            var kilowattHours = job.Duration.TotalHours;
            limits = limits with { MostGrams = limits.MostGrams * kilowattHours, MostEuros = limits.MostEuros * kilowattHours };

            var outcome = LimitedStart.Find(carbon, price, job, 1, limits);

            var lowest = double.PositiveInfinity;
            for (var start = job.Earliest; start + job.Duration <= job.Deadline; start = start.AddSeconds(1))
            {
                if (carbon.Mean(start, start + job.Duration) is { } mean && price.Mean(start, start + job.Duration) is { } eur
                    && limits.Allow(mean.GramsPerKilowattHour * kilowattHours, eur / 1000 * kilowattHours))
                {
                    lowest = Math.Min(lowest, limits.ValueOf(mean.GramsPerKilowattHour * kilowattHours, eur / 1000 * kilowattHours));
                }
            }

            if (outcome is LimitedOutcome<DateTimeOffset>.Found(var best, var value))
            {
                found++;
                Assert.True(best >= job.Earliest && best + job.Duration <= job.Deadline);
                Assert.True(value <= lowest + (1e-9 * Math.Abs(lowest)), $"round {round}: {value} > {lowest}");
            }
            else
            {
                none++;
                Assert.Equal(double.PositiveInfinity, lowest);
            }
        }

        Assert.True(found > 100 && none > 30, $"{found} found, {none} without");
    }

    [Fact]
    public void LimitedTrade_FreePauses_BoundsTheTrueOptimumFromBelowAndKeepsTheLimit()
    {
        var random = new Random(6);
        var gaps = new List<double>();
        for (var round = 0; round < 200; round++)
        {
            double[] grams = [.. Enumerable.Range(0, 10).Select(_ => (double)random.Next(20, 400))];
            double[] prices = [.. Enumerable.Range(0, 10).Select(_ => (double)random.Next(0, 300))];
            var price = PriceSignal.FromSlots(prices.Select((p, h) => new PriceSlot(Start.AddHours(h), Start.AddHours(h + 1), p)));
            var (carbon, job, most) = (Hourly(grams), new MovableJob(TimeSpan.FromHours(4), Start, Start.AddHours(10)), random.Next(100, 900) / 1000.0);

            var outcome = LimitedTrade.Find(
                (c, e) => InterruptibleOptimum.Find(PricedSignal.Combine(carbon, price, c, e).Signal, job) is WindowOutcome.Planned best
                    ? (best, best.MeanIntensity.GramsPerKilowattHour * 4)
                    : throw new InvalidOperationException(),
                plan => (plan.Segments.Sum(s => carbon.Mean(s.Start, s.End)!.Value.GramsPerKilowattHour * s.Duration.TotalHours), plan.Segments.Sum(s => price.Mean(s.Start, s.End)!.Value / 1000 * s.Duration.TotalHours)),
                new PlanLimits(0, double.PositiveInfinity, most));

            var hours = Subsets(10, 4).Where(set => set.Sum(h => prices[h]) / 1000 <= most).Select(set => set.Sum(h => grams[h])).DefaultIfEmpty(double.PositiveInfinity).Min();
            if (outcome is LimitedOutcome<WindowOutcome.Planned>.Found(var plan, var bound))
            {
                var (g, e) = (plan.Segments.Sum(s => carbon.Mean(s.Start, s.End)!.Value.GramsPerKilowattHour * s.Duration.TotalHours), plan.Segments.Sum(s => price.Mean(s.Start, s.End)!.Value / 1000 * s.Duration.TotalHours));
                Assert.True(e <= most * (1 + 1e-9));
                Assert.True(bound <= hours * (1 + 1e-9), $"round {round}: bound {bound} above the best of whole hours {hours}");
                gaps.Add((g - bound) / g);
            }
            else
            {
                Assert.Equal(double.PositiveInfinity, hours);
            }
        }

        Assert.True(gaps.Count > 100 && gaps.Average() < 0.06, $"{gaps.Count} plans, mean gap {gaps.Average()}");
    }

    [Fact]
    public void FindContiguous_AttainableElsewhere_CountsRegretAgainstIt()
    {
        var expected = Hourly(100, 110, 300);
        CarbonSignal[] scenarios = [Hourly(60, 100, 300), Hourly(200, 110, 300)];
        var job = new MovableJob(TimeSpan.FromHours(1), Start, Start.AddHours(3));

        var here = Assert.IsType<RiskOutcome.Planned>(RiskOptimum.FindContiguous(expected, scenarios, job, RiskMeasure.MinimaxRegret));
        var joint = Assert.IsType<RiskOutcome.Planned>(RiskOptimum.FindContiguous(expected, scenarios, job, RiskMeasure.MinimaxRegret, [-20, 110]));

        // Here alone: 0 and 90 at 00:00, 40 and 0 at 01:00. With −20 to be had in the first: 80 and 90, or 120 and 0.
        Assert.Equal((Start.AddHours(1), 40), (here.Segments[0].Start, here.Risk.WorstRegret.GramsPerKilowattHour));
        Assert.InRange(joint.Risk.WorstRegret.GramsPerKilowattHour, 80, 90.001);
        Assert.Throws<ArgumentException>(() => RiskOptimum.FindContiguous(expected, scenarios, job, RiskMeasure.MinimaxRegret, [1.0]));
    }

    private static CarbonSignal Hourly(params double[] values) => CarbonSignal.FromRegular(
        SignalBasis.AverageLifecycle(ZoneId.Parse("GB")), Start, TimeSpan.FromHours(1), values, new SignalProvenance("test", SignalStatus.Forecast, Start));

    private static IEnumerable<int[]> Subsets(int of, int size) => Enumerable.Range(0, 1 << of)
        .Where(bits => System.Numerics.BitOperations.PopCount((uint)bits) == size)
        .Select(bits => Enumerable.Range(0, of).Where(i => (bits >> i & 1) == 1).ToArray());
}
