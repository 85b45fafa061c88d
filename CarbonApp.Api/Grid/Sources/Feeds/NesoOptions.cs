using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Grid.Sources.Feeds;

/// <summary>Section <c>Sources:Neso</c>.</summary>
internal sealed class NesoOptions
{
    public const string Section = "Sources:Neso";

    public bool Enabled { get; set; } = true;

    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.carbonintensity.org.uk");

    /// <summary>
    /// True to offer its direct figures where life-cycle ones are asked for, marked as estimates from "neso (direct factors)".
    /// They are lower: fuel supply and building of plants are not in them.
    /// </summary>
    public bool StandInForLifecycle { get; set; } = true;
}
