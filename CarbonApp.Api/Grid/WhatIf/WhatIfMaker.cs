using CarbonApp.Api.Grid.Forecasts;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Forecasting;
using CarbonApp.Engine.Grid.Planning;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.WhatIf;

/// <summary>Compares a past run with the best one, and with the one a planner would have chosen by what was known then.</summary>
internal sealed class WhatIfMaker(ISignalReader signals, OwnForecasts forecasts, TimeProvider time)
{
    private const double Flat = 1e-9;

    public async Task<Results<Ok<WhatIfResponse>, ProblemHttpResult>> MakeAsync(WhatIfRequest request, CancellationToken cancellationToken)
    {
        var present = time.GetUtcNow();
        if (!WhatIfQuestion.TryRead(request, present, out var question, out var problem))
        {
            return problem;
        }

        // What is still to come has not been emitted.
        var job = question.Job with { Deadline = question.Job.Deadline < present ? question.Job.Deadline : present };
        var reading = await signals.ReadAsync(SignalWindow.Around(question.Basis, job.Earliest, job.Deadline), cancellationToken);
        var signal = reading.Signal;
        if (RunOf(question, signal, question.Segments) is not { } actual)
        {
            return NotCovered(question, reading);
        }

        // The run itself is known, so there is always a best one.
        var best = RunOf(question, signal, Place(question, signal, job))!;
        var forecast = await ForecastAsync(question.Basis, job.Earliest, cancellationToken);
        var foreseeable = forecast is null ? null : RunOf(question, signal, Place(question, forecast, job));
        return TypedResults.Ok(new WhatIfResponse
        {
            Site = question.Site,
            Actual = actual,
            Best = best,
            Foreseeable = foreseeable,
            BestSavingPct = Saving(actual, best),
            ForeseeableSavingPct = foreseeable is null ? null : Saving(actual, foreseeable),
            Earliest = job.Earliest,
            Deadline = job.Deadline,
            Warnings = [.. Warnings(question, signal, job, foreseeable)],
            Provenance = SignalWire.Provenance(signal, job.Earliest, job.Deadline, present),
        });
    }

    /// <summary>Where the work goes by a signal; nowhere where that does not reach far enough.</summary>
    private static (DateTimeOffset Start, DateTimeOffset End)[] Place(WhatIfQuestion question, CarbonSignal signal, MovableJob job)
    {
        var outcome = question.Interruptible ? InterruptibleOptimum.Find(signal, job) : ContiguousOptimum.Find(signal, job);
        return outcome is WindowOutcome.Planned planned ? [.. planned.Segments.Select(s => (s.Start, s.End))] : [];
    }

    /// <summary>A run at what was measured; null where that is not known throughout, or there is no run.</summary>
    private static WhatIfRun? RunOf(WhatIfQuestion question, CarbonSignal signal, IReadOnlyList<(DateTimeOffset Start, DateTimeOffset End)> stretches)
    {
        var segments = new List<WhatIfRunSegment>(stretches.Count);
        foreach (var (start, end) in stretches)
        {
            if (signal.Mean(start, end) is not { } mean)
            {
                return null;
            }

            segments.Add(new WhatIfRunSegment
            {
                Start = start,
                End = end,
                MeanIntensity = mean.GramsPerKilowattHour,
                EmissionsG = mean.GramsPerKilowattHour * question.Kilowatts * (end - start).TotalHours,
            });
        }

        if (segments.Count == 0)
        {
            return null;
        }

        var (energy, emissions) = (question.Kilowatts * question.Job.Duration.TotalHours, segments.Sum(s => s.EmissionsG));
        return new WhatIfRun { Segments = segments, EnergyKwh = energy, EmissionsG = emissions, MeanIntensity = emissions / energy };
    }

    /// <summary>What the forecaster would have said; null where it knew too little, or the store is away.</summary>
    private async Task<CarbonSignal?> ForecastAsync(SignalBasis basis, DateTimeOffset at, CancellationToken cancellationToken)
    {
        try
        {
            return (await forecasts.IssueAsync(basis, at, cancellationToken)).Outcome is ForecastOutcome.Issued issued ? issued.Forecast.Mean : null;
        }
        catch (UpstreamException)
        {
            return null;
        }
    }

    private static double? Saving(WhatIfRun actual, WhatIfRun other) =>
        actual.EmissionsG > 0 ? 100 * (actual.EmissionsG - other.EmissionsG) / actual.EmissionsG : null;

    private static IEnumerable<string> Warnings(WhatIfQuestion question, CarbonSignal signal, MovableJob job, WhatIfRun? foreseeable)
    {
        var known = signal.Slice(job.Earliest, job.Deadline).Slots.Where(s => !s.IsGap).ToArray();
        if (known.Max(s => s.GramsPerKilowattHour) - known.Min(s => s.GramsPerKilowattHour) < Flat)
        {
            yield return "FLAT_SIGNAL";
        }

        if (known.Any(s => s.Provenance?.Status == SignalStatus.Estimated))
        {
            yield return "ESTIMATED_SIGNAL";
        }

        if (known[^1].End < question.Job.Deadline)
        {
            yield return "DEADLINE_CUT";
        }

        if (foreseeable is null)
        {
            yield return "NO_FORECAST";
        }
    }

    private static ProblemHttpResult NotCovered(WhatIfQuestion question, SignalReading reading)
    {
        var (from, to) = (question.Segments[0].Start, question.Segments[^1].End);
        var known = reading.Signal.KnownTime(from, to);
        return known > TimeSpan.Zero
            ? DomainProblems.HorizonExceeded(
                $"Only {known.TotalHours:0.##} h of {question.Basis} are known between {from:yyyy-MM-dd'T'HH:mm:ss'Z'} and {to:yyyy-MM-dd'T'HH:mm:ss'Z'}, not all of the run: import what is missing with `carbon import`.")
            : DomainProblems.NothingKnown(question.Basis, from, to, reading.Attempts);
    }
}
