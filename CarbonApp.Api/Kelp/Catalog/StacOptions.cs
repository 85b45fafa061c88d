using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>A catalogue that is asked over HTTP.</summary>
internal abstract class StacOptions : IValidatableObject
{
    /// <summary>False: it is not asked.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Where a search is posted to.</summary>
    [Required]
    public Uri? SearchAddress { get; set; }

    /// <summary>Collection of Sentinel-2 L2A.</summary>
    [Required]
    public string? Collection { get; set; }

    /// <summary>Hosts that files may be read from, comma separated; *.example.org for all below. An item that points elsewhere is refused.</summary>
    [Required]
    public string? DataHosts { get; set; }

    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SearchAddress is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            yield return new ValidationResult($"{nameof(SearchAddress)} has to be an absolute http or https address.", [nameof(SearchAddress)]);
        }
    }

    /// <summary>Whether a list of hosts holds one.</summary>
    public static bool Holds(string? hosts, string host) =>
        (hosts ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Any(allowed => allowed.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(allowed, StringComparison.OrdinalIgnoreCase));
}
