using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Units;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Pareto;

/// <summary>Makes a front from a request.</summary>
internal sealed class ParetoMaker(ISignalReader signals, TimeProvider time)
{
    /// <summary>The front, or the problem that says why there is none. Never throws for what the caller asked.</summary>
    public async Task<Results<Ok<ParetoResponse>, ProblemHttpResult>> MakeAsync(ParetoRequest request, CancellationToken cancellationToken)
    {
        if (!ParetoQuestion.TryRead(request, time.GetUtcNow(), out var question, out var problem))
        {
            return problem;
        }

        var job = question.Sites[0].Job;
        SignalBasis[] bases = [.. question.Sites.Select(s => s.Basis).Distinct()];
        var distinct = await signals.ReadManyAsync([.. bases.Select(b => SignalWindow.Around(b, job.Earliest, job.Deadline))], cancellationToken);
        SignalReading[] readings = [.. question.Sites.Select(s => distinct[Array.IndexOf(bases, s.Basis)])];
        ParetoSite[] sites = [.. question.Sites.Select((s, i) => new ParetoSite(
            readings[i].Signal, question.Prices[i], Power.FromWatts(s.Power.Watts * s.Site.Pue), default, 0))];
        var front = question.Sites[0].Interruptible
            ? ParetoOptimum.Interruptible(sites, job, cancellationToken)
            : ParetoOptimum.Contiguous(sites, job, cancellationToken);
        return front.Points.Count > 0
            ? TypedResults.Ok(Answer(question, readings, distinct, front))
            : Empty(question, readings, front);
    }

    private static ProblemHttpResult Empty(ParetoQuestion question, SignalReading[] readings, ParetoFront front)
    {
        var (first, job) = (question.Sites[0], question.Sites[0].Job);
        if (readings.All(r => r.Signal.Slice(job.Earliest, job.Deadline).Count == 0))
        {
            return DomainProblems.NothingKnown(first.Basis, job.Earliest, job.Deadline, readings[0].Attempts);
        }

        var what = front.HasCost ? "intensity and price" : "intensity";
        return DomainProblems.HorizonExceeded(
            $"No site has {what} known for the {job.Duration.TotalHours:0.##} h the job needs between {job.Earliest:yyyy-MM-dd'T'HH:mm:ss'Z'} and {job.Deadline:yyyy-MM-dd'T'HH:mm:ss'Z'}: shorten the job, import what is missing, or leave the prices out.");
    }

    private static ParetoResponse Answer(ParetoQuestion question, SignalReading[] readings, IReadOnlyList<SignalReading> distinct, ParetoFront front)
    {
        var (first, job) = (question.Sites[0], question.Sites[0].Job);
        ProvenanceItem[] provenance = [.. distinct.SelectMany(r => SignalWire.Provenance(r.Signal, job.Earliest, job.Deadline, first.AsOf))];
        return new ParetoResponse
        {
            AsOf = first.AsOf,
            Earliest = job.Earliest,
            Deadline = job.Deadline,
            Axes = front.HasCost ? ["emissionsG", "finish", "costEur"] : ["emissionsG", "finish"],
            Points = [.. front.Points.Select(p => Point(question.Sites[p.Site], p))],
            Knee = front.Knee,
            SitesWithoutPrice = front.SitesWithoutPrice,
            SitesWithoutSignal = [.. readings.Index().Where(r => r.Item.Signal.Slice(job.Earliest, job.Deadline).Count == 0).Select(r => r.Index)],
            Power = first.Power,
            Warnings = [.. Warnings(first, distinct, provenance)],
            Provenance = provenance,
        };
    }

    private static ParetoPointItem Point(PlanQuestion site, ParetoPoint point)
    {
        var kilowatts = site.Power.Watts / 1000 * site.Site.Pue;
        return new ParetoPointItem
        {
            SiteIndex = point.Site,
            Site = site.Site,
            Finish = point.Finish,
            EmissionsG = point.Emissions.Grams,
            EnergyKwh = kilowatts * site.Job.Duration.TotalHours,
            CostEur = point.CostEuros,
            Segments = PlanAnswer.Segments(point.Segments, site.Site, kilowatts),
        };
    }

    private static IEnumerable<string> Warnings(PlanQuestion question, IReadOnlyList<SignalReading> readings, ProvenanceItem[] provenance)
    {
        if (provenance.Any(p => p.EstimatedShare > 0))
        {
            yield return "ESTIMATED_SIGNAL";
        }

        if (readings.Any(r => r.Stale) || provenance.Any(p => p.Status == "forecast" && p.AgeSeconds > PlanAnswer.ForecastGoesStale.TotalSeconds))
        {
            yield return "STALE_FORECAST";
        }

        if (question.Power.Confidence == "assumed")
        {
            yield return "ASSUMED_POWER";
        }
    }
}
