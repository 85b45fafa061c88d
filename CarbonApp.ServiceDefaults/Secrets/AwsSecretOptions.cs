using System.ComponentModel.DataAnnotations;

namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>Settings <c>Secrets:Aws</c>: secrets from AWS Secrets Manager.</summary>
internal sealed class AwsSecretOptions : IValidatableObject
{
    public const string Section = $"{SecretOptions.Section}:Aws";

    /// <summary>Names or ARNs of secrets, comma separated; empty: it is not asked. A secret is a JSON object of settings, or the value of the setting that its name ends in.</summary>
    public string SecretIds { get; set; } = "";

    /// <summary>Region; when left out, AWS_REGION.</summary>
    public string? Region { get; set; }

    /// <summary>Address, where it is not the region's usual one: a VPC endpoint.</summary>
    public Uri? Address { get; set; }

    internal IReadOnlyList<string> Ids => SecretIds.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SourceAddress.FaultOf($"{Section}:{nameof(Address)}", Address) is { } fault)
        {
            yield return new ValidationResult(fault, [nameof(Address)]);
        }
    }
}
