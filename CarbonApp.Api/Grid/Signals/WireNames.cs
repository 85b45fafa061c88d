using CarbonApp.Engine.Grid.Footprint;
using CarbonApp.Engine.Grid.Regions;
using CarbonApp.Engine.Grid.Signals;

namespace CarbonApp.Api.Grid.Signals;

/// <summary>How the Engine's enumerations are spelled on the wire.</summary>
internal static class WireNames
{
    public static string Of(SignalKind kind) => kind == SignalKind.Average ? "average" : "marginal";

    public static string Of(EmissionFactor factor) => factor == EmissionFactor.Lifecycle ? "lifecycle" : "direct";

    public static string Of(SignalStatus status) => status switch
    {
        SignalStatus.Measured => "measured",
        SignalStatus.Forecast => "forecast",
        _ => "estimated",
    };

    public static string Of(CloudProvider provider) => provider switch
    {
        CloudProvider.Aws => "aws",
        CloudProvider.Azure => "azure",
        _ => "gcp",
    };

    public static string Of(PowerConfidence confidence) => confidence switch
    {
        PowerConfidence.Measured => "measured",
        PowerConfidence.Scaled => "scaled",
        PowerConfidence.Modelled => "modelled",
        _ => "guessed",
    };

    public static SignalKind? Kind(string? text) => text switch
    {
        "average" => SignalKind.Average,
        "marginal" => SignalKind.Marginal,
        _ => null,
    };

    public static EmissionFactor? Factor(string? text) => text switch
    {
        "lifecycle" => EmissionFactor.Lifecycle,
        "direct" => EmissionFactor.Direct,
        _ => null,
    };

    public static CloudProvider? Provider(string? text) => text?.ToLowerInvariant() switch
    {
        "aws" => CloudProvider.Aws,
        "azure" => CloudProvider.Azure,
        "gcp" => CloudProvider.Gcp,
        _ => null,
    };
}
