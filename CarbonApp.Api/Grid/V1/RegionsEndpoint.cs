using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.V1;

internal static class RegionsEndpoint
{
    private const int OptimalHours = 8;

    /// <summary>Ranks cloud regions by their carbon intensity now, cleanest first.</summary>
    /// <param name="provider"><c>aws</c> (the default, as ever), <c>azure</c>, <c>gcp</c>, or <c>all</c>.</param>
    /// <response code="200">The regions.</response>
    /// <response code="400">The provider is not known.</response>
    public static async Task<Results<Ok<RegionListResponse>, ProblemHttpResult>> ListAsync(
        string? provider, RegionSignals signals, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var name = errors.OneOf("provider", string.IsNullOrEmpty(provider) ? null : provider, "aws", "azure", "gcp", "all");
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var wanted = WireNames.Provider(name);
        var regions = CloudRegionTable.All.Where(r => wanted is null || r.Provider == wanted).ToArray();
        var readings = await signals.ReadAsync(regions, TimeSpan.FromHours(1), cancellationToken);
        var ranked = readings
            .OrderBy(r => r.Current?.GramsPerKilowattHour ?? double.PositiveInfinity)
            .ThenBy(r => r.Region.Code, StringComparer.Ordinal)
            .Select(Item)
            .ToArray();
        var now = time.GetUtcNow();
        return TypedResults.Ok(new RegionListResponse
        {
            RequestId = V1Answers.RequestId(now),
            Timestamp = now,
            TotalRegions = ranked.Length,
            Regions = ranked,
        });
    }

    /// <summary>A region's carbon intensity now and over the coming 24 hours.</summary>
    /// <param name="region">Region code of AWS, Azure or Google Cloud, such as eu-west-2.</param>
    /// <response code="200">The region.</response>
    /// <response code="404">No provider has that region, or nothing is known of its grid.</response>
    public static async Task<Results<Ok<RegionDetailsResponse>, ProblemHttpResult>> GetAsync(
        string region, RegionSignals signals, TimeProvider time, CancellationToken cancellationToken)
    {
        if (V1Input.FindRegion(region) is not { } found)
        {
            return Problems.DomainProblems.NotFound(V1Input.UnknownRegion(region));
        }

        var reading = await signals.ReadAsync(found, TimeSpan.FromHours(1), cancellationToken);
        if (reading.Current is not { } current)
        {
            return V1Answers.NothingKnown(reading);
        }

        var now = time.GetUtcNow();
        return TypedResults.Ok(new RegionDetailsResponse
        {
            RequestId = V1Answers.RequestId(now),
            RegionDetails = new RegionDetails
            {
                Region = found.Code,
                Zone = found.Zone.Value,
                CurrentCarbonIntensity = current.GramsPerKilowattHour,
                RenewablePercentage = reading.RenewablePercentage,
                FossilFreePercentage = reading.FossilFreePercentage,
                Forecast = Forecast(reading.Reading.Signal, reading.Now, reading.Now + RegionSignals.Horizon),
                OptimalHoursUtc = CleanestHours(reading.Reading.Signal, reading.Now),
                Timestamp = now,
                IsEstimate = reading.IsEstimate(reading.Now, reading.Now + RegionSignals.Horizon),
            },
        });
    }

    private static RegionIntensity Item(RegionReading reading) => new()
    {
        Region = reading.Region.Code,
        Zone = reading.Region.Zone.Value,
        CarbonIntensity = reading.Current?.GramsPerKilowattHour,
        RenewablePercentage = reading.RenewablePercentage,
        IsEstimate = reading.CurrentIsEstimate,
        Provider = WireNames.Of(reading.Region.Provider),
        Source = reading.Current?.Provenance?.Source,
    };

    private static Forecast24Hours Forecast(CarbonSignal signal, DateTimeOffset from, DateTimeOffset to)
    {
        var known = signal.Slice(from, to).Slots.Where(s => !s.IsGap).ToArray();
        return known.Length == 0
            ? new Forecast24Hours()
            : new Forecast24Hours
            {
                Average = known.Sum(s => s.GramsPerKilowattHour * (s.End - s.Start).TotalHours) / known.Sum(s => (s.End - s.Start).TotalHours),
                Minimum = known.Min(s => s.GramsPerKilowattHour),
                Maximum = known.Max(s => s.GramsPerKilowattHour),
            };
    }

    /// <summary>From the coming full hour on, so that no hour given has already begun.</summary>
    private static int[] CleanestHours(CarbonSignal signal, DateTimeOffset now)
    {
        var first = Sources.SignalWindow.FloorToHour(now + TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        return
        [
            .. Enumerable.Range(0, 24)
                .Select(i => first.AddHours(i))
                .Select(hour => (hour.Hour, Mean: signal.Mean(hour, hour.AddHours(1))?.GramsPerKilowattHour))
                .Where(h => h.Mean is not null)
                .OrderBy(h => h.Mean)
                .Take(OptimalHours)
                .Select(h => h.Hour)
                .Order(),
        ];
    }
}
