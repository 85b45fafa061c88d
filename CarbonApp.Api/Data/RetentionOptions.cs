using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Data;

/// <summary>Settings <c>Grid:Retention</c>: how long values are kept after the time they are for, and plans after they were made. Imported values stay for ever.</summary>
internal sealed class RetentionOptions
{
    public const string Section = "Grid:Retention";

    /// <summary>Days to keep values measured by feeds; null (default): for ever.</summary>
    [Range(1, 36_500)]
    public int? MeasuredDays { get; set; }

    /// <summary>Days to keep forecasts of feeds; null: for ever.</summary>
    [Range(1, 36_500)]
    public int? ForecastDays { get; set; } = 30;

    /// <summary>Days to keep estimates of feeds; null (default): for ever.</summary>
    [Range(1, 36_500)]
    public int? EstimatedDays { get; set; }

    /// <summary>Days to keep the product's own forecasts after they were issued; null: for ever. A zone's take some 70 kB a day.</summary>
    [Range(1, 36_500)]
    public int? OwnForecastDays { get; set; } = 90;

    /// <summary>Days to keep plans after they were made, with what came of them; null: for ever.</summary>
    [Range(1, 36_500)]
    public int? PlanDays { get; set; } = 1_826;

    /// <summary>Hours between two sweeps.</summary>
    [Range(0.1, 168)]
    public double SweepEveryHours { get; set; } = 6;
}
