using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Grid.Sources.Feeds;

/// <summary>Section <c>ElectricityMaps</c>; the key may also be given as <c>EL_MAPS_API_KEY</c>.</summary>
internal sealed class ElectricityMapsOptions
{
    public const string Section = "ElectricityMaps";
    public const string KeyVariable = "EL_MAPS_API_KEY";

    /// <summary>Empty: the source is not asked.</summary>
    public string? ApiKey { get; set; }

    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.electricitymaps.com/v3");

    /// <summary>Hours of forecast to ask for; empty for what the plan gives by itself (24).</summary>
    [Range(1, 72)]
    public int? ForecastHours { get; set; }

    public bool IsConfigured => !string.IsNullOrWhiteSpace(ApiKey);
}
