using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Grid.Ledger;

/// <summary>Settings <c>Grid:Ledger</c>.</summary>
internal sealed class LedgerOptions
{
    public const string Section = "Grid:Ledger";

    /// <summary>How long storing plans may take before they are answered unstored, s.</summary>
    [Range(0.1, 60)]
    public double StoreTimeoutSeconds { get; set; } = 2;

    /// <summary>How long plans are answered unstored after storing failed, before it is tried again, s.</summary>
    [Range(0, 600)]
    public double RestSeconds { get; set; } = 2;

    /// <summary>Plans that may wait to be stored; more are answered unstored.</summary>
    [Range(1, 1_000_000)]
    public int MostWaiting { get; set; } = 10_000;

    /// <summary>Minutes between two passes that settle plans.</summary>
    [Range(0.01, 1_440)]
    public double SettleEveryMinutes { get; set; } = 1;

    /// <summary>Days after the end of its window for which a plan waits for measured intensity.</summary>
    [Range(1, 3_650)]
    public int WaitDays { get; set; } = 30;
}
