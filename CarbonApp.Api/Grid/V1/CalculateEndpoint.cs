using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.V1;

internal static class CalculateEndpoint
{
    /// <summary>Energy and emissions of an instance run now at half load.</summary>
    /// <param name="request">Where, on what, how long.</param>
    /// <response code="200">The figures.</response>
    /// <response code="400">A value is missing, unknown or out of range.</response>
    /// <response code="404">Nothing is known of the region's grid.</response>
    public static async Task<Results<Ok<CalculateResponse>, ProblemHttpResult>> PostAsync(
        CalculateRequest request, RegionSignals signals, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var region = V1Input.Region("region", request.Region, errors);
        var type = V1Input.Instance("instance_type", request.InstanceType, region, errors);
        var duration = V1Input.Duration(request.DurationHours, errors);
        if (errors.Any || !V1Input.Both(region, type))
        {
            return errors.ToProblem();
        }

        var reading = await signals.ReadAsync(region, TimeSpan.FromHours(1), cancellationToken);
        if (reading.Current is not { GramsPerKilowattHour: var intensity })
        {
            return V1Answers.NothingKnown(reading);
        }

        var footprint = V1Answers.Footprint(type, duration, region.Pue, intensity);
        return TypedResults.Ok(new CalculateResponse
        {
            RequestId = V1Answers.RequestId(time.GetUtcNow()),
            Calculation = new Calculation
            {
                InstanceType = type.Name,
                EnergyKwh = footprint.Energy.KilowattHours,
                EmissionsG = footprint.Operational.Grams,
                EmissionsKg = footprint.Operational.Kilograms,
                DurationHours = request.DurationHours,
                CarbonIntensityUsed = intensity,
                Region = region.Code,
                Zone = region.Zone.Value,
                CarbonIntensity = intensity,
                PowerWatts = V1Answers.PowerOf(type).Watts,
                PowerConfidence = WireNames.Of(type.Confidence),
                Pue = region.Pue,
                IsEstimate = reading.CurrentIsEstimate,
            },
        });
    }
}
