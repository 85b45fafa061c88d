using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>Section <c>Kelp</c>: what is true of all of it.</summary>
internal sealed class KelpOptions
{
    public const string Section = "Kelp";

    /// <summary>True to take scenes from the local folder only and to mark every output as a demonstration; the same as <c>--demo</c>.</summary>
    public bool Demo { get; set; }
}

/// <summary>Section <c>Kelp:Catalogs</c>: which catalogues are asked, in which order, and with how much patience.</summary>
internal sealed class CatalogOptions : IValidatableObject
{
    public const string Section = "Kelp:Catalogs";

    /// <summary>Names in order of preference, comma separated; one that is not named is not asked.</summary>
    [Required]
    public string Order { get; set; } = string.Join(',', CatalogNames.All);

    /// <summary>Most requests to one catalogue's hosts at a time.</summary>
    [Range(1, 256)]
    public int MaxRequestsInFlight { get; set; } = 32;

    /// <summary>Attempts after the first that failed without a byte of progress.</summary>
    [Range(0, 10)]
    public int MaxRetries { get; set; } = 4;

    /// <summary>Wait before the first of them, milliseconds; it doubles from there, and up to half of it is left out at random.</summary>
    [Range(1, 60_000)]
    public int RetryDelayMilliseconds { get; set; } = 300;

    /// <summary>Time a page of a search, a token or a small file may take with all attempts, seconds.</summary>
    [Range(1, 600)]
    public double RequestTimeoutSeconds { get; set; } = 60;

    /// <summary>Time one range of a file may take with all attempts, seconds.</summary>
    [Range(1, 3_600)]
    public double RangeTimeoutSeconds { get; set; } = 180;

    /// <summary>Time without a byte after which an attempt is given up, seconds.</summary>
    [Range(0.05, 600)]
    public double StallTimeoutSeconds { get; set; } = 15;

    /// <summary>Items asked for per page of a search.</summary>
    [Range(1, 1_000)]
    public int PageSize { get; set; } = 100;

    /// <summary>Most pages of one search.</summary>
    [Range(1, 10_000)]
    public int MaxPages { get; set; } = 500;

    /// <summary>Longest answer to a search, MB: a page of 100 items has 2.</summary>
    [Range(1, 256)]
    public int MaxAnswerMegabytes { get; set; } = 32;

    /// <summary>The order, as a list.</summary>
    public IReadOnlyList<string> Names => Order.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var name in Names.Where(n => !CatalogNames.All.Contains(n)))
        {
            yield return new ValidationResult($"{Section}:Order names '{name}'; known are {string.Join(", ", CatalogNames.All)}.", [nameof(Order)]);
        }
    }
}

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

/// <summary>Section <c>Kelp:Catalogs:EarthSearch</c>.</summary>
internal sealed class EarthSearchOptions : StacOptions
{
    public const string Section = $"{CatalogOptions.Section}:EarthSearch";

    public EarthSearchOptions()
    {
        SearchAddress = new Uri("https://earth-search.aws.element84.com/v1/search");
        Collection = "sentinel-2-l2a";
        DataHosts = "sentinel-cogs.s3.us-west-2.amazonaws.com,e84-earth-search-sentinel-data.s3.us-west-2.amazonaws.com";
    }
}

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
