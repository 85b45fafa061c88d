using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Limits;

/// <summary>Settings <c>RateLimits</c>: how much one caller may ask. All replicas count together.</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>Whether there are limits at all; when left out, everywhere but in Development.</summary>
    public bool? Enabled { get; set; }

    /// <summary>Calls of the API in any hour.</summary>
    [Range(1, 100_000)]
    public int PerHour { get; set; } = 100;

    /// <summary>Calls in any minute that search for an optimum (optimize, plan, batch, pareto, placement, backtest) or analyse kelp (analyses, run, analyze-and-cache); they count in the hour too.</summary>
    [Range(1, 100_000)]
    public int OptimizePerMinute { get; set; } = 20;

    /// <summary>Replicas of the Api, at most: each admits this share of the limits while neither Redis nor Postgres can be reached.</summary>
    [Range(1, 1_000)]
    public int Replicas { get; set; } = 1;
}
