using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>A plan request that has been understood: every name found, every time in UTC, every default filled in.</summary>
/// <param name="Task">What is to run.</param>
/// <param name="Places">Where it may.</param>
/// <param name="AnyPlace">True when the places are all cloud regions known.</param>
/// <param name="Home">Where it comes from; null where nobody says.</param>
/// <param name="DataGb">What must be moved from there.</param>
/// <param name="MaxLatencyMs">How far it may be from there; infinite for any.</param>
/// <param name="Goal">What is minimised and must be kept to.</param>
/// <param name="Options">What the answer carries.</param>
/// <param name="AsOf">The time that counts as now.</param>
internal sealed record PlanQuestion(
    PlanTask Task, IReadOnlyList<PlanPlace> Places, bool AnyPlace, PlanHome? Home, double DataGb, double MaxLatencyMs, PlanGoal Goal, PlanOptions Options,
    DateTimeOffset AsOf)
{
    /// <summary>Most sites in the list of a plan.</summary>
    public const int MostSites = 200;

    /// <summary>Reads a request at the time <paramref name="present"/>; false with a problem that names what to change.</summary>
    public static bool TryRead(
        PlanRequest request, DateTimeOffset present, [NotNullWhen(true)] out PlanQuestion? question, [NotNullWhen(false)] out ProblemHttpResult? problem,
        int mostSites = MostSites)
    {
        question = null;
        var errors = new FieldErrors();
        var asOf = request.AsOf ?? present;
        var goal = PlanGoal.Read(request, errors);
        var prices = PlanPlaces.Validate(request.Sites, request.Job, mostSites, errors);
        PlanResourcesReader.Validate(request.Job?.Resources, errors);
        var understood = PlanTask.TryRead(request.Job, asOf, errors, out var task, out problem);
        if (errors.Any)
        {
            problem = errors.ToProblem();
            return false;
        }

        if (!PlanPlaces.TryResolve(request, prices, out var places, out var home, out var unknown))
        {
            problem ??= unknown;
            return false;
        }

        if (!understood)
        {
            return problem is null ? throw new InvalidOperationException("A job was refused without saying why.") : false;
        }

        question = new PlanQuestion(
            task!, places, request.Sites!.IsAny, home, request.Job!.DataGb ?? 0, request.Job.MaxLatencyMs ?? double.PositiveInfinity, goal, request.Options, asOf);
        problem = null;
        return true;
    }
}
