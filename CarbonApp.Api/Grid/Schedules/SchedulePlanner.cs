using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Grid.Schedules;

/// <summary>Plans the job of a schedule, at first and again.</summary>
internal sealed class SchedulePlanner(PlanMaker plans, IOptions<ScheduleOptions> options)
{
    private static readonly TimeSpan DefaultSlack = TimeSpan.FromHours(24);
    private static readonly TimeSpan JustUnderASecond = TimeSpan.FromTicks(TimeSpan.TicksPerSecond - 1);

    /// <summary>Nothing is known of the grid just now: no reason to refuse a job, as it may be known later.</summary>
    private static readonly string[] NothingKnown = [ProblemCode.NoSignal, ProblemCode.HorizonExceeded, ProblemCode.Upstream];

    /// <summary>The best plan from now on; or its problem's code, with the problem where the request is at fault.</summary>
    public async Task<(PlanResponse? Plan, string Code, ProblemHttpResult? Fault)> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var answer = (await plans.MakeAsync(request with { Options = new PlanOptions { Explain = false } }, cancellationToken)).Result;
            if (answer is Ok<PlanResponse> { Value: { } plan })
            {
                return (plan, "", null);
            }

            var problem = (ProblemHttpResult)answer;
            var code = problem.ProblemDetails.Extensions["code"] as string ?? ProblemCode.Internal;
            return (null, code, NothingKnown.Contains(code) ? null : problem);
        }
        catch (UpstreamException)
        {
            return (null, ProblemCode.Upstream, null);
        }
    }

    /// <summary>What a schedule keeps of a plan. The id stays that of the first, and the saving one against running then: "now" moves, and with it all savings to 0.</summary>
    public static SchedulePlan Of(PlanResponse plan, SchedulePlan? before)
    {
        var runNowG = before?.RunNowG ?? plan.Baselines.RunNow?.EmissionsG;
        return new SchedulePlan
        {
            PlanId = before?.PlanId ?? plan.PlanId,
            Start = plan.Segments[0].Start,
            End = plan.Segments[^1].End,
            Site = Of(plan.Segments[0].Site),
            EmissionsG = plan.Totals.EmissionsG,
            RunNowG = runNowG,
            SavingPct = runNowG > 0 ? 100 * (runNowG - plan.Totals.EmissionsG) / runNowG : null,
            Segments = [.. plan.Segments.Select(s => new ScheduleSegment { Start = s.Start, End = s.End, Site = Of(s.Site), EmissionsG = s.EmissionsG })],
            Warnings = plan.Warnings,
        };
    }

    /// <summary>
    /// The last start that meets the deadline, where nothing is known of the grid: until then it may become known. A job whose running
    /// time is not said starts at once.
    /// </summary>
    public static (SchedulePlan Plan, DateTimeOffset Deadline) Forced(PlanRequest request, DateTimeOffset now)
    {
        var job = request.Job!;
        // Schedulers count in whole seconds: not before the earliest, and not after the latest.
        var earliest = FloorToSecond((job.Earliest is { } release && release > now ? release : now) + JustUnderASecond);
        var duration = Parse(job.Duration) + Parse(job.Startup?.Duration);
        var deadline = job.Deadline ?? (earliest + (duration > DefaultSlack ? duration : DefaultSlack));
        var latest = FloorToSecond(deadline - duration);
        var start = duration > TimeSpan.Zero && latest > earliest ? latest : earliest;
        var site = request.Sites is [var first, ..] ? new ScheduleSite { Zone = first.Zone, Provider = first.Provider, Region = first.Region } : null;
        var end = start + duration;
        return (new SchedulePlan { Start = start, End = end, Site = site, Segments = [new() { Start = start, End = end, Site = site }], Warnings = ["FORCED_START"] }, deadline);
    }

    /// <summary>When to plan again: after a while, and for the last time shortly before the start; null when that is past.</summary>
    public DateTimeOffset? NextCheck(DateTimeOffset start, DateTimeOffset now)
    {
        var (next, last) = (now.AddSeconds(options.Value.ReplanEverySeconds), start.AddSeconds(-options.Value.ReplanStopsSeconds));
        return last <= now ? null : next < last ? next : last;
    }

    private static TimeSpan Parse(string? text) => IsoDuration.TryParse(text, out var duration) ? duration : TimeSpan.Zero;

    private static ScheduleSite Of(SiteItem site) => new() { Zone = site.Zone, Provider = site.Provider, Region = site.Region };

    private static DateTimeOffset FloorToSecond(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
