using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Grid.Sources.Caching;

/// <summary>Section <c>Sources:Cache</c>: how long answers of the feeds, and their failures, are kept.</summary>
internal sealed class FeedCacheOptions
{
    public const string Section = "Sources:Cache";

    /// <summary>Seconds a latest value is fresh, in memory and in Redis.</summary>
    [Range(1, 86_400)]
    public int LatestSeconds { get; set; } = 300;

    /// <summary>Seconds a forecast is fresh, in memory and in Redis.</summary>
    [Range(1, 86_400)]
    public int ForecastSeconds { get; set; } = 1_800;

    /// <summary>Seconds a page of settled history is fresh.</summary>
    [Range(1, 30 * 86_400)]
    public int HistorySeconds { get; set; } = 86_400;

    /// <summary>Seconds past its time for which an answer still serves while it is being renewed.</summary>
    [Range(0, 7 * 86_400)]
    public int StaleSeconds { get; set; } = 6 * 3_600;

    /// <summary>Seconds a failure is remembered.</summary>
    [Range(1, 3_600)]
    public int FailureSeconds { get; set; } = 30;

    /// <summary>Seconds a refusal (401, 403) is remembered: a key does not become valid by asking again.</summary>
    [Range(1, 86_400)]
    public int RefusalSeconds { get; set; } = 900;

    /// <summary>Bytes of answers kept in memory; the least used leave first.</summary>
    [Range(100_000, 2_000_000_000)]
    public long MaxBytes { get; set; } = 32_000_000;

    /// <summary>Milliseconds one look into Redis may take before it counts as absent.</summary>
    [Range(10, 5_000)]
    public int RedisTimeoutMilliseconds { get; set; } = 150;

    /// <summary>Milliseconds to wait for another replica that is fetching the same answer.</summary>
    [Range(0, 30_000)]
    public int ReplicaWaitMilliseconds { get; set; } = 1_000;
}
