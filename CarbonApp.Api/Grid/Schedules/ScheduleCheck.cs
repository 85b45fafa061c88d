using System.Buffers;
using System.Text.Json;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Problems;

namespace CarbonApp.Api.Grid.Schedules;

/// <summary>Checks of a posted schedule that need nothing but the request itself; what is wrong with the job is for the planner to say.</summary>
internal static class ScheduleCheck
{
    private const int LongestKey = 200;
    private const int MostHeaders = 20;
    private const int LongestHeaderValue = 4096;
    private const int LongestBody = 65_536;

    /// <summary>Horizon of plans; a job further ahead would be kept for nothing.</summary>
    private static readonly TimeSpan FurthestDeadline = TimeSpan.FromDays(366);

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("-_.:0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Of the message itself, of the connection, or ours.</summary>
    private static readonly string[] Reserved =
    [
        "host", "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "expect", "date", "idempotency-key",
    ];

    private static readonly string[] ReservedPrefixes = ["content-", "proxy-", "webhook-"];

    public static FieldErrors Of(ScheduledJobRequest request, string? idempotencyKey, ScheduleOptions options, DateTimeOffset now)
    {
        var errors = new FieldErrors();
        CheckKey(idempotencyKey, errors);
        if (errors.Require("plan", request.Plan))
        {
            CheckPlan(request.Plan, now, errors);
        }

        if (errors.Require("webhook", request.Webhook))
        {
            errors.OneOf("webhook.method", request.Webhook.Method, "POST", "PUT");
            CheckHeaders(request.Webhook.Headers, errors);
            CheckBody(request.Webhook.Body, errors);
            CheckSecret(request.Webhook, options, errors);
        }

        return errors;
    }

    private static void CheckKey(string? key, FieldErrors errors)
    {
        if (!string.IsNullOrEmpty(key) && (key.Length > LongestKey || key.AsSpan().ContainsAnyExcept(KeyCharacters)))
        {
            errors.Add("Idempotency-Key", $"is not a name: expected up to {LongestKey} letters, digits and -_.: such as a UUID.");
        }
    }

    private static void CheckPlan(PlanRequest plan, DateTimeOffset now, FieldErrors errors)
    {
        if (plan.AsOf is not null)
        {
            errors.Add("plan.asOf", "cannot be given: a schedule is planned from the present on.");
        }

        if (plan.Job?.Deadline - now > FurthestDeadline)
        {
            errors.Add("plan.job.deadline", $"lies more than {FurthestDeadline.TotalDays:0} days ahead: post the schedule nearer to the run.");
        }

        if (plan.Job?.Id?.Contains('\0', StringComparison.Ordinal) == true)
        {
            errors.Add("plan.job.id", "holds a NUL character, which the database cannot keep.");
        }
    }

    private static void CheckHeaders(IReadOnlyDictionary<string, string>? headers, FieldErrors errors)
    {
        if (headers?.Count > MostHeaders)
        {
            errors.Add("webhook.headers", $"has {headers.Count} headers; at most {MostHeaders} are sent.");
            return;
        }

        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
        {
            var isToken = name.Length is > 0 and <= 100 && !name.AsSpan().ContainsAnyExcept(TokenCharacters);
            var fault = !isToken ? "is not a header's name."
                : Reserved.Contains(name, StringComparer.OrdinalIgnoreCase) || ReservedPrefixes.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase)) ? "is set by this service."
                : value is null ? "has no value."
                : value.Length > LongestHeaderValue ? $"has {value.Length} characters; at most {LongestHeaderValue} are sent."
                : value.Any(c => c is (< ' ' or > '~') and not '\t') ? "holds a character other than printable ASCII."
                : null;
            if (fault is not null)
            {
                errors.Add($"webhook.headers.{(isToken ? name : "?")}", fault);
            }
        }
    }

    private static void CheckBody(IReadOnlyDictionary<string, JsonElement>? body, FieldErrors errors)
    {
        if (body is not null && ScheduleJson.Write(body).Length is > LongestBody and var length)
        {
            errors.Add("webhook.body", $"has {length} characters; at most {LongestBody} are kept.");
        }
    }

    private static void CheckSecret(ScheduleWebhook webhook, ScheduleOptions options, FieldErrors errors)
    {
        if (webhook.Secret is not null && webhook.SecretName is not null)
        {
            errors.Add("webhook.secret", "is given twice: give secret or secretName.");
        }
        else if (webhook.Secret is not null && !WebhookSignature.IsSecret(webhook.Secret))
        {
            errors.Add("webhook.secret", $"is not understood: {WebhookSignature.SecretRule}");
        }
        else if (webhook.SecretName is not null && !options.Secrets.ContainsKey(webhook.SecretName))
        {
            errors.Add("webhook.secretName", $"names no key: an operator sets keys by {ScheduleOptions.Section}:Secrets.");
        }
    }
}
