using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Regions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.V1;

internal static class CompareEndpoint
{
    private const int MostOptions = 20;

    /// <summary>Compares the emissions of places and machines, run now at half load.</summary>
    /// <param name="request">1 to 20 options. One that is not valid refuses the call: none is dropped silently.</param>
    /// <response code="200">The options, lowest emissions first.</response>
    /// <response code="400">An option is missing a value or names something unknown.</response>
    /// <response code="404">Nothing is known of a region's grid.</response>
    public static async Task<Results<Ok<CompareResponse>, ProblemHttpResult>> PostAsync(
        CompareRequest request, RegionSignals signals, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var options = Read(request.Options, errors);
        var duration = V1Input.Duration(request.DurationHours, errors);
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var readings = await signals.ReadAsync([.. options.Select(o => o.Region)], TimeSpan.FromHours(1), cancellationToken);
        if (readings.FirstOrDefault(r => r.Current is null) is { } unknown)
        {
            return V1Answers.NothingKnown(unknown);
        }

        ComparisonItem[] items = [.. options.Zip(readings).Select(p => Item(p.Second, p.First.Type, duration)).OrderBy(i => i.EmissionsKg)];
        return TypedResults.Ok(new CompareResponse
        {
            RequestId = V1Answers.RequestId(time.GetUtcNow()),
            Comparisons = items,
            Analysis = Analyse(items),
        });
    }

    private static List<(CloudRegion Region, InstanceType Type)> Read(IReadOnlyList<CompareOption?>? options, FieldErrors errors)
    {
        var read = new List<(CloudRegion, InstanceType)>();
        if (options is null || options.Count is 0 or > MostOptions)
        {
            errors.Add("options", $"holds {options?.Count ?? 0}: give 1 to {MostOptions} options, each with region and instance_type.");
            return read;
        }

        for (var i = 0; i < options.Count; i++)
        {
            var region = V1Input.Region($"options[{i}].region", options[i]?.Region, errors);
            var type = V1Input.Instance($"options[{i}].instance_type", options[i]?.InstanceType, region, errors);
            if (V1Input.Both(region, type))
            {
                read.Add((region, type));
            }
        }

        return read;
    }

    private static ComparisonItem Item(RegionReading reading, InstanceType type, TimeSpan duration)
    {
        var intensity = reading.Current!.Value.GramsPerKilowattHour;
        var footprint = V1Answers.Footprint(type, duration, reading.Region.Pue, intensity);
        return new ComparisonItem
        {
            Region = reading.Region.Code,
            Zone = reading.Region.Zone.Value,
            InstanceType = type.Name,
            CarbonIntensity = intensity,
            EmissionsKg = footprint.Operational.Kilograms,
            EmissionsG = footprint.Operational.Grams,
            EnergyKwh = footprint.Energy.KilowattHours,
            RenewablePercentage = reading.RenewablePercentage,
            IsEstimate = reading.CurrentIsEstimate,
        };
    }

    private static CompareAnalysis Analyse(ComparisonItem[] items)
    {
        var (best, worst) = (items[0], items[^1]);
        var difference = worst.EmissionsKg - best.EmissionsKg;
        return new CompareAnalysis
        {
            BestOption = best,
            WorstOption = worst,
            DifferenceKg = difference,
            DifferencePercentage = worst.EmissionsKg > 0 ? 100 * difference / worst.EmissionsKg : 0,
            TotalOptionsCompared = items.Length,
        };
    }
}
