using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Grid.Batch;

/// <summary>Settings <c>Grid:Batch</c>.</summary>
internal sealed class BatchLimits
{
    public const string Section = "Grid:Batch";

    /// <summary>How long a batch may be planned, s. Proxies close a call that is silent for a minute, and its caller would never learn why.</summary>
    [Range(0.001, 3600)]
    public double LongestSeconds { get; set; } = 55;
}
