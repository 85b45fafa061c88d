using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Tests.Oracles;

namespace CarbonApp.Engine.Tests.Grid.Planning;

/// <summary>Other ways to plan an elastic job: linear programs, and the published greedy as anchor. All answer gCO2eq.</summary>
internal static class ElasticRivals
{
    /// <summary>Hours at every size in every slot, as a linear program over all sizes (not only the hull's).</summary>
    public static double? MixedLevels(CarbonSignal signal, ElasticJob job, ScalingProfile profile)
    {
        var program = new LinearProgram();
        var work = new List<(int, double)>();
        foreach (var slot in Known(signal, job))
        {
            var hours = profile.Levels.Select(l => (Variable: program.AddVariable(Grams(slot, l)), Level: l)).ToArray();
            program.AddAtMost(Hours(slot), hours.Select(h => (h.Variable, 1.0)));
            work.AddRange(hours.Select(h => (h.Variable, h.Level.UnitsPerHour)));
        }

        return Solve(program, work, job);
    }

    /// <summary>One size per slot throughout, but for one slot that may end early, as an integer program.</summary>
    public static double? WholeLevels(CarbonSignal signal, ElasticJob job, ScalingProfile profile)
    {
        var program = new LinearProgram();
        var (work, partial) = (new List<(int, double)>(), new List<(int, double)>());
        foreach (var slot in Known(signal, job))
        {
            var hours = Hours(slot);
            var chosen = new List<(int, double)>();
            foreach (var level in profile.Levels.Skip(1))
            {
                var whole = program.AddVariable(Grams(slot, level) * hours, upper: 1, integer: true);
                var (early, share) = (program.AddVariable(0, upper: 1, integer: true), program.AddVariable(Grams(slot, level) * hours));
                program.AddAtMost(0, (share, 1), (early, -1));
                work.AddRange([(whole, level.UnitsPerHour * hours), (share, level.UnitsPerHour * hours)]);
                chosen.AddRange([(whole, 1), (early, 1)]);
                partial.Add((early, 1));
            }

            program.AddAtMost(1, chosen);
        }

        program.AddAtMost(1, partial);
        return Solve(program, work, job);
    }

    /// <summary>
    /// The published greedy (Hanafy et al., CarbonScaler, 2023), with measured power: of all slots the next larger size that adds
    /// most throughput per added gram, until the work is done; the last one in part. A size that adds nothing is stepped over.
    /// </summary>
    public static double PublishedGreedy(CarbonSignal signal, ElasticJob job, ScalingProfile profile)
    {
        var slots = Known(signal, job).ToArray();
        var (size, missing, grams) = (new int[slots.Length], job.Work, 0.0);
        while (missing > 1e-12 * job.Work)
        {
            var best = Enumerable.Range(0, slots.Length).Where(i => size[i] + 1 < profile.Levels.Count)
                .MaxBy(i => Gain(i) / Math.Max(1e-9, Added(i)));
            var share = Math.Min(1, missing / Gain(best));
            grams += share * Added(best);
            missing -= share * Gain(best);
            size[best]++;
        }

        return grams;

        double Gain(int i) => (profile.Levels[size[i] + 1].UnitsPerHour - profile.Levels[size[i]].UnitsPerHour) * Hours(slots[i]);
        double Added(int i) => (Grams(slots[i], profile.Levels[size[i] + 1]) - Grams(slots[i], profile.Levels[size[i]])) * Hours(slots[i]);
    }

    private static double? Solve(LinearProgram program, List<(int, double)> work, ElasticJob job)
    {
        program.AddAtLeast(job.Work, work);
        return program.Minimize()?.Objective;
    }

    private static IEnumerable<SignalSlot> Known(CarbonSignal signal, ElasticJob job) => signal.Slice(job.Earliest, job.Deadline).Slots.Where(s => !s.IsGap);

    private static double Hours(SignalSlot slot) => (slot.End - slot.Start).TotalHours;

    /// <summary>Per hour.</summary>
    private static double Grams(SignalSlot slot, ScalingLevel level) => slot.GramsPerKilowattHour * level.Power.Watts / 1000;
}
