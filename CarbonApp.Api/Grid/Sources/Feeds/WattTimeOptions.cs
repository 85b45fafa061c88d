using System.ComponentModel.DataAnnotations;
using CarbonApp.ServiceDefaults.Settings;

namespace CarbonApp.Api.Grid.Sources.Feeds;

/// <summary>Section <c>WattTime</c>.</summary>
internal sealed class WattTimeOptions : IValidatableObject
{
    public const string Section = "WattTime";

    /// <summary>Empty: the source is not asked.</summary>
    public string? Username { get; set; }

    [Secret]
    public string? Password { get; set; }

    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.watttime.org");

    /// <summary>Hours of forecast to ask for.</summary>
    [Range(1, 72)]
    public int ForecastHours { get; set; } = 72;

    /// <summary>
    /// True to offer its marginal rates, which count combustion only, where marginal life-cycle ones are asked for, marked as
    /// estimates from "watttime (direct factors)".
    /// </summary>
    public bool StandInForLifecycle { get; set; } = true;

    public bool IsConfigured => !string.IsNullOrWhiteSpace(Username) && !string.IsNullOrEmpty(Password);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(Username) != string.IsNullOrEmpty(Password))
        {
            yield return new ValidationResult($"{Section}:Username and {Section}:Password belong together: give both or neither.");
        }
    }
}
