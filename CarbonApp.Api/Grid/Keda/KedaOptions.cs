using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Grid.Keda;

/// <summary>Settings <c>Grid:Keda</c>: the external scaler that KEDA may ask.</summary>
internal sealed class KedaOptions
{
    public const string Section = "Grid:Keda";

    /// <summary>Port on which the scaler answers gRPC without TLS; null (default): it does not. 0 takes any free port, for tests.</summary>
    [Range(0, 65_535)]
    public int? Port { get; set; }

    /// <summary>Seconds between two looks of a stream (<c>external-push</c>) at whether it should be active.</summary>
    [Range(0.05, 3_600)]
    public double StreamSeconds { get; set; } = 15;

    /// <summary>Streams kept open at once; further ones are refused.</summary>
    [Range(1, 100_000)]
    public int MostStreams { get; set; } = 1_000;
}
