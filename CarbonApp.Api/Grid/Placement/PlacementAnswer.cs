using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Engine.Grid.Planning.Placement;

namespace CarbonApp.Api.Grid.Placement;

/// <summary>Writes a placement as the answer to a question.</summary>
internal static class PlacementAnswer
{
    public static PlacementResponse Of(
        PlacementQuestion question, IReadOnlyList<SignalReading> readings, double[] intensities, PlacementOutcome.Placed placed, DateTimeOffset present)
    {
        var estimatedLatency = false;
        var assignments = new List<PlacementAssignment>(placed.Shares.Count);
        foreach (var share in placed.Shares)
        {
            var latency = question.LatencyMs(share.Origin, share.Site, out var estimated);
            estimatedLatency |= estimated;
            assignments.Add(new PlacementAssignment
            {
                Origin = question.Origins[share.Origin].Origin!,
                Site = question.Sites[share.Site].Id,
                Count = share.Count,
                LatencyMs = double.IsNaN(latency) ? null : latency,
                EmissionsG = share.Emissions.Grams,
            });
        }

        ProvenanceItem[] provenance = [.. readings.Distinct().SelectMany(r => SignalWire.Provenance(r.Signal, question.From, question.To, present))];
        var energy = placed.Shares.Sum(s => EnergyKwh(question, s.Origin, s.Site) * s.Count);
        return new PlacementResponse
        {
            Status = "optimal",
            From = question.From,
            To = question.To,
            EmissionsG = placed.Emissions.Grams,
            EnergyKwh = energy,
            BestBoundG = placed.LowerBound.Grams,
            Gap = placed.Gap,
            Assignments = assignments,
            Sites = [.. question.Sites.Select((site, i) => new PlacementSiteUse
            {
                Id = site.Id,
                Site = site.Site,
                Capacity = site.Capacity,
                Used = placed.Shares.Where(s => s.Site == i).Sum(s => s.Count),
                MeanIntensity = Known(intensities[i]),
                CapacityPriceG = placed.CapacityPrices[i],
            })],
            Origins = [.. question.Origins.Select((origin, i) => new PlacementOriginPrice
            {
                Origin = origin.Origin!,
                Count = origin.Count!.Value,
                MarginalG = Known(placed.RequestPrices[i]),
            })],
            Nearest = Nearest(question, intensities, placed.Emissions.Grams),
            Warnings =
            [
                .. estimatedLatency ? ["ESTIMATED_LATENCY"] : Array.Empty<string>(),
                .. intensities.Any(double.IsNaN) ? ["SITE_WITHOUT_SIGNAL"] : Array.Empty<string>(),
                .. provenance.Any(p => p.EstimatedShare > 0) ? ["ESTIMATED_SIGNAL"] : Array.Empty<string>(),
            ],
            Provenance = provenance,
        };
    }

    private static double? Known(double value) => double.IsNaN(value) ? null : value;

    private static double EnergyKwh(PlacementQuestion question, int origin, int site) =>
        question.Origins[origin].WattHoursPerRequest!.Value / 1000 * question.Sites[site].Site.Pue;

    private static BaselineItem? Nearest(PlacementQuestion question, double[] intensities, double emissions)
    {
        long[] room = [.. question.Sites.Select(s => s.Capacity)];
        var (grams, energy) = (0.0, 0.0);
        for (var origin = 0; origin < question.Origins.Count; origin++)
        {
            var left = question.Origins[origin].Count!.Value;
            double[] latency = [.. question.Sites.Select((_, site) => question.LatencyMs(origin, site, out var _))];
            foreach (var site in Enumerable.Range(0, room.Length).OrderBy(s => latency[s]).Where(s => !double.IsNaN(latency[s]) && !double.IsNaN(intensities[s])))
            {
                var served = latency[site] <= (question.Origins[origin].MaxLatencyMs ?? double.PositiveInfinity) ? Math.Min(left, room[site]) : 0;
                (left, room[site]) = (left - served, room[site] - served);
                energy += served * EnergyKwh(question, origin, site);
                grams += served * EnergyKwh(question, origin, site) * intensities[site];
            }

            if (left > 0)
            {
                return null;
            }
        }

        return new BaselineItem
        {
            MeanIntensity = energy > 0 ? grams / energy : 0,
            EmissionsG = grams,
            SavingPct = grams > 0 ? 100 * (grams - emissions) / grams : 0,
        };
    }
}
