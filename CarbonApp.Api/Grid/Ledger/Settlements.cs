using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>Settles plans: those whose window has passed, and any that somebody looks at.</summary>
internal sealed partial class Settlements(
    PlanStore store, Settlement settlement, ISignalReader signals, IOptions<LedgerOptions> options, TimeProvider time, ILogger<Settlements> logger)
{
    /// <summary>Time one replica has a plan to itself: many times what settling takes.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(24);

    /// <summary>Settles at most <paramref name="most"/> plans whose time has come; answers how many it looked at.</summary>
    /// <param name="most">Plans to look at.</param>
    /// <param name="askFeeds">Ask the feeds for what was not measured. Takes the time of a reading per plan: not while somebody waits.</param>
    public async Task<int> SettleDueAsync(int most, bool askFeeds, CancellationToken cancellationToken)
    {
        var due = await store.TakeDueAsync(time.GetUtcNow(), Lease, most, cancellationToken);
        foreach (var plan in due)
        {
            await SettleOrPostponeAsync(plan, askFeeds, cancellationToken);
        }

        return due.Count;
    }

    /// <summary>Settles a plan if that can be done now; answers what is waited for, in English, otherwise null.</summary>
    public async Task<string?> TrySettleAsync(StoredPlan plan, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < plan.Due_At)
        {
            return "the end of the plan's window";
        }

        if (plan.IsContracted)
        {
            return "nothing: it counts contracted electricity, which no grid measures";
        }

        switch (await settlement.WeighAsync(plan, cancellationToken))
        {
            case SettlementOutcome.Settled(var realised):
                await store.SettleAsync(plan, realised, now, cancellationToken);
                return null;
            case SettlementOutcome.NotMeasured(var missing):
                return missing;
            case var other:
                throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}.");
        }
    }

    private async Task SettleOrPostponeAsync(StoredPlan plan, bool askFeeds, CancellationToken cancellationToken)
    {
        try
        {
            if (await TrySettleAsync(plan, cancellationToken) is not null)
            {
                await PostponeAsync(plan, askFeeds, cancellationToken);
            }
        }
        catch (Exception e) when (e is not (UpstreamException or OperationCanceledException))
        {
            // One plan that cannot be weighed must not keep the others waiting, nor end the process.
            LogFailed(e, plan.Id);
            await store.PostponeAsync(plan, time.GetUtcNow() + LongestWait, cancellationToken);
        }
    }

    /// <summary>The longer it took, the longer until the next try; after some weeks nobody will measure it any more.</summary>
    private async Task PostponeAsync(StoredPlan plan, bool askFeeds, CancellationToken cancellationToken)
    {
        if (askFeeds && !plan.IsContracted)
        {
            // Feeds hand what they measured to the store, but only when they are asked.
            await signals.ReadAsync(SignalWindow.Around(plan.Basis, plan.Plan.Earliest, plan.Plan.Deadline), cancellationToken);
        }

        var waited = time.GetUtcNow() - Latest(plan.Due_At, plan.Actuals_At ?? plan.Made_At);
        var wait = TimeSpan.FromTicks(Math.Clamp(waited.Ticks / 4, ShortestWait.Ticks, LongestWait.Ticks));
        await store.PostponeAsync(plan, plan.IsContracted || waited.TotalDays > options.Value.WaitDays ? null : time.GetUtcNow() + wait, cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "Plan {Id} could not be settled")]
    private partial void LogFailed(Exception e, string id);

    private static DateTime Latest(DateTime one, DateTime other) => one > other ? one : other;
}
