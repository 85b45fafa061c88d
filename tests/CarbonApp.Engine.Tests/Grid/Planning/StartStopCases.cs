using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;

namespace CarbonApp.Engine.Tests.Grid.Planning;

/// <summary>Small random jobs with starts and stops, every schedule of whole seconds tried, and the limits checked one by one.</summary>
internal static class StartStopCases
{
    /// <summary>
    /// Slots and limits are multiples of the unit; earliest, deadline and duration of <paramref name="seconds"/>, up to 18 ×
    /// <paramref name="length"/>. A start-up that takes no time
    /// and costs energy makes emissions jump, so that only instants of one grid compare: then the minimum pause is one second.
    /// </summary>
    public static (CarbonSignal Signal, MovableJob Job, StartStopLimits Limits) Random(Random random, int unitSeconds, int seconds = 1, int length = 1)
    {
        TimeSpan Units(int below) => TimeSpan.FromSeconds(random.Next(below) * unitSeconds);
        var slots = new List<SignalSlot>();
        var start = TestSignals.Midnight;
        for (var i = random.Next(1, 8); i > 0; i--)
        {
            var end = start + Units(3) + TimeSpan.FromSeconds(unitSeconds);
            slots.Add(new SignalSlot(start, end, random.Next(9) == 0 ? double.NaN : random.Next(0, 12) * 25, TestSignals.Origin));
            start = end;
        }

        var earliest = TestSignals.Midnight.AddSeconds(random.Next(-1, 5 * length) * seconds);
        var job = new MovableJob(
            TimeSpan.FromSeconds(random.Next(1, 1 + (8 * length / seconds)) * seconds), earliest, earliest.AddSeconds(random.Next(1, 1 + (18 * length / seconds)) * seconds));
        var (startUp, energy) = (Units(3), random.Next(3) / 1000.0);
        var pause = startUp == TimeSpan.Zero && energy > 0 ? TimeSpan.FromSeconds(1) : Units(3);
        return (
            CarbonSignal.FromSlots(TestSignals.Basis, slots),
            job,
            new StartStopLimits(Energy.FromKilowattHours(energy), startUp, Units(4), pause, random.Next(3) == 0 ? random.Next(1, 4) : null));
    }

    /// <summary>Least gCO2eq over all schedules of whole seconds; infinite when there is none.</summary>
    public static double Cheapest(CarbonSignal signal, MovableJob job, Power power, StartStopLimits limits)
    {
        var seconds = (int)(job.Deadline - job.Earliest).TotalSeconds;
        var grams = Enumerable.Range(0, seconds)
            .Select(s => signal.SlotAt(job.Earliest.AddSeconds(s))?.GramsPerKilowattHour ?? double.PositiveInfinity).ToArray();
        var (work, startUp, pause) = (Whole(job.Duration), Whole(limits.StartUpDuration), Whole(limits.MinimumPause));
        var minimum = Math.Min(Whole(limits.MinimumRun), work + startUp);
        var known = new Dictionary<(int, int, int), double>();
        return From(0, work, limits.MaximumStarts ?? int.MaxValue);

        double From(int earliest, int missing, int starts)
        {
            if (missing == 0 || known.TryGetValue((earliest, missing, starts), out var best))
            {
                return missing == 0 ? 0 : known[(earliest, missing, starts)];
            }

            best = double.PositiveInfinity;
            for (var start = earliest; starts > 0 && start + startUp < seconds; start++)
            {
                var cost = limits.StartUpEnergy.KilowattHours * (startUp == 0 ? grams[start] : grams.Skip(start).Take(startUp).Average());
                for (var done = 1; done <= missing && start + startUp + done <= seconds; done++)
                {
                    cost += grams[start + startUp + done - 1] * (power * TimeSpan.FromSeconds(1)).KilowattHours;
                    if (startUp + done >= minimum && cost < best)
                    {
                        best = Math.Min(best, cost + From(start + startUp + done + pause, missing - done, starts - 1));
                    }
                }
            }

            known[(earliest, missing, starts)] = best;
            return best;
        }
    }

    /// <summary>gCO2eq of one run from each second that leaves time for it; NaN where it meets a gap. The start-up takes time.</summary>
    public static double[] InOnePiece(CarbonSignal signal, MovableJob job, Power power, StartStopLimits limits) =>
        [.. Enumerable.Range(0, Math.Max(0, 1 + Whole(job.Deadline - job.Earliest - job.Duration - limits.StartUpDuration)))
            .Select(s => job.Earliest.AddSeconds(s))
            .Select(s => (signal.Mean(s, s + limits.StartUpDuration)?.GramsPerKilowattHour * limits.StartUpEnergy.KilowattHours)
                + (signal.Mean(s + limits.StartUpDuration, s + limits.StartUpDuration + job.Duration)?.GramsPerKilowattHour * (power * job.Duration).KilowattHours) ?? double.NaN)];

    public static void AssertKeepsLimits(CarbonSignal signal, MovableJob job, Power power, StartStopLimits limits, StartStopOutcome.Planned plan)
    {
        var shortest = Min(limits.MinimumRun, job.Duration + limits.StartUpDuration);
        Assert.Equal(job.Duration, TimeSpan.FromTicks(plan.Runs.Sum(r => (r.End - r.WorkStart).Ticks)));
        Assert.InRange(plan.Runs.Count, 1, limits.MaximumStarts ?? int.MaxValue);
        Assert.All(plan.Runs, r =>
        {
            Assert.True(r.Start >= job.Earliest && r.End <= job.Deadline && r.WorkStart < r.End && r.End - r.Start >= shortest);
            Assert.Equal(limits.StartUpDuration, r.WorkStart - r.Start);
            var startUp = limits.StartUpDuration > TimeSpan.Zero ? signal.Mean(r.Start, r.WorkStart)!.Value.GramsPerKilowattHour : signal.SlotAt(r.Start)!.Value.GramsPerKilowattHour;
            var grams = (startUp * limits.StartUpEnergy.KilowattHours) + (signal.Mean(r.WorkStart, r.End)!.Value * (power * (r.End - r.WorkStart))).Grams;
            Assert.Equal(grams, r.Emissions.Grams, 1e-9);
        });

        // Runs adjoin only where a start-up that is cheaper than running on lies between.
        Assert.All(plan.Runs.Zip(plan.Runs.Skip(1)), pair => Assert.True(
            pair.Second.Start - pair.First.End >= limits.MinimumPause && (pair.Second.Start > pair.First.End || limits.StartUpDuration > TimeSpan.Zero)));
        Assert.Equal(plan.Runs.Sum(r => r.Emissions.Grams), plan.Emissions.Grams, 1e-9);
        Assert.Equal(plan.Runs.Sum(r => r.Energy.KilowattHours), plan.Energy.KilowattHours, 1e-9);
    }

    private static int Whole(TimeSpan time) => (int)time.TotalSeconds;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
