using System.ComponentModel.DataAnnotations;
using CarbonApp.ServiceDefaults.Settings;

namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>Settings <c>Secrets:KeyVault</c>: secrets from Azure Key Vault.</summary>
internal sealed class KeyVaultOptions : IValidatableObject
{
    public const string Section = $"{SecretOptions.Section}:KeyVault";

    /// <summary>The vault, such as https://carbonapp.vault.azure.net; empty: it is not asked. In a secret's name `--` stands for `:`.</summary>
    public Uri? Address { get; set; }

    /// <summary>Only secrets whose names begin so are read, and go by the rest of their name.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>Tenant of an app registration; with ClientId and ClientSecret or FederatedTokenFile. Empty: the managed identity of where this runs.</summary>
    public string? TenantId { get; set; }

    /// <summary>The app registration's id, or that of a user-assigned managed identity.</summary>
    public string? ClientId { get; set; }

    /// <summary>Secret of the app registration.</summary>
    [Secret]
    public string? ClientSecret { get; set; }

    /// <summary>File with a token that Entra trusts instead of a secret: AZURE_FEDERATED_TOKEN_FILE of AKS' workload identity.</summary>
    public string? FederatedTokenFile { get; set; }

    /// <summary>Where tokens for an app registration are fetched.</summary>
    [Required]
    public Uri Authority { get; set; } = new("https://login.microsoftonline.com");

    /// <summary>Where tokens for a managed identity are fetched, unless the platform names its own place by IDENTITY_ENDPOINT.</summary>
    [Required]
    public Uri MetadataAddress { get; set; } = new("http://169.254.169.254");

    /// <summary>What the tokens are for; another one in sovereign clouds.</summary>
    [Required]
    public string Resource { get; set; } = "https://vault.azure.net";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SourceAddress.FaultOf($"{Section}:{nameof(Address)}", Address) is { } fault)
        {
            yield return new ValidationResult(fault, [nameof(Address)]);
        }

        if (!string.IsNullOrWhiteSpace(ClientSecret) && (string.IsNullOrWhiteSpace(TenantId) || string.IsNullOrWhiteSpace(ClientId)))
        {
            yield return new ValidationResult($"{Section}:ClientSecret needs {Section}:TenantId and {Section}:ClientId beside it: give all three or only what a managed identity needs.");
        }
    }
}
