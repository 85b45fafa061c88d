using CarbonApp.Api.Grid.Signals;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>Writes what is stored of a plan as its wire records.</summary>
internal static class LedgerAnswer
{
    /// <param name="stored">The plan.</param>
    /// <param name="waitingFor">What is missing to settle it; null when settled.</param>
    public static StoredPlanResponse Of(StoredPlan stored, string? waitingFor) => new()
    {
        PlanId = stored.Id,
        MadeAt = Utc(stored.Made_At),
        AsOf = Utc(stored.As_Of),
        Replay = stored.Replay,
        Zone = stored.Zone,
        Kind = WireNames.Of((SignalKind)stored.Kind),
        Factor = WireNames.Of((EmissionFactor)stored.Factor),
        Policy = stored.Policy,
        Request = stored.ReadRequest(),
        Plan = stored.Plan,
        Actuals = stored.Run is { } run ? new ActualsItem { ReportedAt = Utc(stored.Actuals_At!.Value), Segments = run } : null,
        Outcome = OutcomeOf(stored, waitingFor),
    };

    /// <summary>Emissions beside those of starting at once.</summary>
    public static LedgerSaving Saving(double emissionsG, double? runNowG) => new()
    {
        EmissionsG = emissionsG,
        RunNowG = runNowG,
        SavingG = runNowG - emissionsG,
        SavingPct = runNowG is { } baseline ? Part(baseline - emissionsG, baseline) : null,
    };

    /// <summary>100 × part / whole; null where there is no whole.</summary>
    public static double? Part(double part, double whole) => whole > 0 ? 100 * part / whole : null;

    private static OutcomeItem OutcomeOf(StoredPlan stored, string? waitingFor)
    {
        var outcome = new OutcomeItem
        {
            Status = stored.Settled_At is not null ? "settled" : stored.Settle_At is null ? "unmeasured" : "pending",
            WaitingFor = waitingFor,
            AssumedAsPlanned = stored.Actuals is null,
            Promised = Saving(stored.Promised_G, stored.Promised_Run_Now_G),
        };
        if (stored is not { Settled_At: { } settledAt, Realised_G: { } realised, Best_G: { } best, As_Planned_G: { } asPlanned })
        {
            return outcome;
        }

        return outcome with
        {
            SettledAt = Utc(settledAt),
            Realised = Saving(realised, stored.Realised_Run_Now_G),
            BestG = best,
            RegretG = realised - best,
            RegretPct = Part(realised - best, realised),
            AsPlannedG = asPlanned,
            ForecastErrorPct = Part(stored.Promised_G - asPlanned, asPlanned),
            WithinBand = stored is { P10_G: { } low, P90_G: { } high } ? low <= asPlanned && asPlanned <= high : null,
        };
    }

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
