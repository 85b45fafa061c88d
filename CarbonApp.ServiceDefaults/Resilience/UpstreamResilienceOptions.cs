using System.ComponentModel.DataAnnotations;

namespace CarbonApp.ServiceDefaults.Resilience;

/// <summary>How long and how often an upstream is asked before it counts as failed. Times in seconds.</summary>
public sealed class UpstreamResilienceOptions
{
    /// <summary>Budget of a call with all its attempts and waits, body included; 0.05 to 300 s.</summary>
    [Range(0.05, 300)]
    public double TotalTimeoutSeconds { get; set; } = 8;

    /// <summary>Limit of one attempt, body included; 0.05 to 300 s.</summary>
    [Range(0.05, 300)]
    public double AttemptTimeoutSeconds { get; set; } = 3;

    /// <summary>Attempts after the first; 0 to 10.</summary>
    [Range(0, 10)]
    public int MaxRetries { get; set; } = 2;

    /// <summary>Wait before the first retry, doubling from there, with jitter; 0.001 to 60 s.</summary>
    [Range(0.001, 60)]
    public double RetryDelaySeconds { get; set; } = 0.2;

    /// <summary>Share of failed calls at which a host is no longer asked; 0.01 to 1.</summary>
    [Range(0.01, 1)]
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>Calls within the sampling time before the share means anything; 2 to 1,000.</summary>
    [Range(2, 1_000)]
    public int BreakerMinimumCalls { get; set; } = 6;

    /// <summary>Time over which the share is counted; 1 to 3,600 s.</summary>
    [Range(1, 3_600)]
    public double BreakerSamplingSeconds { get; set; } = 30;

    /// <summary>Time a failing host is left alone before it is tried once; 0.5 to 3,600 s.</summary>
    [Range(0.5, 3_600)]
    public double BreakerOpenSeconds { get; set; } = 15;

    /// <summary>Largest response body accepted; 1 to 1,024 MB.</summary>
    [Range(1, 1_024)]
    public int MaxResponseMegabytes { get; set; } = 32;
}
