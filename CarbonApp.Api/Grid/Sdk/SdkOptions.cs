using System.ComponentModel.DataAnnotations;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Sdk;

/// <summary>Section <c>Sdk</c>: which intensity the SDK's calls answer with; they themselves have no word for it.</summary>
internal sealed class SdkOptions
{
    public const string Section = "Sdk";

    /// <summary><c>average</c>, or <c>marginal</c>, which the SDK's users of WattTime are used to.</summary>
    [AllowedValues("average", "marginal")]
    public string Kind { get; set; } = "average";

    /// <summary><c>lifecycle</c> or <c>direct</c>; WattTime's marginal values are direct.</summary>
    [AllowedValues("lifecycle", "direct")]
    public string Factor { get; set; } = "lifecycle";

    /// <summary>The signal of a zone that is asked for.</summary>
    public SignalBasis BasisOf(ZoneId zone) => new(zone, WireNames.Kind(Kind)!.Value, WireNames.Factor(Factor)!.Value);
}
