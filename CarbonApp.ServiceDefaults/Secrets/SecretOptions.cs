using System.ComponentModel.DataAnnotations;

namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>Settings <c>Secrets</c>: how secrets are fetched and followed.</summary>
internal sealed class SecretOptions : IValidatableObject
{
    public const string Section = "Secrets";

    /// <summary>Folder with a file for each setting, such as /run/secrets; in a file's name `__` stands for `:`. Empty: none is read.</summary>
    public string? Folder { get; set; }

    /// <summary>Seconds between two looks at every source for what has changed.</summary>
    [Range(0.05, 86_400)]
    public double ReloadSeconds { get; set; } = 60;

    /// <summary>Longest time a source may take to give all its secrets, seconds.</summary>
    [Range(0.1, 300)]
    public double TimeoutSeconds { get; set; } = 30;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrWhiteSpace(Folder) && !Directory.Exists(Folder))
        {
            yield return new ValidationResult($"{Section}:Folder is '{Folder}', which is no folder here. Mount it, or leave the setting out.", [nameof(Folder)]);
        }
    }
}
