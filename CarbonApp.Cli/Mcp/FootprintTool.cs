using System.Globalization;
using CarbonApp.Api.Grid.Footprint;
using CarbonApp.Cli.Footprints;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Mcp;

internal sealed record FootprintArguments
{
    public string? Zone { get; init; }

    public string? Region { get; init; }

    public double? Pue { get; init; }

    public required string Start { get; init; }

    public required string End { get; init; }

    public required IReadOnlyList<FootprintComponent> Components { get; init; }

    public double? IntensityGPerKwh { get; init; }

    public string Factor { get; init; } = "lifecycle";

    public FootprintMarket? Market { get; init; }

    public FootprintUnit FunctionalUnit { get; init; } = new();
}

/// <summary>What does this run or service emit?</summary>
internal sealed class FootprintTool(CarbonApi api) : CarbonTool<FootprintArguments>("footprint", "Count emissions", Description, Schema)
{
    private const string Description =
        "Counts what a run or a service emits over a period, past or to come: Software Carbon Intensity (ISO/IEC 21031) per functional unit, electricity location- and market-based " +
        "(GHG Protocol), and the share of making the machines, in gCO2eq. Every figure used comes back with its confidence (given, measured, estimated, assumed) and source.";

    private const string Schema = $$"""
        {"type": "object", "additionalProperties": false, "required": ["start", "end", "components"], "properties": {
          {{ToolArguments.SiteSchema}},
          "pue": {"type": "number", "minimum": 1, "maximum": 3, "description": "Power usage effectiveness of the data centre. Default: the provider's mean, 1 for a zone."},
          "start": {"type": "string", "description": "Beginning of the period: ISO 8601, UTC where no offset is given, or +2h from now."},
          "end": {"type": "string", "description": "End of the period, likewise; at most 400 days after start."},
          "components": {"type": "array", "minItems": 1, "maxItems": 200, "description": "What drew energy; each has exactly one of instances, power, memory, storage, network.", "items": {
            "type": "object", "additionalProperties": false, "properties": {
              "name": {"type": "string", "description": "Name of the part in the answer."},
              "hours": {"type": "number", "minimum": 0, "description": "Hours it ran within the period. Default: all of it."},
              "instances": {"type": "object", "required": ["instanceType"], "additionalProperties": false, "properties": {
                "provider": {"type": "string", "enum": ["aws", "azure", "gcp"], "description": "Default: the region's."},
                "instanceType": {"type": "string", "description": "Such as m6i.xlarge."},
                "count": {"type": "integer", "minimum": 1, "description": "Default 1."},
                "utilization": {"type": "number", "minimum": 0, "maximum": 1, "description": "Mean CPU utilization. Default 0.5."} } },
              "power": {"type": "object", "required": ["watts"], "additionalProperties": false, "properties": {
                "watts": {"type": "number", "description": "Mean power at the plug, W, before PUE."},
                "serverKg": {"type": "number", "description": "kgCO2eq of making the whole server."},
                "serverShare": {"type": "number", "description": "Part of the server used. Default 1."},
                "lifetimeHours": {"type": "number", "description": "Hours of life of the server. Default 35040."} } },
              "memory": {"type": "object", "required": ["gigabytes"], "additionalProperties": false, "properties": {"gigabytes": {"type": "number", "description": "GB that no machine includes."} } },
              "storage": {"type": "object", "required": ["terabytes"], "additionalProperties": false, "properties": {
                "terabytes": {"type": "number", "description": "TB kept, before replication."},
                "medium": {"type": "string", "enum": ["ssd", "hdd"], "description": "Default ssd."},
                "replication": {"type": "number", "minimum": 1, "description": "Copies. Default 3."},
                "embodiedKgPerTb": {"type": "number", "description": "kgCO2eq of making a TB of drives."} } },
              "network": {"type": "object", "required": ["gigabytes"], "additionalProperties": false, "properties": {
                "gigabytes": {"type": "number", "description": "GB carried between sites over the period."},
                "kwhPerGb": {"type": "number", "description": "Default 0.001."} } } } } },
          "intensityGPerKwh": {"type": "number", "minimum": 0, "description": "Mean grid intensity where known, gCO2eq/kWh. Default: asked from the sources."},
          {{ToolArguments.FactorSchema}},
          "market": {"type": "object", "additionalProperties": false, "description": "What was bought beside the grid's mix.", "properties": {
            "certificateShare": {"type": "number", "minimum": 0, "maximum": 1, "description": "Part of the energy covered by certificates or contracts."},
            "certificateIntensityGPerKwh": {"type": "number", "description": "gCO2eq/kWh of what is covered. Default 0."},
            "supplierIntensityGPerKwh": {"type": "number", "description": "gCO2eq/kWh the supplier states for the rest."},
            "residualIntensityGPerKwh": {"type": "number", "description": "gCO2eq/kWh of the residual mix."},
            "carbonFreeShare": {"type": "number", "minimum": 0, "maximum": 1, "description": "Part that was carbon-free hour by hour, in place of certificates."},
            "gridCarbonFreeShare": {"type": "number", "minimum": 0, "maximum": 0.99, "description": "Carbon-free part of the grid itself."} } },
          "functionalUnit": {"type": "object", "additionalProperties": false, "properties": {
            "name": {"type": "string", "description": "What one unit is, such as request."},
            "count": {"type": "number", "exclusiveMinimum": 0, "description": "Units delivered in the period."} } } } }
        """;

    protected override async Task<(string Summary, string Answer)> AskAsync(FootprintArguments arguments, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var request = new FootprintRequest
        {
            Site = ToolArguments.Site(arguments.Zone, arguments.Region, arguments.Pue),
            Start = ToolArguments.Time("start", arguments.Start, now),
            End = ToolArguments.Time("end", arguments.End, now),
            Components = arguments.Components,
            IntensityGPerKwh = arguments.IntensityGPerKwh,
            Factor = arguments.Factor,
            Market = arguments.Market,
            FunctionalUnit = arguments.FunctionalUnit,
        };
        var footprint = await api.PostAsync<FootprintResponse>(FootprintCommand.Path, request, cancellationToken);
        return (Summary(footprint.Value), footprint.Text);
    }

    private static string Summary(FootprintResponse footprint)
    {
        var (sci, totals) = (footprint.Sci, footprint.Totals);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(totals.EmbodiedUnknownOf.Count > 0 ? "At least " : "")}{sci.ScoreG:0.####} gCO2eq per {sci.UnitName} (SCI; {sci.LowG:0.####} to {sci.HighG:0.####}). {Quantities.Energy(totals.EnergyKwh)}; location-based {Quantities.Grams(totals.LocationBasedG)} at {Quantities.Intensity(sci.IntensityGPerKwh)} ({footprint.LocationIntensity.Confidence}), market-based {Quantities.Grams(totals.MarketBasedG)}, embodied {Quantities.Grams(totals.EmbodiedG)}.")
            + ToolArguments.Warnings(footprint.Warnings.Select(w => $"{w}: {FootprintTable.Meaning(w, totals)}"));
    }
}
