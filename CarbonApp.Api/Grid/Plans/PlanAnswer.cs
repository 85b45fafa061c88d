using CarbonApp.Api.Grid.Signals;
using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Plans;

/// <summary>Writes the plan chosen as the answer to a question.</summary>
internal static class PlanAnswer
{
    /// <summary>A plan this close to its bound is the optimum.</summary>
    private const double Rounding = 1e-9;

    public static PlanResponse Of(PlanContext context, string planId)
    {
        var (question, best, window) = (context.Question, context.Best, context.Question.Task.Window);
        var segments = Segments(best);
        var totals = Totals(context, segments);
        var baselines = Baselines(context, totals);
        var reading = context.Readings[best.Place.Zone];
        var provenance = SignalWire.Provenance(best.Signal, window.Earliest, window.Deadline, question.AsOf);
        var gap = Gap(context.Choice);
        var answer = new PlanResponse
        {
            PlanId = planId,
            JobId = question.Task.Id,
            Status = gap == 0 ? "optimal" : "feasible",
            AsOf = question.AsOf,
            Earliest = window.Earliest,
            Deadline = window.Deadline,
            BestBoundG = question.Goal.IsCarbonAlone ? (gap == 0 ? totals.EmissionsWithTransferG : context.Choice.LowerBound) : context.Choice.LeastG,
            Gap = gap,
            Segments = segments,
            Totals = totals,
            Baselines = baselines,
            Confidence = context.Sureness.Item,
            OtherSignal = context.Sides.ToItem(context),
            Sites = PlanSitesAnswer.Items(context.Choice, question.Options.CompareSites),
            SitesConsidered = question.Places.Count,
            Alternatives = PlanAlternatives.Of(context),
            Power = Power(best),
            Warnings = PlanWarnings.Of(context, reading.Stale, provenance),
            Provenance = provenance,
            Forecast = question.Options.IncludeForecast ? SignalWire.Slots(best.Signal.Slice(window.Earliest, window.Deadline)) : null,
        };
        return question.Options.Explain ? answer with { Explanation = PlanExplanation.Of(context, answer) } : answer;
    }

    /// <summary>Stretches of constant power.</summary>
    public static PlanSegmentItem[] Segments(IReadOnlyList<PlanSegment> segments, SiteItem site, double kilowatts)
    {
        var items = new PlanSegmentItem[segments.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var energy = kilowatts * segments[i].Duration.TotalHours;
            var intensity = segments[i].MeanIntensity.GramsPerKilowattHour;
            items[i] = new PlanSegmentItem
            {
                Start = segments[i].Start,
                End = segments[i].End,
                Site = site,
                EnergyKwh = energy,
                MeanIntensity = intensity,
                EmissionsG = energy * intensity,
            };
        }

        return items;
    }

    public static BaselineItem? Baseline(double? grams, double kilowattHours, double planGrams) => grams is { } known
        ? new BaselineItem { MeanIntensity = known / kilowattHours, EmissionsG = known, SavingPct = SavingPct(known, planGrams) }
        : null;

    private static PlanSegmentItem[] Segments(PlanCandidate.Possible best)
    {
        var items = new PlanSegmentItem[best.Unit.Pieces.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var piece = best.Unit.Pieces[i];
            var grams = piece.Grams(best.Signal)!.Value;
            items[i] = new PlanSegmentItem
            {
                Start = piece.Start,
                End = piece.End,
                WorkStart = piece.WorkStart > piece.Start || piece.StartUpKwh > 0 ? piece.WorkStart : null,
                Site = best.Place.Site,
                Replicas = piece.Size?.Replicas,
                EnergyKwh = piece.Kwh * best.Pue,
                MeanIntensity = grams / piece.Kwh,
                EmissionsG = grams * best.Pue,
            };
        }

        return items;
    }

