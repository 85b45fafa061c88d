using System.ComponentModel.DataAnnotations;
using CarbonApp.ServiceDefaults.Settings;

namespace CarbonApp.Api.Access;

/// <summary>Settings <c>ApiKeys</c>: who may call.</summary>
internal sealed class ApiKeyOptions
{
    public const string Section = "ApiKeys";

    /// <summary>True: every call needs a key with the scope for it, also from this machine. False: only administration from elsewhere does.</summary>
    public bool Required { get; set; }

    /// <summary>A key with every right that is set here rather than stored, to make the first ones with; a secret of 32 characters or more.</summary>
    [Secret]
    [MinLength(32, ErrorMessage = "ApiKeys:AdminKey is too short to be safe: give 32 characters or more, such as the output of openssl rand -hex 32.")]
    public string? AdminKey { get; set; }
}
