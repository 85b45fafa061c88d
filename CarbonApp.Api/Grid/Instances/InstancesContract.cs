namespace CarbonApp.Api.Grid.Instances;

/// <summary>Size and power of an instance type. Answer of <c>GET /api/v2/instances/{provider}/{type}</c>.</summary>
internal sealed record InstanceResponse
{
    /// <summary><c>aws</c>, <c>azure</c> or <c>gcp</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's name.</summary>
    public required string Name { get; init; }

    /// <summary>vCPUs.</summary>
    public required double VirtualCpus { get; init; }

    /// <summary>Memory, GB.</summary>
    public required double MemoryGigabytes { get; init; }

    /// <summary>Power at the server's plug at 0 % CPU, W.</summary>
    public required double IdleWatts { get; init; }

    /// <summary>At 10 %, W.</summary>
    public required double TenPercentWatts { get; init; }

    /// <summary>At 50 %, W.</summary>
    public required double HalfWatts { get; init; }

    /// <summary>At 100 %, W.</summary>
    public required double FullWatts { get; init; }

    /// <summary><c>measured</c>, <c>scaled</c>, <c>modelled</c> or <c>guessed</c>.</summary>
    public required string Confidence { get; init; }

    /// <summary>Share of the server's manufacture, whole life, kgCO2eq; null when not known.</summary>
    public double? EmbodiedKg { get; init; }

    /// <summary>Publication the figures come from.</summary>
    public required string Source { get; init; }
}
