using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>Section <c>Kelp:Catalogs:Local</c>.</summary>
internal sealed class LocalOptions : IValidatableObject
{
    public const string Section = $"{CatalogOptions.Section}:Local";

    /// <summary>Folder with scenes and chips, laid out as docs/methods/scenes.md says; empty for none.</summary>
    public string? Folder { get; set; }

    /// <summary>Most descriptions (JSON files) looked at below it.</summary>
    [Range(1, 1_000_000)]
    public int MaxFiles { get; set; } = 20_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrWhiteSpace(Folder) && !Directory.Exists(Folder))
        {
            yield return new ValidationResult($"{Section}:Folder is '{Folder}', which is no folder here.", [nameof(Folder)]);
        }
    }
}
