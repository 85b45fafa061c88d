using CarbonApp.Api.Problems;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Engine.Grid.Signals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Grid.Ledger;

internal static class LedgerEndpoint
{
    /// <summary>Plans settled before answering, so that a ledger with few plans is never behind.</summary>
    private const int SettledOnRead = 100;

    /// <summary>What plans promised and what came of them, per zone and policy, over time.</summary>
    /// <remarks>A plan belongs to the time it was made for (its <c>asOf</c>). Plans that nobody reported on count as run as planned.</remarks>
    /// <param name="zone">Plans that begin in this grid zone; all when left out.</param>
    /// <param name="policy">Mode such as contiguous, or mode and what was minimised such as contiguous:mean; all when left out.</param>
    /// <param name="from">Inclusive; from the first plan when left out. A time without an offset is UTC.</param>
    /// <param name="to">Exclusive; to the last plan when left out.</param>
    /// <param name="bucket"><c>day</c>, <c>week</c> (from Monday) or <c>month</c>, UTC; all time in one when left out.</param>
    /// <param name="replays"><c>false</c> to leave out plans made over stored history, which promise what is already known; <c>true</c> when left out.</param>
    /// <param name="format"><c>json</c> (the default) or <c>csv</c>.</param>
    /// <response code="200">The rows; none where nothing was planned.</response>
    /// <response code="400">A name, time or number is malformed, or the answer would be too long: VALIDATION.</response>
    public static async Task<Results<Ok<LedgerResponse>, ContentHttpResult, ProblemHttpResult>> GetAsync(
        string? zone, string? policy, string? from, string? to, string? bucket, string? replays, string? format,
        PlanStore store, Settlements settlements, CancellationToken cancellationToken)
    {
        if (!LedgerQuestion.TryRead(zone, policy, from, to, bucket, replays, format, out var question, out var problem))
        {
            return problem;
        }

        await settlements.SettleDueAsync(SettledOnRead, askFeeds: false, cancellationToken);
        var sums = await store.SumAsync(question, cancellationToken);
        if (sums.Count > LedgerQuestion.MostRows)
        {
            return DomainProblems.Invalid("bucket", $"gives more than {LedgerQuestion.MostRows} rows: ask for a shorter range, a longer bucket, or one zone.");
        }

        var answer = new LedgerResponse { From = question.From, To = question.To, Bucket = question.Bucket, Rows = [.. sums.Select(s => RowOf(s, question))] };
        return question.Csv ? TypedResults.Text(LedgerCsv.Write(answer.Rows), "text/csv") : TypedResults.Ok(answer);
    }

    private static LedgerRow RowOf(LedgerSums sums, LedgerQuestion question)
    {
        var start = new DateTimeOffset(DateTime.SpecifyKind(sums.Bucket, DateTimeKind.Utc));
        var compared = sums.Compared > 0;
        return new LedgerRow
        {
            From = start,
            To = EndOf(start, question),
            Zone = sums.Zone,
            Kind = WireNames.Of((SignalKind)sums.Kind),
            Factor = WireNames.Of((EmissionFactor)sums.Factor),
            Policy = sums.Policy,
            Plans = sums.Plans,
            Settled = sums.Settled,
            Pending = sums.Plans - sums.Settled - sums.Unmeasured,
            Unmeasured = sums.Unmeasured,
            WithActuals = sums.With_Actuals,
            Replays = sums.Replays,
            Compared = sums.Compared,
            Promised = compared ? LedgerAnswer.Saving(sums.Promised_G!.Value, sums.Promised_Run_Now_G) : null,
            Realised = compared ? LedgerAnswer.Saving(sums.Realised_G!.Value, sums.Realised_Run_Now_G) : null,
            RegretG = sums.Realised_G - sums.Best_G,
            RegretPct = compared ? LedgerAnswer.Part(sums.Realised_G!.Value - sums.Best_G!.Value, sums.Realised_G.Value) : null,
            ForecastErrorPct = sums.Error_Pct,
            CoveragePct = sums.Coverage_Pct,
        };
    }

    private static DateTimeOffset EndOf(DateTimeOffset start, LedgerQuestion question) => question.Bucket switch
    {
        "day" => start.AddDays(1),
        "week" => start.AddDays(7),
        "month" => start.AddMonths(1),
        _ => question.To,
    };
}
