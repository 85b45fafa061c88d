using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Jobs;

/// <summary>Settings <c>Jobs</c>.</summary>
internal sealed class JobOptions
{
    public const string Section = "Jobs";

    /// <summary>Jobs this replica works on at once; 0: it takes none, and only answers for them.</summary>
    [Range(0, 64)]
    public int Concurrency { get; set; } = 1;

    /// <summary>How long a job stays with a replica that is not heard of, s. It is renewed three times as often.</summary>
    [Range(1, 3600)]
    public double LeaseSeconds { get; set; } = 30;

    /// <summary>How often a job is begun before it counts as failed.</summary>
    [Range(1, 100)]
    public int MostAttempts { get; set; } = 3;

    /// <summary>Wait before a job that failed for a passing reason is begun again, s; doubled each time.</summary>
    [Range(0.01, 3600)]
    public double RetrySeconds { get; set; } = 5;

    /// <summary>How often to look for work, and for leases that ran out, without being told of any, s.</summary>
    [Range(0.05, 60)]
    public double PollSeconds { get; set; } = 5;

    /// <summary>Jobs that may wait; more are refused with 429.</summary>
    [Range(1, 1_000_000)]
    public int MostQueued { get; set; } = 1000;

    /// <summary>Days to keep a job and its result after it ended; null: for ever.</summary>
    [Range(1, 36_500)]
    public int? KeepDays { get; set; } = 30;

    public TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);
}
