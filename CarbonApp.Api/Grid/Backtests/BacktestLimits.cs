namespace CarbonApp.Api.Grid.Backtests;

/// <summary>What one backtest may ask for: each bounds the memory of a replica or the size of an answer.</summary>
internal static class BacktestLimits
{
    public const int Zones = 400;
    public const int Jobs = 100_000;
    public const int Hours = 30;
    public const int Seeds = 100;
    public const int Rows = 100_000;

    /// <summary>Numbers drawn at once, 8 bytes each.</summary>
    public const long Normals = 5_000_000;

    /// <summary>Placements of a job: about a minute on one core where windows are short, an hour at worst.</summary>
    public const long Placements = 2_000_000_000;

    /// <summary>Hundred thousand jobs with all their members, and room to spare.</summary>
    public const long BodyBytes = 16 << 20;

    public static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(3660);

    /// <summary>A forecast is kept for every hour of the period.</summary>
    public static readonly TimeSpan LongestOwnPeriod = TimeSpan.FromDays(1100);

    public static readonly TimeSpan LongestJob = TimeSpan.FromDays(366);
}
