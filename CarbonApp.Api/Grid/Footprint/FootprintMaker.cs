using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Footprint;

/// <summary>Counts the emissions a request asks for.</summary>
internal sealed class FootprintMaker(ISignalReader signals, TimeProvider time)
{
    /// <summary>The footprint, or the problem that says why there is none. Never throws for what the caller asked.</summary>
    public async Task<Results<Ok<FootprintResponse>, ProblemHttpResult>> MakeAsync(FootprintRequest request, CancellationToken cancellationToken)
    {
        if (!FootprintQuestion.TryRead(request, out var question, out var problem))
        {
            return problem;
        }

        if (question.GivenIntensity is { } given)
        {
            return TypedResults.Ok(FootprintAnswer.Of(question, Coefficient.Given("intensity of the grid", given, "gCO2eq/kWh"), [], stale: false));
        }

        var reading = await signals.ReadAsync(SignalWindow.Around(question.Basis, question.Start, question.End), cancellationToken);
        if (reading.Signal.Mean(question.Start, question.End) is not { GramsPerKilowattHour: var mean })
        {
            return NotCovered(question, reading);
        }

        var provenance = SignalWire.Provenance(reading.Signal, question.Start, question.End, time.GetUtcNow());
        return TypedResults.Ok(FootprintAnswer.Of(question, Intensity(mean, provenance), provenance, reading.Stale));
    }

    /// <summary>Nobody states how far a measured or forecast mean of a period may be off, so no range is given.</summary>
    private static Coefficient Intensity(double mean, ProvenanceItem[] provenance) => new(
        "intensity of the grid", mean, "gCO2eq/kWh",
        provenance.All(p => p.Status == "measured") ? CoefficientConfidence.Measured : CoefficientConfidence.Estimated,
        string.Join(", ", provenance.Select(p => $"{p.Source} ({p.Status})").Distinct()));

    private static ProblemHttpResult NotCovered(FootprintQuestion question, SignalReading reading)
    {
        var known = reading.Signal.KnownTime(question.Start, question.End);
        return known == TimeSpan.Zero
            ? DomainProblems.NothingKnown(question.Basis, question.Start, question.End, reading.Attempts)
            : DomainProblems.HorizonExceeded(
                $"The period has {(question.End - question.Start).TotalHours:0.##} h, but {question.Basis} is known for {known.TotalHours:0.##} h of it: shorten the period, import what is missing, or give intensityGPerKwh.");
    }
}
