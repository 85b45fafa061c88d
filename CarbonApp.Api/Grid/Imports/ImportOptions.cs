using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Grid.Imports;

/// <summary>Settings <c>Grid:Imports</c>.</summary>
internal sealed class ImportOptions
{
    public const string Section = "Grid:Imports";

    /// <summary>Largest file taken, bytes; 2 GiB. Memory does not grow with it.</summary>
    [Range(1_024, long.MaxValue)]
    public long MaxFileBytes { get; set; } = 2L << 30;

    /// <summary>Slots committed together. An interruption loses at most two batches.</summary>
    [Range(1, 1_000_000)]
    public int BatchSlots { get; set; } = 50_000;

    /// <summary>Files taken in at once by a replica; more wait. Each holds a connection to Postgres for as long as its caller sends, so keep it well below Database:MostConnections.</summary>
    [Range(1, 1_000)]
    public int MostAtOnce { get; set; } = 16;

    /// <summary>Longest time that a file waits for its turn, seconds; then it is refused with 503 and IMPORTS_BUSY.</summary>
    [Range(0.1, 300)]
    public double WaitSeconds { get; set; } = 10;
}
