using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Planning;
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

        var job = question.Task.Window;
        var read = await PlanReadings.ReadAsync(signals, question, question.Places, cancellationToken);
        SignalReading[] readings = [.. question.Places.Select(p => read[p.Zone])];
        ParetoSite[] sites = [.. question.Places.Select((p, i) => new ParetoSite(
            readings[i].Signal, p.Price, Power.FromWatts(p.Power!.Watts * p.Site.Pue), default, 0))];
        var front = question.Task.Mode == PlanMode.Interruptible
            ? ParetoOptimum.Interruptible(sites, job, cancellationToken)
            : ParetoOptimum.Contiguous(sites, job, cancellationToken);
        return front.Points.Count > 0
            ? TypedResults.Ok(Answer(question, readings, [.. readings.Distinct()], front))
            : Empty(question, readings, front);
    }

    private static ProblemHttpResult Empty(PlanQuestion question, SignalReading[] readings, ParetoFront front)
    {
        var job = question.Task.Window;
        if (readings.All(r => r.Signal.Slice(job.Earliest, job.Deadline).Count == 0))
        {
            return DomainProblems.NothingKnown(readings[0].Signal.Basis, job.Earliest, job.Deadline, readings[0].Attempts);
        }

        var what = front.HasCost ? "intensity and price" : "intensity";
        return DomainProblems.HorizonExceeded(
            $"No site has {what} known for the {job.Duration.TotalHours:0.##} h the job needs between {job.Earliest:yyyy-MM-dd'T'HH:mm:ss'Z'} and {job.Deadline:yyyy-MM-dd'T'HH:mm:ss'Z'}: shorten the job, import what is missing, or leave the prices out.");
    }

    private static ParetoResponse Answer(PlanQuestion question, SignalReading[] readings, IReadOnlyList<SignalReading> distinct, ParetoFront front)
    {
        var job = question.Task.Window;
        ProvenanceItem[] provenance = [.. distinct.SelectMany(r => SignalWire.Provenance(r.Signal, job.Earliest, job.Deadline, question.AsOf))];
        return new ParetoResponse
        {
            AsOf = question.AsOf,
            Earliest = job.Earliest,
            Deadline = job.Deadline,
            Axes = front.HasCost ? ["emissionsG", "finish", "costEur"] : ["emissionsG", "finish"],
            Points = [.. front.Points.Select(p => Point(question, question.Places[p.Site], p))],
            Knee = front.Knee,
            SitesWithoutPrice = front.SitesWithoutPrice,
            SitesWithoutSignal = [.. readings.Index().Where(r => r.Item.Signal.Slice(job.Earliest, job.Deadline).Count == 0).Select(r => r.Index)],
            Power = question.Places[0].Power!,
            Warnings = [.. Warnings(question, distinct, provenance)],
            Provenance = provenance,
        };
    }

    private static ParetoPointItem Point(PlanQuestion question, PlanPlace place, ParetoPoint point)
    {
        var kilowatts = place.Power!.Watts / 1000 * place.Site.Pue;
        return new ParetoPointItem
        {
            SiteIndex = point.Site,
            Site = place.Site,
            Finish = point.Finish,
            EmissionsG = point.Emissions.Grams,
            EnergyKwh = kilowatts * question.Task.Window.Duration.TotalHours,
            CostEur = point.CostEuros,
            Segments = PlanAnswer.Segments(point.Segments, place.Site, kilowatts),
        };
    }

    private static IEnumerable<string> Warnings(PlanQuestion question, IReadOnlyList<SignalReading> readings, ProvenanceItem[] provenance)
    {
        foreach (var warning in PlanWarnings.OfSignal(readings.Any(r => r.Stale), provenance))
        {
            yield return warning;
        }

        if (question.Places[0].Power!.Confidence == "assumed")
        {
            yield return PlanWarnings.AssumedPower;
        }
    }
}
