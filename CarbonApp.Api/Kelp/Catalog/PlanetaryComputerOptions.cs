using System.ComponentModel.DataAnnotations;
using CarbonApp.ServiceDefaults.Settings;

namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>Section <c>Kelp:Catalogs:PlanetaryComputer</c>.</summary>
internal sealed class PlanetaryComputerOptions : StacOptions
{
    public const string Section = $"{CatalogOptions.Section}:PlanetaryComputer";

    public PlanetaryComputerOptions()
    {
        SearchAddress = new Uri("https://planetarycomputer.microsoft.com/api/stac/v1/search");
        Collection = "sentinel-2-l2a";
        DataHosts = "sentinel2l2a01.blob.core.windows.net";
    }

    /// <summary>Below it, a token for each collection.</summary>
    [Required]
    public Uri? TokenAddress { get; set; } = new("https://planetarycomputer.microsoft.com/api/sas/v1/token");

    /// <summary>Raises the limit of calls; sent to the search and token addresses only.</summary>
    [Secret]
    public string? SubscriptionKey { get; set; }

    /// <summary>A token is fetched anew this long before it ends, seconds.</summary>
    [Range(1, 3_600)]
    public int RenewSeconds { get; set; } = 300;

    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var fault in base.Validate(validationContext))
        {
            yield return fault;
        }

        if (TokenAddress is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            yield return new ValidationResult($"{nameof(TokenAddress)} has to be an absolute http or https address.", [nameof(TokenAddress)]);
        }
    }
}
