using System.ComponentModel.DataAnnotations;
using CarbonApp.Api.Grid.Sdk;

namespace CarbonApp.Api.Grid.Metrics;

/// <summary>Section <c>Metrics</c>: which intensities <c>/metrics</c> tells.</summary>
internal sealed class MetricsOptions : IValidatableObject
{
    public const string Section = "Metrics";
    private const int MostLocations = 50;

    /// <summary>
    /// Cloud regions or grid zones, separated by commas, that are read in the background and told under these names. Beside them every zone
    /// is told that a caller asked for within the last hour, at no request to a source.
    /// </summary>
    public string Locations { get; set; } = "";

    /// <summary>Seconds between two readings of the locations. Feeds are asked more seldom: their answers are kept for minutes.</summary>
    [Range(5, 3_600)]
    public int RefreshSeconds { get; set; } = 60;

    public IReadOnlyList<string> Names => [.. Locations.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase)];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var name in Names.Where(n => SdkLocations.ZoneOf(n) is null))
        {
            yield return new ValidationResult($"{Section}:Locations names '{name}', which is neither a cloud region nor a grid zone.");
        }

        if (Names.Count > MostLocations)
        {
            yield return new ValidationResult($"{Section}:Locations names {Names.Count} locations; at most {MostLocations} are read.");
        }
    }
}
