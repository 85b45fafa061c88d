using System.ComponentModel.DataAnnotations;
using CarbonApp.ServiceDefaults.Settings;

namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>Settings <c>Secrets:Vault</c>: secrets from a key-value engine, version 2, of HashiCorp Vault.</summary>
internal sealed class VaultOptions : IValidatableObject
{
    public const string Section = $"{SecretOptions.Section}:Vault";

    /// <summary>Vault, such as https://vault.example.org:8200; empty: it is not asked.</summary>
    public Uri? Address { get; set; }

    /// <summary>Where the engine is mounted.</summary>
    [Required]
    public string Mount { get; set; } = "secret";

    /// <summary>Paths of secrets in it, comma separated; of two that give one setting the later counts.</summary>
    [Required]
    public string Paths { get; set; } = "carbonapp";

    /// <summary>Namespace of Vault Enterprise or HCP.</summary>
    public string? Namespace { get; set; }

    /// <summary>Token; or one of the two ways below.</summary>
    [Secret]
    public string? Token { get; set; }

    /// <summary>File with a token that something else keeps fresh, such as Vault Agent; read anew each time.</summary>
    public string? TokenFile { get; set; }

    /// <summary>Role to log in as by the Kubernetes auth method, with the pod's own token.</summary>
    public string? KubernetesRole { get; set; }

    /// <summary>Where that auth method is mounted.</summary>
    [Required]
    public string KubernetesMount { get; set; } = "kubernetes";

    /// <summary>The pod's token.</summary>
    [Required]
    public string ServiceAccountTokenFile { get; set; } = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    internal IReadOnlyList<string> PathList => Paths.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SourceAddress.FaultOf($"{Section}:{nameof(Address)}", Address) is { } fault)
        {
            yield return new ValidationResult(fault, [nameof(Address)]);
        }

        if (Address is not null && new[] { Token, TokenFile, KubernetesRole }.Count(way => !string.IsNullOrWhiteSpace(way)) != 1)
        {
            yield return new ValidationResult($"{Section}:Token, {Section}:TokenFile and {Section}:KubernetesRole are three ways to be let in: give exactly one.");
        }
    }
}
