namespace CarbonApp.Api.Grid.Schedules;

/// <summary>When a call that failed is tried again.</summary>
internal static class CallRetries
{
    /// <summary>
    /// Null when it succeeded, cannot succeed, or was tried enough: until the deadline, and at least for the configured time
    /// after the start. Pauses double, and each is cut by up to half at random so that what failed together does not return together.
    /// </summary>
    public static DateTimeOffset? Next(ScheduleRow row, CallOutcome outcome, DateTimeOffset now, ScheduleOptions options)
    {
        var (start, deadline) = (new DateTimeOffset(row.Start, TimeSpan.Zero), new DateTimeOffset(row.Deadline, TimeSpan.Zero));
        var least = start.AddSeconds(options.RetryForSeconds);
        var end = deadline > least ? deadline : least;
        if (!outcome.MayRetry || row.Attempts >= options.MaxAttempts || now >= end)
        {
            return null;
        }

        var pause = Math.Min(options.LongestRetrySeconds, options.FirstRetrySeconds * Math.Pow(2, row.Attempts - 1));
        pause = Math.Max(pause * (0.5 + (Random.Shared.NextDouble() / 2)), outcome.RetryAfter?.TotalSeconds ?? 0);
        // Asked to wait for longer than that, it is tried once more at the end.
        return end - now < TimeSpan.FromSeconds(pause) ? end : now.AddSeconds(pause);
    }
}
