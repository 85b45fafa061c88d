using System.Security.Cryptography;
using System.Text;
using CarbonApp.Api.Data;
using CarbonApp.Api.Grid.Sources;
using CarbonApp.Api.Problems;
using CarbonApp.ServiceDefaults.Outbound;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Taken = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Created<CarbonApp.Api.Grid.Schedules.ScheduledJobResponse>,
    Microsoft.AspNetCore.Http.HttpResults.Ok<CarbonApp.Api.Grid.Schedules.ScheduledJobResponse>,
    Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;

namespace CarbonApp.Api.Grid.Schedules;

/// <summary>Takes a posted job: finds out whether it is kept already, plans it, keeps it.</summary>
internal sealed class ScheduleIntake(
    ScheduleStore store, SchedulePlanner planner, ScheduleLedger ledger, OutboundGuard guard, IOptionsMonitor<ScheduleOptions> options, TimeProvider time)
{
    public async Task<Taken> TakeAsync(ScheduledJobRequest request, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var errors = ScheduleCheck.Of(request, idempotencyKey, options.CurrentValue, time.GetUtcNow());
        if (errors.Any)
        {
            return errors.ToProblem();
        }

        var key = string.IsNullOrEmpty(idempotencyKey) ? null : idempotencyKey;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ScheduleJson.Write(request))));
        try
        {
            // Before planning: a repeated post must succeed also when the job's time has come.
            return await FindAsync(request, key, digest, cancellationToken) ?? await AddAsync(request, key, digest, cancellationToken);
        }
        catch (UpstreamException e) when (e.SourceName == Database.Name)
        {
            return ScheduleProblems.StoreUnavailable(e);
        }
    }

    private async Task<Taken?> FindAsync(ScheduledJobRequest request, string? key, string digest, CancellationToken cancellationToken)
    {
        var row = key is null ? null : await store.FindByKeyAsync(key, cancellationToken);
        return row is null ? null
            : row.RequestDigest != digest ? ScheduleProblems.KeyReused(key!)
            : TypedResults.Ok(Answer(request, row));
    }

    private async Task<Taken> AddAsync(ScheduledJobRequest request, string? key, string digest, CancellationToken cancellationToken)
    {
        if (await guard.WhyRefusedAsync(request.Webhook!.Url, cancellationToken) is { } refused)
        {
            return ScheduleProblems.UrlRefused(refused);
        }

        var (plan, code, fault) = await planner.PlanAsync(request.Plan!, cancellationToken);
        if (fault is not null)
        {
            return fault;
        }

        var row = plan is null
            ? Row(request, key, digest, SchedulePlanner.Forced(request.Plan!, time.GetUtcNow()), code)
            : Row(request, key, digest, (SchedulePlanner.Of(plan, before: null), plan.Deadline), "CREATED");

        // Its key is taken when the same request was posted twice at once.
        if (!await store.TryAddAsync(row, cancellationToken))
        {
            return (await FindAsync(request, key, digest, cancellationToken))!;
        }

        if (plan is not null)
        {
            await ledger.BeginAsync(request.Plan!, plan);
        }

        return TypedResults.Created($"/api/v2/schedules/{row.Id}", Answer(request, row));
    }

    private ScheduleRow Row(ScheduledJobRequest request, string? key, string digest, (SchedulePlan Plan, DateTimeOffset Deadline) planned, string reason)
    {
        var (now, webhook, plan) = (time.GetUtcNow(), request.Webhook!, planned.Plan);
        var created = new ScheduleChange { At = now, Reason = reason, Start = plan.Start, Site = plan.Site, EmissionsG = plan.EmissionsG };
        return new ScheduleRow
        {
            Id = Ulid.New(now),
            IdempotencyKey = key,
            RequestDigest = digest,
            State = "waiting",
            PlanRequest = ScheduleJson.Write(request.Plan),
            JobId = request.Plan!.Job!.Id,
            Deadline = planned.Deadline.UtcDateTime,
            Start = plan.Start.UtcDateTime,
            Plan = ScheduleJson.Write(plan),
            CheckedAt = now.UtcDateTime,
            ReplanAt = planner.NextCheck(plan.Start, now)?.UtcDateTime,
            History = ScheduleJson.Write<ScheduleChange[]>([created]),
            Url = new Uri(webhook.Url!).AbsoluteUri,
            Method = webhook.Method,
            Headers = ScheduleJson.Write(webhook.Headers ?? new Dictionary<string, string>()),
            Body = webhook.Body is null ? null : ScheduleJson.Write(webhook.Body),
            Secret = webhook.SecretName is null ? webhook.Secret ?? WebhookSignature.NewSecret() : null,
            SecretName = webhook.SecretName,
            CallAt = plan.Start.UtcDateTime,
            Deliveries = "[]",
            CreatedAt = now.UtcDateTime,
        };
    }

    /// <summary>Shows a key made here, also to a repeated post: the first answer may have been lost on its way.</summary>
    private static ScheduledJobResponse Answer(ScheduledJobRequest request, ScheduleRow row) => row.ToResponse(showSecret: request.Webhook!.Secret is null);
}
