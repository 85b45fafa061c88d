using CarbonApp.Api.Grid.Ledger;

namespace CarbonApp.Web.Grid.Ledger;

/// <summary>Rows of one signal added up: grams of different signals are never added.</summary>
/// <param name="Start">Beginning of the time they are from, UTC.</param>
/// <param name="Plans">Plans made.</param>
/// <param name="Settled">Of those, settled.</param>
/// <param name="Compared">Of those, in the sums.</param>
/// <param name="PromisedPct">Saving promised, % of starting at once; null where not known.</param>
/// <param name="RealisedPct">Saving realised, % of starting at once; null where not known.</param>
/// <param name="RealisedG">Saving realised, gCO2eq; null where nothing is compared.</param>
/// <param name="RegretPct">Regret, % of the emissions realised; null where not known.</param>
internal sealed record LedgerSums(DateTimeOffset Start, long Plans, long Settled, long Compared, double? PromisedPct, double? RealisedPct, double? RealisedG, double? RegretPct)
{
    public static LedgerSums Of(IReadOnlyCollection<LedgerRow> rows)
    {
        var compared = rows.Where(r => r.Compared > 0 && r.Promised is not null && r.Realised is not null).ToArray();
        var emitted = compared.Sum(r => r.Realised!.EmissionsG);
        return new LedgerSums(
            rows.Min(r => r.From), rows.Sum(r => r.Plans), rows.Sum(r => r.Settled), rows.Sum(r => r.Compared),
            Saved(compared.Select(r => r.Promised!)), Saved(compared.Select(r => r.Realised!)),
            compared.Length == 0 ? null : compared.Sum(r => r.Realised!.SavingG ?? 0),
            emitted > 0 && compared.All(r => r.RegretG is not null) ? 100 * compared.Sum(r => r.RegretG!.Value) / emitted : null);
    }

    private static double? Saved(IEnumerable<LedgerSaving> savings)
    {
        var (saved, atOnce) = (0.0, 0.0);
        foreach (var saving in savings.Where(s => s is { RunNowG: not null, SavingG: not null }))
        {
            saved += saving.SavingG!.Value;
            atOnce += saving.RunNowG!.Value;
        }

        return atOnce > 0 ? 100 * saved / atOnce : null;
    }
}
