using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.V1;

internal static class ScheduleEndpoint
{
    /// <summary>Finds the cleanest window of a length within the coming 24 hours (or the length itself, when longer).</summary>
    /// <param name="request">Where and how long.</param>
    /// <response code="200">The window.</response>
    /// <response code="400">A value is missing, unknown or out of range.</response>
    /// <response code="404">Too little is known of the region's grid.</response>
    public static async Task<Results<Ok<ScheduleResponse>, ProblemHttpResult>> PostAsync(
        ScheduleRequest request, RegionSignals signals, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var region = V1Input.Region("region", request.Region, errors);
        var duration = V1Input.Duration(request.DurationHours, errors);
        if (errors.Any || region is null)
        {
            return errors.ToProblem();
        }

        var reading = await signals.ReadAsync(region, duration, cancellationToken);
        if (reading.Current is not { GramsPerKilowattHour: var current } || reading.BestWindow(duration) is not { } plan)
        {
            return V1Answers.NothingKnown(reading);
        }

        var window = V1Answers.Window(plan, request.DurationHours);
        return TypedResults.Ok(new ScheduleResponse
        {
            RequestId = V1Answers.RequestId(time.GetUtcNow()),
            Region = region.Code,
            Zone = region.Zone.Value,
            OptimalWindow = window,
            CurrentIntensity = current,
            SavingsPotential = new SavingsPotential
            {
                CurrentVsOptimal = current - window.AvgCarbonIntensity,
                RunNowVsOptimal = plan.Baselines.RunNow is { } runNow
                    ? Math.Max(0, runNow.GramsPerKilowattHour - window.AvgCarbonIntensity)
                    : null,
            },
            IsEstimate = reading.IsEstimate(reading.Now, reading.Until),
        });
    }
}