    private static PlanTotals Totals(PlanContext context, PlanSegmentItem[] segments)
    {
        var (question, best) = (context.Question, context.Best);
        var (energy, emissions) = (0.0, 0.0);
        foreach (var segment in segments)
        {
            energy += segment.EnergyKwh;
            emissions += segment.EmissionsG;
        }

        var gridG = question.Goal.Market ? PlanPiece.Grams(best.Unit.Pieces, context.Readings[best.Place.Zone].Signal) * best.Pue : emissions;
        var isAverage = question.Goal.Basis.Kind == SignalKind.Average;
        return new PlanTotals
        {
            EnergyKwh = energy,
            EmissionsG = emissions,
            TransferG = best.TransferG,
            EmissionsWithTransferG = emissions + best.TransferG,
            EmissionsGP10 = context.Sureness.P10G,
            EmissionsGP90 = context.Sureness.P90G,
            AverageG = isAverage ? gridG : context.Sides.Grams,
            MarginalG = isAverage ? context.Sides.Grams : gridG,
            LocationG = gridG,
            MarketG = best.Place.MarketIntensity * energy,
            EmbodiedG = EmbodiedG(best),
            CostEur = best.CostEur,
            MeanIntensity = emissions / energy,
            Finish = segments[^1].End,
        };
    }

    private static PlanBaselinesItem Baselines(PlanContext context, PlanTotals totals)
    {
        var (best, unit) = (context.Best, context.Best.Unit);
        var inOnePiece = unit.InOnePiece.Kwh * best.Pue;
        return new PlanBaselinesItem
        {
            RunNow = Baseline(unit.Baselines.RunNow * best.Pue, inOnePiece, totals.EmissionsG),
            MeanStart = Baseline(unit.Baselines.MeanStart * best.Pue, inOnePiece, totals.EmissionsG),
            WorstStart = Baseline(unit.Baselines.WorstStart * best.Pue, inOnePiece, totals.EmissionsG),
            HomeRegion = HomeRegion(context, totals),
        };
    }

    /// <summary>At once where the job comes from, where its data need not move; else at the first site given.</summary>
    private static BaselineItem? HomeRegion(PlanContext context, PlanTotals totals)
    {
        var (question, best) = (context.Question, context.Best);
        var first = question.AnyPlace ? null : question.Places[0];
        if ((question.Home?.Site ?? first?.Site) is not { } site)
        {
            return null;
        }

        var watts = (question.Home is null ? first!.Power : null)?.Watts ?? best.Place.Power!.Watts;
        var run = UnitPlanner.InOnePiece(question.Task, watts, question.Task.Window.Earliest);
        var grams = question.Goal.Market
            ? (question.Home is null ? first!.MarketIntensity * run.Kwh : null)
            : context.Readings.Find(site.Zone) is { } reading ? run.Grams(reading.Signal) : null;
        return Baseline(grams * site.Pue, run.Kwh * site.Pue, totals.EmissionsWithTransferG);
    }

    private static double Gap(PlanChoice choice)
    {
        var (value, bound) = (choice.Best!.Value, choice.LowerBound);
        var gap = value == 0 ? 0 : (value - bound) / Math.Abs(value);
        return gap <= Rounding ? 0 : Math.Min(1, gap);
    }

    private static double? EmbodiedG(PlanCandidate.Possible best)
    {
        var hours = 0.0;
        foreach (var piece in best.Unit.Pieces)
        {
            hours += (piece.End - piece.Start).TotalHours;
        }

        return best.Place.Embodied?.Grams * hours / RunFootprint.ServerLifetimeHours;
    }

    private static PlanPower Power(PlanCandidate.Possible best) => best.Unit.Pieces[0].Size is null
        ? best.Place.Power!
        : best.Place.Power! with { Watts = best.Unit.Pieces.Max(p => p.Size!.Power.Watts) };

    /// <summary>The planner counts plans within 1e-9 of each other as equal; a saving below that is rounding, not a loss.</summary>
    private static double SavingPct(double baseline, double plan)
    {
        var saving = baseline > 0 ? 100 * (baseline - plan) / baseline : 0;
        return Math.Abs(saving) < 1e-6 ? 0 : saving;
    }
}
