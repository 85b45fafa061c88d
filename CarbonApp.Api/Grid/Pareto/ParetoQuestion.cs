using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Planning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Pareto;

/// <summary>A request for a front that has been understood: the same job at each site, as a plan would ask it there, and the site's prices.</summary>
internal sealed record ParetoQuestion(IReadOnlyList<PlanQuestion> Sites, IReadOnlyList<PriceSignal?> Prices)
{
    private const int MostSites = 50;
    private const int MostPrices = 5_000;
    private const double HighestPrice = 100_000;

    /// <summary>Plans with pauses are as many as there are slots, and as long.</summary>
    private static readonly TimeSpan LongestWithPauses = TimeSpan.FromDays(7);

    private static readonly TimeSpan LongestInOnePiece = TimeSpan.FromDays(35);

    /// <summary>Reads a request at the time <paramref name="present"/>; false with a problem that names what to change.</summary>
    public static bool TryRead(
        ParetoRequest request, DateTimeOffset present, [NotNullWhen(true)] out ParetoQuestion? question, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        question = null;
        var errors = new FieldErrors();
        var sites = ReadSites(request.Sites, errors);
        if (request.Job is { Startup: null, MinRun: null, MinPause: null, MaxStarts: null } or null)
        {
            errors.Require("job", request.Job);
        }
        else
        {
            errors.Add("job", "a front knows free pauses only: leave out startup, minRun, minPause and maxStarts, or ask POST /api/v2/plan site by site.");
        }

        if (errors.Any)
        {
            problem = errors.ToProblem();
            return false;
        }

        var questions = new List<PlanQuestion>(sites.Count);
        foreach (var (site, _) in sites)
        {
            var plan = new PlanRequest { Job = request.Job, Sites = [site], Objective = new PlanObjective { Signal = request.Objective.Signal, Factor = request.Objective.Factor }, AsOf = request.AsOf };
            if (!PlanQuestion.TryRead(plan, present, out var atSite, out problem))
            {
                return false;
            }

            questions.Add(atSite);
        }

        question = new ParetoQuestion(questions, [.. sites.Select(s => s.Price)]);
        problem = HorizonProblem(questions[0]);
        return problem is null;
    }

    private static ProblemHttpResult? HorizonProblem(PlanQuestion question)
    {
        var longest = question.Interruptible ? LongestWithPauses : LongestInOnePiece;
        var window = question.Job.Deadline - question.Job.Earliest;
        return window <= longest
            ? null
            : DomainProblems.Invalid(
                "job.deadline", $"the window is {window.TotalDays:0.#} days long; a front over jobs {(question.Interruptible ? "with pauses" : "in one piece")} takes at most {longest.TotalDays:0}: move the deadline nearer.");
    }

    private static List<(PlanSite Site, PriceSignal? Price)> ReadSites(IReadOnlyList<ParetoRequestSite>? items, FieldErrors errors)
    {
        var sites = new List<(PlanSite, PriceSignal?)>();
        if (!errors.Require("sites", items))
        {
            return sites;
        }

        errors.Within("sites", items.Count, 1, MostSites, " sites");
        errors.Within("sites.prices", items.Sum(s => (long)(s?.Prices?.Count ?? 0)), 0, MostPrices, " prices in all");
        for (var i = 0; i < items.Count && !(i > 0 && errors.Any); i++)
        {
            var field = $"sites[{i}]";
            if (errors.Require(field, items[i]))
            {
                var site = new PlanSite { Provider = items[i].Provider, Region = items[i].Region, Zone = items[i].Zone, Pue = items[i].Pue };
                PlanSites.Validate(site, field, errors);
                sites.Add((site, ReadPrices(items[i].Prices, $"{field}.prices", errors)));
            }
        }

        return sites;
    }

    private static PriceSignal? ReadPrices(IReadOnlyList<ParetoPrice>? items, string field, FieldErrors errors)
    {
        if (items is null)
        {
            return null;
        }

        var slots = new List<PriceSlot>(Math.Min(items.Count, MostPrices));
        foreach (var item in items.Take(MostPrices))
        {
            if (item is not { Start: { } start, End: { } end, EurPerMwh: >= -HighestPrice and <= HighestPrice and var price })
            {
                errors.Add(field, $"each price needs start, end and eurPerMwh from −{HighestPrice:0} to {HighestPrice:0}.");
                return null;
            }

            slots.Add(new PriceSlot(start, end, price));
        }

        try
        {
            return PriceSignal.FromSlots(slots);
        }
        catch (ArgumentException)
        {
            errors.Add(field, "two prices overlap, or one ends before it starts.");
            return null;
        }
    }
}
