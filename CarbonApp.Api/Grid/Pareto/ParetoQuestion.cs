using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Pareto;

/// <summary>Reads a request for a front: the same job at the same sites as a plan would be asked for, and less of either.</summary>
internal static class ParetoQuestion
{
    private const int MostSites = 50;

    /// <summary>Plans with pauses are as many as there are slots, and as long.</summary>
    private static readonly TimeSpan LongestWithPauses = TimeSpan.FromDays(7);

    private static readonly TimeSpan LongestInOnePiece = TimeSpan.FromDays(35);

    /// <summary>Reads a request at the time <paramref name="present"/>; false with a problem that names what to change.</summary>
    public static bool TryRead(
        ParetoRequest request, DateTimeOffset present, [NotNullWhen(true)] out PlanQuestion? question, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        question = null;
        problem = RefuseWhatAFrontDoesNotKnow(request.Job);
        if (problem is not null)
        {
            return false;
        }

        var plan = new PlanRequest
        {
            Job = request.Job,
            Sites = request.Sites is null ? null : PlanSiteList.Of([.. request.Sites.Select(AsPlanSite)]),
            Objective = new PlanObjective { Signal = request.Objective.Signal, Factor = request.Objective.Factor },
            AsOf = request.AsOf,
        };
        if (!PlanQuestion.TryRead(plan, present, out question, out problem, MostSites))
        {
            return false;
        }

        problem = question.Places.Any(p => p.Power is null)
            ? DomainProblems.Invalid("job.resources.instanceType", "does not exist at every site: give watts, or leave out the sites of other providers.")
            : HorizonProblem(question.Task);
        return problem is null;
    }

    private static ProblemHttpResult? RefuseWhatAFrontDoesNotKnow(PlanJob? job) => job switch
    {
        { Mode: "elastic" } => DomainProblems.Invalid("job.mode", "a front knows jobs of one size only: contiguous or interruptible."),
        { Startup: not null } or { MinRun: not null } or { MinPause: not null } or { MaxStarts: not null } => DomainProblems.Invalid(
            "job", "a front knows free pauses only: leave out startup, minRun, minPause and maxStarts, or ask POST /api/v2/plan site by site."),
        { DataGb: not null } or { Origin: not null } or { MaxLatencyMs: not null } => DomainProblems.Invalid(
            "job", "a front counts neither transfer nor latency: leave out dataGb, origin and maxLatencyMs, or ask POST /api/v2/plan."),
        _ => null,
    };

    private static PlanSite AsPlanSite(ParetoRequestSite? site) => site is null
        ? null!
        : new PlanSite { Provider = site.Provider, Region = site.Region, Zone = site.Zone, Pue = site.Pue, Prices = site.Prices };

    private static ProblemHttpResult? HorizonProblem(PlanTask task)
    {
        var longest = task.Mode == PlanMode.Interruptible ? LongestWithPauses : LongestInOnePiece;
        var window = task.Window.Deadline - task.Window.Earliest;
        return window <= longest
            ? null
            : DomainProblems.Invalid(
                "job.deadline", $"the window is {window.TotalDays:0.#} days long; a front over jobs {(task.Mode == PlanMode.Interruptible ? "with pauses" : "in one piece")} takes at most {longest.TotalDays:0}: move the deadline nearer.");
    }
}
