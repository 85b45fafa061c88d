using System.ComponentModel.DataAnnotations;

namespace CarbonApp.ServiceDefaults.Hardening;

/// <summary>Settings <c>Cors</c>: which other sites' pages may call from a browser.</summary>
public sealed class OriginOptions : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Cors";

    /// <summary>Origins, comma separated, such as https://dashboard.example.org; empty: none.</summary>
    public string AllowedOrigins { get; set; } = "";

    internal string[] Origins => AllowedOrigins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Origins.Where(o => !IsOrigin(o)).Select(o => new ValidationResult(
        $"{Section}:AllowedOrigins: '{o}' is no origin: write scheme and host, and the port where it is not the usual, such as https://dashboard.example.org.",
        [nameof(AllowedOrigins)]));

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && text.Equals(uri.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
}
