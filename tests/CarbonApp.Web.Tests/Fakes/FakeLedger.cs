using CarbonApp.Api.Grid.Ledger;
using CarbonApp.Api.Grid.Plans;

namespace CarbonApp.Web.Tests.Fakes;

/// <summary>Kept plans of the test grid and what came of them.</summary>
internal static class FakeLedger
{
    public const string Settled = "01KTESTPLAN000000000000000", Pending = "01KTESTPLANPENDING00000000";

    public static StoredPlanResponse? Plan(string id, DateTimeOffset now, ActualsRequest? actuals)
    {
        if (id is not (Settled or Pending))
        {
            return null;
        }

        var request = new PlanRequest
        {
            Job = new PlanJob { Duration = "PT3H", Deadline = now.AddDays(-2).AddHours(24), Resources = new PlanResources { Watts = 850 } }, Sites = [new PlanSite { Zone = "GB" }], AsOf = now.AddDays(-2),
        };
        var plan = FakePlans.Answer(request, now.AddDays(-2), "normal").Plan! with { PlanId = id };
        var (grams, atOnce) = (plan.Totals.EmissionsG, plan.Baselines.RunNow!.EmissionsG);
        var settled = id == Settled;
        return new StoredPlanResponse
        {
            PlanId = id, MadeAt = plan.AsOf, AsOf = plan.AsOf, Replay = false, Zone = "GB", Kind = "average", Factor = "lifecycle", Policy = "contiguous:mean", Request = request, Plan = plan,
            Actuals = actuals is null ? null : new ActualsItem
            {
                ReportedAt = now, Segments = [new ActualItem { Start = actuals.Start!.Value, End = actuals.End!.Value, EnergyKwh = actuals.EnergyKwh ?? plan.Totals.EnergyKwh, Zone = "GB" }],
            },
            Outcome = new OutcomeItem
            {
                Status = settled ? "settled" : "pending", WaitingFor = settled ? null : "hours of GB measured until the deadline", AssumedAsPlanned = actuals is null,
                Promised = Saving(grams, atOnce), Realised = settled ? Saving(grams * 1.08, atOnce * 1.02) : null, BestG = settled ? grams : null, RegretG = settled ? grams * 0.08 : null,
                RegretPct = settled ? 7.4 : null, AsPlannedG = settled ? grams * 1.08 : null, ForecastErrorPct = settled ? -7.4 : null, WithinBand = settled ? true : null,
            },
        };
    }

    public static LedgerResponse Ledger(string? zone, string? bucket, DateTimeOffset now, string state)
    {
        var from = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-28);
        LedgerRow[] rows = state == "empty" ? [] : [.. Enumerable.Range(0, bucket is null ? 1 : 4).SelectMany(week => new[]
        {
            Row("GB", "average", "contiguous:mean", from.AddDays(7 * week), 20, 4_000, 22 - week, 17 + week),
            Row("DE", "average", "interruptible:p90", from.AddDays(7 * week), 9, 9_000, 30, week == 2 ? -3 : 24),
            Row("US-CAL-CISO", "marginal", "contiguous:mean", from.AddDays(7 * week), 2, 0, 0, 0),
        })];
        return new LedgerResponse { From = from, To = now, Bucket = bucket, Rows = [.. rows.Where(r => zone is null || r.Zone == zone)] };
    }

    private static LedgerRow Row(string zone, string kind, string policy, DateTimeOffset from, long plans, double atOnce, double promised, double realised) => new()
    {
        From = from, To = from.AddDays(7), Zone = zone, Kind = kind, Factor = "lifecycle", Policy = policy, Plans = plans, Settled = atOnce > 0 ? plans - 1 : 0, Pending = 1, Unmeasured = 0,
        WithActuals = 3, Replays = 0, Compared = atOnce > 0 ? plans - 1 : 0, Promised = atOnce > 0 ? Saving(atOnce * (100 - promised) / 100, atOnce) : null,
        Realised = atOnce > 0 ? Saving(atOnce * (100 - realised) / 100, atOnce) : null, RegretG = atOnce > 0 ? atOnce * 0.05 : null, RegretPct = atOnce > 0 ? 6.1 : null,
        ForecastErrorPct = atOnce > 0 ? 11.4 : null, CoveragePct = atOnce > 0 ? 79.2 : null,
    };

    private static LedgerSaving Saving(double grams, double atOnce) => new() { EmissionsG = grams, RunNowG = atOnce, SavingG = atOnce - grams, SavingPct = 100 * (atOnce - grams) / atOnce };
}
