using System.Diagnostics;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Planning.Batch;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Batch;

/// <summary>Makes the plan of a batch.</summary>
internal sealed class BatchMaker(ISignalReader signals, TimeProvider time)
{
    private const int MostNamed = 100;

    /// <summary>The plan, or the problem that says why there is none. Never throws for what the caller asked.</summary>
    public async Task<Results<Ok<BatchResponse>, ProblemHttpResult>> MakeAsync(
        BatchQuestion question, IProgress<BatchProgress>? progress, CancellationToken cancellationToken)
    {
        var readings = await ReadAsync(question, cancellationToken);
        if (readings.All(r => r.Signal.Count == 0))
        {
            return DomainProblems.NothingKnown(readings[0].Signal.Basis, question.Earliest, question.Deadline, readings[0].Attempts);
        }

        if (!BatchGrid.TryCut(question, readings, out var grid, out var problem))
        {
            return problem;
        }

        var jitter = question.Options.Jitter > 0 ? new BatchJitter(question.Options.Jitter, question.Options.Seed) : null;
        return BatchPlanner.Find(grid.Problem, question.Options.Seed, jitter, progress, cancellationToken) switch
        {
            BatchOutcome.Planned planned => TypedResults.Ok(BatchAnswer.Of(question, readings, grid, planned, Ulid.New(time.GetUtcNow()))),
            BatchOutcome.Infeasible infeasible => Unplaced(question, grid, infeasible),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>One reading per site; sites of one zone share theirs.</summary>
    private async Task<IReadOnlyList<SignalReading>> ReadAsync(BatchQuestion question, CancellationToken cancellationToken)
    {
        string[] zones = [.. question.Sites.Select(s => s.Site.Zone).Distinct()];
        var readings = await signals.ReadManyAsync(
            [.. zones.Select(z => SignalWindow.Around(question.Basis with { Zone = ZoneId.Parse(z) }, question.Earliest, question.Deadline))], cancellationToken);
        return [.. question.Sites.Select(s => readings[Array.IndexOf(zones, s.Site.Zone)])];
    }

    private static ProblemHttpResult Unplaced(BatchQuestion question, BatchGrid grid, BatchOutcome.Infeasible infeasible)
    {
        var items = infeasible.Unplaced.Take(MostNamed).Select(u => new UnplacedItem
        {
            Index = u.Job,
            Id = question.Jobs[u.Job].Id,
            MissingSlots = u.MissingSlots,
            Reason = u.Reason switch
            {
                UnplacedReason.WindowTooShort => "WINDOW_TOO_SHORT",
                UnplacedReason.NotCovered => "NO_SIGNAL",
                UnplacedReason.LargerThanAnySite => "LARGER_THAN_ANY_SITE",
                _ => "CAPACITY_SHORT",
            },
        }).ToArray();
        var where = infeasible.Shortage is { } s
            ? $" {s.Jobs} jobs compete for the slots from {grid.At(s.FirstSlot):yyyy-MM-dd'T'HH:mm'Z'} to {grid.At(s.EndSlot):yyyy-MM-dd'T'HH:mm'Z'}, all of which are full: add capacity there, move deadlines, or allow those jobs more sites."
            : infeasible.IsProven ? " Each of them fails alone; its reason says how." : " That is not proven: another seed, more capacity or later deadlines may help.";
        return DomainProblems.Unplaced(
            infeasible.Unplaced[0].Reason == UnplacedReason.CapacityShort,
            $"{infeasible.Unplaced.Count} of {question.Jobs.Count} jobs find no place.{where}",
            items);
    }
}
