using System.Globalization;
using CarbonApp.Api.Grid.Forecasts;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Mcp;

internal sealed record ForecastArguments
{
    public required string Zone { get; init; }

    public int Hours { get; init; } = 24;

    public IReadOnlyList<double>? Quantiles { get; init; }

    public string Signal { get; init; } = "average";

    public string Factor { get; init; } = "lifecycle";
}

/// <summary>How will the intensity of a zone go?</summary>
internal sealed class ForecastTool(CarbonApi api) : CarbonTool<ForecastArguments>("forecast", "Forecast a zone", Description, Schema)
{
    private const string Description =
        "Forecasts the carbon intensity (gCO2eq/kWh) of a grid zone hour by hour, with quantiles of its uncertainty and how well the same method did over the last 30 days. Needs " +
        "measured history of the zone.";

    private const string Schema = $$"""
        {"type": "object", "additionalProperties": false, "required": ["zone"], "properties": {
          "zone": {"type": "string", "description": "Electricity grid zone, such as GB, DE or US-MIDA-PJM."},
          "hours": {"type": "integer", "minimum": 1, "maximum": 96, "description": "Hours ahead. Default 24."},
          "quantiles": {"type": "array", "items": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}, "maxItems": 19, "description": "Probabilities between 0 and 1. Default 0.1, 0.5, 0.9."},
          "signal": {"type": "string", "enum": ["average", "marginal"], "description": "Average intensity (default) or marginal."},
          {{ToolArguments.FactorSchema}} } }
        """;

    protected override async Task<(string Summary, string Answer)> AskAsync(ForecastArguments arguments, CancellationToken cancellationToken)
    {
        var quantiles = arguments.Quantiles is { Count: > 0 } levels
            ? $"&quantiles={string.Join(',', levels.Select(q => q.ToString(CultureInfo.InvariantCulture)))}"
            : "";
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"api/v2/forecast/{Uri.EscapeDataString(arguments.Zone)}?hours={arguments.Hours}&kind={Uri.EscapeDataString(arguments.Signal)}&factor={Uri.EscapeDataString(arguments.Factor)}{quantiles}");
        var forecast = await api.GetAsync<ForecastResponse>(path, cancellationToken);
        return (Summary(forecast.Value), forecast.Text);
    }

    private static string Summary(ForecastResponse forecast)
    {
        if (forecast.Hours.Count == 0)
        {
            return $"No hour of {forecast.Zone} is forecast.";
        }

        var (lowest, highest) = (forecast.Hours.MinBy(h => h.Intensity)!, forecast.Hours.MaxBy(h => h.Intensity)!);
        var skill = forecast.Skill is { Own.MeanAbsolutePercent: { } error, Days: var days } ? string.Create(CultureInfo.InvariantCulture, $" Its error over {days} days judged was {error:0.0} %.") : "";
        return $"{forecast.ZoneName} ({forecast.Zone}), {forecast.Hours.Count} h from {Quantities.Time(forecast.Hours[0].Start)}: mean {Quantities.Intensity(forecast.Hours.Average(h => h.Intensity))}, "
            + $"lowest {Quantities.Intensity(lowest.Intensity)} at {Quantities.Time(lowest.Start)}, highest {Quantities.Intensity(highest.Intensity)} at {Quantities.Time(highest.Start)}. Method {forecast.Method.Name}.{skill}"
            + ToolArguments.Warnings(forecast.Warnings);
    }
}
