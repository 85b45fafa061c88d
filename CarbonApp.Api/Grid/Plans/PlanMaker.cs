using System.Diagnostics;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Units;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Makes a plan from a request: for the endpoint, and for everything else here that asks when work should run.</summary>
internal sealed class PlanMaker(ISignalReader signals, TimeProvider time)
{
    /// <summary>The plan, or the problem that says why there is none. Never throws for what the caller asked.</summary>
    public async Task<Results<Ok<PlanResponse>, ProblemHttpResult>> MakeAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        var present = time.GetUtcNow();
        if (!PlanQuestion.TryRead(request, present, out var question, out var problem))
        {
            return problem;
        }

        var reading = await signals.ReadAsync(SignalWindow.Around(question.Basis, question.Job.Earliest, question.Job.Deadline), cancellationToken);
        if (question.Limits is { } limits)
        {
            return Planned(question, request.Options, reading, limits, Ulid.New(present), cancellationToken);
        }

        var outcome = question.Interruptible
            ? InterruptibleOptimum.Find(reading.Signal, question.Job)
            : ContiguousOptimum.Find(reading.Signal, question.Job);
        return outcome switch
        {
            WindowOutcome.Planned planned => TypedResults.Ok(PlanAnswer.Of(question, request.Options, reading, planned, Ulid.New(present))),
            WindowOutcome.DeadlineTooTight tight => DomainProblems.DeadlineTooTight(question.Job.Deadline, tight.EarliestFinish),
            WindowOutcome.NotCovered gap => NotCovered(question, reading, gap.Known),
            _ => throw new UnreachableException(),
        };
    }

    private static Results<Ok<PlanResponse>, ProblemHttpResult> Planned(
        PlanQuestion question, PlanOptions options, SignalReading reading, StartStopLimits limits, string planId, CancellationToken cancellationToken)
    {
        var power = Power.FromWatts(question.Power.Watts * question.Site.Pue);
        return StartStopOptimum.Find(reading.Signal, question.Job, power, limits, cancellationToken) switch
        {
            StartStopOutcome.Planned planned => TypedResults.Ok(PlanAnswer.Of(question, options, reading, planned, planId)),
            StartStopOutcome.DeadlineTooTight tight => DomainProblems.DeadlineTooTight(question.Job.Deadline, tight.EarliestFinish),
            StartStopOutcome.NoSchedule none when none.Known > question.Job.Duration => DomainProblems.HorizonExceeded(
                $"No schedule keeps job.startup, minRun, minPause and maxStarts within the {none.Known.TotalHours:0.##} h known of {question.Basis} before {question.Job.Deadline:yyyy-MM-dd'T'HH:mm:ss'Z'}: loosen them, move the deadline, or import what is missing."
                + (none.IsProven ? "" : " That is not proven, as the search was too large to look at every instant; durations in whole minutes or hours make it smaller.")),
            StartStopOutcome.NoSchedule none => NotCovered(question, reading, none.Known),
            _ => throw new UnreachableException(),
        };
    }

    private static ProblemHttpResult NotCovered(PlanQuestion question, SignalReading reading, TimeSpan known)
    {
        var (job, basis) = (question.Job, question.Basis);
        if (known > TimeSpan.Zero)
        {
            var stretch = question.Interruptible ? "all that is known together" : "the longest stretch known";
            return DomainProblems.HorizonExceeded(
                $"The job needs {job.Duration.TotalHours:0.##} h between {job.Earliest:yyyy-MM-dd'T'HH:mm:ss'Z'} and {job.Deadline:yyyy-MM-dd'T'HH:mm:ss'Z'}, but {stretch} of {basis} is {known.TotalHours:0.##} h: shorten the job, or import what is missing.");
        }

        return DomainProblems.NothingKnown(basis, job.Earliest, job.Deadline, reading.Attempts);
    }
}
