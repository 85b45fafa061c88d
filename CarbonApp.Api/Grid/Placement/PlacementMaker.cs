using System.Diagnostics;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Planning.Placement;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Placement;

/// <summary>Finds the placement a request asks for.</summary>
internal sealed class PlacementMaker(ISignalReader signals, TimeProvider time)
{
    /// <summary>The placement, or the problem that says why there is none. Never throws for what the caller asked.</summary>
    public async Task<Results<Ok<PlacementResponse>, ProblemHttpResult>> MakeAsync(PlacementRequest request, CancellationToken cancellationToken)
    {
        var present = time.GetUtcNow();
        if (!PlacementQuestion.TryRead(request, present, out var question, out var problem))
        {
            return problem;
        }

        var readings = await ReadAsync(question, cancellationToken);
        double[] intensities = [.. readings.Select(r => r.Signal.Mean(question.From, question.To)?.GramsPerKilowattHour ?? double.NaN)];
        if (intensities.All(double.IsNaN))
        {
            return DomainProblems.NothingKnown(readings[0].Signal.Basis, question.From, question.To, readings[0].Attempts);
        }

        return PlacementOptimum.Find(Problem(question, intensities), cancellationToken) switch
        {
            PlacementOutcome.Placed placed => TypedResults.Ok(PlacementAnswer.Of(question, readings, intensities, placed, present)),
            PlacementOutcome.Infeasible infeasible => Unserved(question, intensities, infeasible),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<IReadOnlyList<SignalReading>> ReadAsync(PlacementQuestion question, CancellationToken cancellationToken)
    {
        string[] zones = [.. question.Sites.Select(s => s.Site.Zone).Distinct()];
        var readings = await signals.ReadManyAsync(
            [.. zones.Select(z => SignalWindow.Around(question.Basis with { Zone = ZoneId.Parse(z) }, question.From, question.To))], cancellationToken);
        return [.. question.Sites.Select(s => readings[Array.IndexOf(zones, s.Site.Zone)])];
    }

    private static PlacementProblem Problem(PlacementQuestion question, double[] intensities) => new(
        [.. question.Origins.Select((origin, i) => new PlacementOrigin(
            origin.Count!.Value,
            origin.MaxLatencyMs ?? double.PositiveInfinity,
            [.. intensities.Select((intensity, site) => origin.WattHoursPerRequest!.Value / 1000 * question.Sites[site].Site.Pue * intensity)],
            [.. question.Sites.Select((_, site) => question.LatencyMs(i, site, out var _))]))],
        [.. question.Sites.Select(s => new PlacementSite(s.Capacity))]);

    private static ProblemHttpResult Unserved(PlacementQuestion question, double[] intensities, PlacementOutcome.Infeasible infeasible)
    {
        UnservedItem[] items = [.. infeasible.Unserved.Select(u => new UnservedItem
        {
            Origin = question.Origins[u.Origin].Origin!,
            Missing = u.Missing,
            SitesInReach = [.. InReach(question, intensities, u.Origin)],
        })];
        var full = string.Join(", ", infeasible.FullSites.Select(site => question.Sites[site].Id));
        var rivals = infeasible.CompetingOrigins.Count == 0 ? "" : $", which {infeasible.CompetingOrigins.Count} more origins share,";
        return DomainProblems.Unplaced(
            infeasible.FullSites.Count > 0,
            $"{items.Sum(i => i.Missing)} requests of {items.Length} origins cannot be served: " + (full.Length > 0
                ? $"the sites in their reach ({full}){rivals} are full: add as much capacity there, or allow more latency."
                : "no site lies within their latency: allow more, or add a nearer site."),
            items);
    }

    private static IEnumerable<string> InReach(PlacementQuestion question, double[] intensities, int origin) => question.Sites.Index()
        .Where(s => !double.IsNaN(intensities[s.Index])
            && (question.Origins[origin].MaxLatencyMs is not { } limit || question.LatencyMs(origin, s.Index, out _) <= limit))
        .Select(s => s.Item.Id);
}
