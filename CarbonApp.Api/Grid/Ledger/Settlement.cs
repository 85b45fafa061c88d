using System.Globalization;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Grid.Sources.Feeds;
using CarbonApp.Api.Problems;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>Finds out what came of a plan: weighs its run, the start at once and the best in hindsight by measured intensity.</summary>
/// <remarks>Equations: docs/methods/ledger.md.</remarks>
internal sealed class Settlement(StoredReadings readings, PlanScenarios scenarios, TimeProvider time)
{
    /// <summary>What came of it, or what is not measured yet.</summary>
    /// <exception cref="UpstreamException">The store does not answer.</exception>
    public async Task<SettlementOutcome> WeighAsync(StoredPlan stored, CancellationToken cancellationToken)
    {
        var plan = stored.Plan;
        var signals = new MeasuredSignals(readings, FactorMeasured(stored), plan.Earliest, plan.Deadline);
        Draw[] planned = [.. plan.Segments.SelectMany(s => Draw.Of(s, plan.Power.Watts / 1000))];
        Draw[] run = stored.Run is { } reported ? [.. reported.Select(Draw.Of)] : planned;
        var asPlanned = await signals.WeighAsync(stored.Basis, planned, cancellationToken);
        var realised = await signals.WeighAsync(stored.Basis, run, cancellationToken);
        if ((realised.Missing ?? asPlanned.Missing) is { } missing)
        {
            return new SettlementOutcome.NotMeasured(Text(stored.Basis with { Zone = missing.Zone }, missing.Start, missing.End));
        }

        var maker = new PlanMaker(signals, scenarios, time);
        var question = Hindsight.Question(stored);
        if (await BestAsync(maker, Hindsight.AtChosenSite(question, plan), cancellationToken) is not { } here)
        {
            return new SettlementOutcome.NotMeasured(Text(stored.Basis, plan.Earliest, plan.Deadline));
        }

        var anywhere = question.Sites!.Count == 1 ? null : await BestAsync(maker, question, cancellationToken);

        // Whoever draws half the energy emits half at any time: saving and regret compare like with like.
        var scale = run.Sum(d => d.EnergyKwh) / plan.Totals.EnergyKwh;
        return new SettlementOutcome.Settled(new Realised(
            realised.Grams,
            stored.Promised_Run_Now_G is null ? null : here.Baselines.RunNow?.EmissionsG * scale,
            Math.Min(here.Totals.EmissionsG * scale, WithTransfer(anywhere, plan, scale)),
            asPlanned.Grams));
    }

    private static async Task<PlanResponse?> BestAsync(PlanMaker maker, PlanRequest request, CancellationToken cancellationToken) =>
        (await maker.MakeAsync(request, cancellationToken)).Result is Ok<PlanResponse> { Value: { } plan } ? plan : null;

    /// <summary>Emissions of the best plan over all sites, with what moving the data there costs more than the plan's own transfer.</summary>
    private static double WithTransfer(PlanResponse? best, PlanResponse plan, double scale) =>
        best is null ? double.PositiveInfinity : (best.Totals.EmissionsG * scale) + best.Totals.TransferG - plan.Totals.TransferG;

    /// <summary>What was planned with a stand-in of direct factors is weighed by what was measured with those: its life-cycle values nobody has.</summary>
    private static EmissionFactor FactorMeasured(StoredPlan stored) =>
        stored.Plan.Provenance.Any(p => StandIn.IsOf(p.Source, EmissionFactor.Direct)) ? EmissionFactor.Direct : stored.Basis.Factor;

    private static string Text(SignalBasis basis, DateTimeOffset from, DateTimeOffset to) => string.Create(
        CultureInfo.InvariantCulture, $"measured intensity of {basis} from {from.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} to {to.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
}

/// <summary>Answer of <see cref="Settlement"/>.</summary>
internal abstract record SettlementOutcome
{
    private SettlementOutcome()
    {
    }

    /// <summary>All is measured.</summary>
    public sealed record Settled(Realised Realised) : SettlementOutcome;

    /// <summary>Something is not.</summary>
    /// <param name="Missing">What, in English.</param>
    public sealed record NotMeasured(string Missing) : SettlementOutcome;
}

/// <summary>What came of a plan under measured intensity, gCO2eq.</summary>
/// <param name="EmissionsG">Of the run.</param>
/// <param name="RunNowG">Of the same job started at once; null where its promise was not known either.</param>
/// <param name="BestG">Of the best plan in hindsight.</param>
/// <param name="AsPlannedG">Of the plan had it been run as it stood.</param>
internal sealed record Realised(double EmissionsG, double? RunNowG, double BestG, double AsPlannedG);
