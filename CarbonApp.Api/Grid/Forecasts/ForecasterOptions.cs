using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Grid.Forecasts;

/// <summary>Settings <c>Grid:Forecaster</c>.</summary>
internal sealed class ForecasterOptions
{
    public const string Section = "Grid:Forecaster";

    /// <summary>Minutes between two passes that forecast every zone of which something was measured lately.</summary>
    [Range(0.01, 1_440)]
    public double EveryMinutes { get; set; } = 5;

    /// <summary>Zones, by kind and factor, that a pass forecasts at most; the others are forecast when somebody asks.</summary>
    [Range(1, 10_000)]
    public int MostZones { get; set; } = 500;

    /// <summary>How long a reading may rest on the same forecast before it is looked up again, s.</summary>
    [Range(0, 3_600)]
    public double RememberSeconds { get; set; } = 300;
}
