using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>The next best starts over all sites, each at least the job's duration from the others of its site.</summary>
internal static class PlanAlternatives
{
    /// <summary>Sites beyond the best of these are not looked at: their best start is already worse than that many others.</summary>
    private const int MostSites = 21;

    public static PlanAlternativeItem[] Of(PlanContext context)
    {
        var wanted = context.Question.Options.Alternatives;
        if (wanted == 0)
        {
            return [];
        }

        var (best, chosen) = (context.Best, context.Best.Unit.Pieces[0].Start);
        return [.. context.Choice.Possible.Take(MostSites)
            .SelectMany(site => Starts(context.Question, site, wanted + 1))
            .Where(a => a.Site.Place != best.Place || (a.Piece.Start - chosen).Duration() >= context.Question.Task.Window.Duration)
            .OrderBy(a => a.Value).Take(wanted).Select(a => Item(a, best))];
    }

    private static IEnumerable<Alternative> Starts(PlanQuestion question, PlanCandidate.Possible site, int count)
    {
        var (goal, window) = (question.Goal, question.Task.Window);
        var signal = goal.GramsPerEuro > 0 ? PricedSignal.Combine(site.Signal, site.Place.Price!, 1, goal.GramsPerEuro).Signal : site.Signal;
        foreach (var start in ContiguousAlternatives.Find(signal, window, count, window.Duration))
        {
            PlanPiece[] pieces = [UnitPlanner.InOnePiece(question.Task, site.Place.Power!.Watts, start.Start)];
            var grams = (pieces[0].Grams(site.Signal)!.Value * site.Pue) + site.TransferG;
            var cost = PlaceSolver.CostEur(question, site.Place, pieces);
            var value = goal.GramsPerEuro > 0 ? grams + (goal.GramsPerEuro * cost!.Value) : grams;
            if (grams <= goal.MostGrams && !(cost > goal.MostEuros))
            {
                yield return new Alternative(site, pieces[0], grams, cost, value);
            }
        }
    }

    private static PlanAlternativeItem Item(Alternative alternative, PlanCandidate.Possible best) => new()
    {
        Start = alternative.Piece.Start,
        Finish = alternative.Piece.End,
        Site = alternative.Site.Place.Site,
        MeanIntensity = (alternative.Grams - alternative.Site.TransferG) / (alternative.Piece.Kwh * alternative.Site.Pue),
        EmissionsWithTransferG = alternative.Grams,
        ExtraG = alternative.Grams - best.EmissionsWithTransferG,
        CostEur = alternative.Cost,
    };

    private readonly record struct Alternative(PlanCandidate.Possible Site, PlanPiece Piece, double Grams, double? Cost, double Value);
}
