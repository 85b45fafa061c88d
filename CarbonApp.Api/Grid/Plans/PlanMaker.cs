using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Planning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Makes a plan from a request: for the endpoint, and for everything else here that asks when and where work should run.</summary>
internal sealed class PlanMaker(ISignalReader signals, PlanScenarios scenarios, TimeProvider time)
{
    /// <summary>The plan, or the problem that says why there is none. Never throws for what the caller asked.</summary>
    public async Task<Results<Ok<PlanResponse>, ProblemHttpResult>> MakeAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        var present = time.GetUtcNow();
        if (!PlanQuestion.TryRead(request, present, out var question, out var problem))
        {
            return problem;
        }

        var candidates = new PlanCandidate[question.Places.Count];
        var open = new List<PlanPlace>(candidates.Length);
        for (var i = 0; i < candidates.Length; i++)
        {
            if (PlanFilters.Exclude(question, question.Places[i]) is { } excluded)
            {
                candidates[i] = excluded;
                continue;
            }

            open.Add(question.Places[i]);
        }

        var readings = await PlanReadings.ReadAsync(signals, question, open, cancellationToken);
        var solver = new PlaceSolver(question, readings, open.Count, cancellationToken);
        foreach (var place in open)
        {
            candidates[place.Index] = solver.Solve(place);
        }

        if (question.Goal.Risk != RiskMeasure.Mean)
        {
            candidates = await PlanRiskChoice.ApplyAsync(question, candidates, scenarios, cancellationToken);
        }

        var choice = PlanChoice.Of(candidates);
        if (choice.Best is not { } best)
        {
            return PlanRefusal.Of(question, readings, choice);
        }

        var context = new PlanContext(
            question, readings, choice,
            await PlanSideBySide.ReadAsync(signals, question, readings, best, cancellationToken),
            await PlanConfidenceReader.ReadAsync(question, best, scenarios, cancellationToken));
        return TypedResults.Ok(PlanAnswer.Of(context, Ulid.New(present)));
    }
}

/// <summary>All that an answer is written from.</summary>
internal sealed record PlanContext(
    PlanQuestion Question, PlanReadings Readings, PlanChoice Choice, PlanSideBySide Sides, PlanSureness Sureness)
{
    public PlanCandidate.Possible Best => Choice.Best!;
}
