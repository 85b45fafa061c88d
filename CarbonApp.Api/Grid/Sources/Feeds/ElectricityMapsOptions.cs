using System.ComponentModel.DataAnnotations;
using CarbonApp.ServiceDefaults.Settings;

namespace CarbonApp.Api.Grid.Sources.Feeds;

/// <summary>Section <c>ElectricityMaps</c>.</summary>
internal sealed class ElectricityMapsOptions
{
    public const string Section = "ElectricityMaps";

    /// <summary>Empty: the source is not asked.</summary>
    [Secret]
    public string? ApiKey { get; set; }

    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.electricitymaps.com/v3");

    /// <summary>Hours of forecast to ask for; empty for what the plan gives by itself (24).</summary>
    [Range(1, 72)]
    public int? ForecastHours { get; set; }

    public bool IsConfigured => !string.IsNullOrWhiteSpace(ApiKey);
}
