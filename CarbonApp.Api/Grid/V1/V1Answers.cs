using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Units;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.V1;

/// <summary>Pieces that several of v1's answers share.</summary>
internal static class V1Answers
{
    /// <summary>v1 asks for no utilization; half load is what the measured figures are commonly quoted at.</summary>
    private const double Utilization = 0.5;

    public static string RequestId(DateTimeOffset now) => "carbon_req_" + Ulid.New(now);

    public static Power PowerOf(InstanceType type) => type.Power.At(Utilization);

    public static RunFootprint Footprint(InstanceType type, TimeSpan duration, double pue, double gramsPerKilowattHour) =>
        RunFootprint.Of(PowerOf(type), duration, pue, CarbonIntensity.FromGramsPerKilowattHour(gramsPerKilowattHour));

    public static TimeWindow Window(WindowOutcome.Planned plan, double hours) => new()
    {
        StartTime = plan.Segments[0].Start,
        EndTime = plan.Segments[0].End,
        AvgCarbonIntensity = plan.MeanIntensity.GramsPerKilowattHour,
        DurationHours = hours,
    };

    /// <summary>A region whose grid nobody knows anything of: 404, as v1 has always answered where it had no forecast.</summary>
    public static ProblemHttpResult NothingKnown(RegionReading reading) => DomainProblems.NotFound(
        $"Nothing is known of the carbon intensity of {reading.Region.Code} (grid zone {reading.Region.Zone}) now. Sources tried: {string.Join(", ", reading.Reading.Attempts.Select(a => $"{a.Source} ({a.Outcome})"))}. Import its history with `carbon import`.");
}
