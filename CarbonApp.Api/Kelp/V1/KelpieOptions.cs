using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Kelp.V1;

/// <summary>Settings <c>Kelp:V1</c>.</summary>
internal sealed class KelpieOptions
{
    public const string Section = "Kelp:V1";

    /// <summary>How long a call waits for its analysis, s; then it answers 202 and the analysis goes on.</summary>
    [Range(1, 3600)]
    public double WaitSeconds { get; set; } = 300;
}
