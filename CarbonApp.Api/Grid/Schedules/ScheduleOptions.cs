using System.ComponentModel.DataAnnotations;
using CarbonApp.ServiceDefaults.Settings;

namespace CarbonApp.Api.Grid.Schedules;

/// <summary>Settings <c>Grid:Schedules</c>.</summary>
internal sealed class ScheduleOptions : IValidatableObject
{
    public const string Section = "Grid:Schedules";

    /// <summary>Time between two plans of a waiting job, seconds; forecasts change every half hour at most.</summary>
    [Range(1, 86_400)]
    public double ReplanEverySeconds { get; set; } = 900;

    /// <summary>How long before the start the last plan is made, seconds.</summary>
    [Range(0, 3_600)]
    public double ReplanStopsSeconds { get; set; } = 60;

    /// <summary>Longest time an attempt to call may take, seconds.</summary>
    [Range(0.5, 60)]
    public double CallTimeoutSeconds { get; set; } = 10;

    /// <summary>Attempts to call before giving up.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 20;

    /// <summary>Pause after the first failed attempt, seconds; doubled after each further one.</summary>
    [Range(0.05, 3_600)]
    public double FirstRetrySeconds { get; set; } = 1;

    /// <summary>Longest pause between attempts, seconds, unless the receiver asks for more by Retry-After.</summary>
    [Range(0.05, 3_600)]
    public double LongestRetrySeconds { get; set; } = 300;

    /// <summary>A call is tried until the job's deadline, and at least for this time after its start, seconds.</summary>
    [Range(0, 86_400)]
    public double RetryForSeconds { get; set; } = 600;

    /// <summary>Calls under way at once in one process.</summary>
    [Range(1, 500)]
    public int Concurrency { get; set; } = 64;

    /// <summary>Days to keep schedules that have ended.</summary>
    [Range(1, 36_500)]
    public int KeepDays { get; set; } = 30;

    /// <summary>Keys of signatures by name, for <c>webhook.secretName</c>.</summary>
    [Secret]
    public IDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary>A call whose process has died is taken over after this time: no living process still works on it.</summary>
    public TimeSpan Lease => TimeSpan.FromSeconds(CallTimeoutSeconds + 2);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, secret) in Secrets.Where(s => !WebhookSignature.IsSecret(s.Value)))
        {
            yield return new ValidationResult($"{Section}:Secrets:{name}: {WebhookSignature.SecretRule}", [nameof(Secrets)]);
        }
    }
}
