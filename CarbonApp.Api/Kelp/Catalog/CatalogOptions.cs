using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Kelp.Catalog;

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
