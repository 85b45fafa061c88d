using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Planning.Batch;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Batch;

/// <summary>A batch cut into slots: slot 0 begins at <paramref name="Origin"/>, a multiple of the slot's length.</summary>
internal sealed record BatchGrid(DateTimeOffset Origin, TimeSpan Slot, BatchProblem Problem)
{
    private const long MostCells = 400_000;
    private const long MostJobSlots = 5_000_000;

    /// <summary>False with a problem where the batch has too many slots.</summary>
    public static bool TryCut(
        BatchQuestion question, IReadOnlyList<SignalReading> readings, [NotNullWhen(true)] out BatchGrid? grid, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        grid = null;
        var slot = question.Slot ?? CommonStep(readings) ?? TimeSpan.FromHours(1);
        var origin = new DateTimeOffset(question.Earliest.UtcTicks / slot.Ticks * slot.Ticks, TimeSpan.Zero);
        var slots = (int)((question.Deadline - origin).Ticks / slot.Ticks);
        BatchJob[] jobs = [.. question.Jobs.Select(job => Cut(job, origin, slot))];
        if ((long)slots * question.Sites.Count > MostCells || jobs.Sum(j => (long)j.EndSlot - j.FirstSlot) > MostJobSlots)
        {
            problem = DomainProblems.Invalid(
                "slot", $"{slots} slots of {slot.TotalMinutes:0.##} min at {question.Sites.Count} sites for {jobs.Length} jobs are too many: at most {MostCells} sites × slots and {MostJobSlots} slots in all windows together; take longer slots, nearer deadlines or fewer jobs.");
            return false;
        }

        var sites = question.Sites.Zip(readings, (site, reading) => new BatchSite(
            [.. Enumerable.Range(0, slots).Select(i => Intensity(reading.Signal, origin + (i * slot), slot) * site.Site.Pue)], site.Capacity));
        grid = new BatchGrid(origin, slot, new BatchProblem(slot, [.. sites], jobs));
        problem = null;
        return true;
    }

    public DateTimeOffset At(int slot) => Origin + (slot * Slot);

    private static BatchJob Cut(BatchQuestionJob job, DateTimeOffset origin, TimeSpan slot) => new(
        (int)CeilingOf(job.Duration.Ticks, slot.Ticks),
        (int)CeilingOf((job.Earliest - origin).Ticks, slot.Ticks),
        (int)((job.Deadline - origin).Ticks / slot.Ticks),
        Power.FromWatts(job.Watts),
        job.Interruptible ? BatchMode.Interruptible : BatchMode.Contiguous,
        job.Units,
        job.Sites);

    private static long CeilingOf(long ticks, long slot) => (ticks + slot - 1) / slot;

    private static double Intensity(CarbonSignal signal, DateTimeOffset start, TimeSpan slot) =>
        signal.Mean(start, start + slot)?.GramsPerKilowattHour ?? double.NaN;

    /// <summary>The length of all slots of all signals, when they share one that can be a slot here.</summary>
    private static TimeSpan? CommonStep(IReadOnlyList<SignalReading> readings)
    {
        TimeSpan? common = null;
        foreach (var slot in readings.SelectMany(r => r.Signal.Slots).Where(s => !s.IsGap))
        {
            var length = slot.End - slot.Start;
            if (length < TimeSpan.FromMinutes(5) || TimeSpan.TicksPerHour % length.Ticks != 0 || (common ?? length) != length)
            {
                return null;
            }

            common = length;
        }

        return common;
    }
}
