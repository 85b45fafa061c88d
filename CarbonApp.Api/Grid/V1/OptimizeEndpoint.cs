using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Regions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.V1;

internal static class OptimizeEndpoint
{
    private const int MostRecommendations = 10;

    /// <summary>Ranks AWS regions and machines for a workload, each run in its region's cleanest window of the coming 24 hours.</summary>
    /// <remarks>
    /// <c>{}</c> asks for all defaults; a missing body is refused. Priority <c>carbon</c> ranks by emissions, <c>performance</c> by
    /// capability and then emissions, <c>balanced</c> by the mean of both places. Savings are measured against the first
    /// recommendation started now.
    /// </remarks>
    /// <param name="request">The workload and what comes first.</param>
    /// <response code="200">The ranking.</response>
    /// <response code="400">A value is unknown or out of range.</response>
    /// <response code="404">Nothing is known of the region's grid.</response>
    public static async Task<Results<Ok<OptimizeResponse>, ProblemHttpResult>> PostAsync(
        OptimizeRequest request, RegionSignals signals, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.OneOf("workload", request.Workload, [.. WorkloadCatalogue.Workloads]);
        errors.OneOf("priority", request.Priority, "carbon", "performance", "balanced");
        var regions = Regions(request.Region, errors);
        var duration = V1Input.Duration(request.DurationHours, errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var readings = await signals.ReadAsync(regions, duration, cancellationToken);
        var known = readings.Where(r => r.Current is not null).ToArray();
        var ranked = OptimizeRanking.Rank(Candidates(known, request.Workload, duration), request.Workload, request.Priority);
        if (ranked.Count == 0)
        {
            return V1Answers.NothingKnown(readings[0]);
        }

        var now = time.GetUtcNow();
        return TypedResults.Ok(new OptimizeResponse
        {
            RequestId = V1Answers.RequestId(now),
            Recommendation = Recommendation(request, [.. ranked.Take(MostRecommendations)], known, duration, now),
        });
    }

    private static CloudRegion[] Regions(string? code, FieldErrors errors)
    {
        var aws = CloudRegionTable.All.Where(r => r.Provider == CloudProvider.Aws);
        if (string.IsNullOrEmpty(code))
        {
            return [.. aws];
        }

        var region = V1Input.Region("region", code, errors);
        if (region is { Provider: not CloudProvider.Aws })
        {
            errors.Add("region", $"'{code}' is a region of {region.Provider}, and this call recommends AWS machines: name an AWS region, or use POST /api/v2/plan.");
        }

        return region is null ? [] : [region];
    }

    private static List<OptimizeCandidate> Candidates(RegionReading[] readings, string workload, TimeSpan duration)
    {
        var types = WorkloadCatalogue.Find(workload) ?? [];
        var candidates = new List<OptimizeCandidate>(readings.Length * types.Count);
        foreach (var reading in readings)
        {
            var plan = reading.BestWindow(duration);
            var intensity = plan?.MeanIntensity.GramsPerKilowattHour ?? reading.Current!.Value.GramsPerKilowattHour;
            candidates.AddRange(types.Select(
                t => new OptimizeCandidate(reading, t, plan, V1Answers.Footprint(t, duration, reading.Region.Pue, intensity))));
        }

        return candidates;
    }

    private static OptimizeRecommendation Recommendation(
        OptimizeRequest request, OptimizeCandidate[] best, RegionReading[] known, TimeSpan duration, DateTimeOffset now)
    {
        var items = best.Select(c => Item(c, request.DurationHours)).ToArray();
        return new OptimizeRecommendation
        {
            WorkloadType = request.Workload,
            Priority = request.Priority,
            Timestamp = now,
            Recommendations = items,
            CarbonSavings = Savings(best[0], duration),
            ServiceOptimizations = WorkloadAdvice.For(request.Workload),
            Metadata = new OptimizeMetadata
            {
                TotalRegionsAnalyzed = known.Length,
                DurationHours = request.DurationHours,
                ApiDataFreshness = Freshness(known, now),
                IsEstimate = items.Any(i => i.IsCarbonEstimate),
            },
        };
    }

    private static OptimizeItem Item(OptimizeCandidate candidate, double hours)
    {
        var (reading, window) = (candidate.Reading, candidate.Plan is { } plan ? V1Answers.Window(plan, hours) : null);
        return new OptimizeItem
        {
            Region = reading.Region.Code,
            Zone = reading.Region.Zone.Value,
            InstanceType = candidate.Type.Name,
            CarbonIntensity = reading.Current!.Value.GramsPerKilowattHour,
            RenewablePercentage = reading.RenewablePercentage,
            EmissionsKg = candidate.Footprint.Operational.Kilograms,
            EmissionsG = candidate.Footprint.Operational.Grams,
            EnergyKwh = candidate.Footprint.Energy.KilowattHours,
            DurationHours = hours,
            OptimalTimeWindow = window,
            IsCarbonEstimate = reading.CurrentIsEstimate || (window is not null && reading.IsEstimate(window.StartTime, window.EndTime)),
            PowerConfidence = WireNames.Of(candidate.Type.Confidence),
        };
    }

    private static CarbonSavings Savings(OptimizeCandidate best, TimeSpan duration)
    {
        var runNow = best.Plan?.Baselines.RunNow is { } intensity
            ? V1Answers.Footprint(best.Type, duration, best.Reading.Region.Pue, intensity.GramsPerKilowattHour).Operational.Kilograms
            : best.Footprint.Operational.Kilograms;
        var saved = Math.Max(0, runNow - best.Footprint.Operational.Kilograms);
        var percent = runNow > 0 ? 100 * saved / runNow : 0;
        return new CarbonSavings
        {
            PotentialSavingsKg = saved,
            PotentialSavingsPercentage = percent,
            RunNowKg = runNow,
            Comparison = FormattableString.Invariant(
                $"{best.Type.Name} in {best.Reading.Region.Code} emits {percent:0.0}% less in its optimal window than started now"),
        };
    }

    private static string Freshness(RegionReading[] known, DateTimeOffset now)
    {
        var estimated = known.Count(r => r.CurrentIsEstimate);
        var issued = known.Where(r => !r.CurrentIsEstimate).Select(r => r.Current!.Value.Provenance!.IssuedAt).ToArray();
        var age = issued.Length == 0 ? "" : FormattableString.Invariant($"oldest value {Math.Max(0, (now - issued.Min()).TotalMinutes):0} min old; ");
        return FormattableString.Invariant($"{age}{known.Length - estimated} of {known.Length} regions from live or stored data, {estimated} estimated");
    }
}
