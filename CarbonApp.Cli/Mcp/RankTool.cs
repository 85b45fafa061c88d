using CarbonApp.Api.Grid.Regions;
using CarbonApp.Api.Grid.Zones;
using CarbonApp.Cli.Http;
using CarbonApp.Cli.Ranks;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Mcp;

internal sealed record RankArguments
{
    public string Of { get; init; } = "zones";

    public string? Provider { get; init; }

    public int Top { get; init; } = 10;
}

/// <summary>Which zones or cloud regions are cleanest now?</summary>
internal sealed class RankTool(CarbonApi api) : CarbonTool<RankArguments>("rank", "Rank zones or regions", Description, Schema)
{
    private const string Description =
        "Ranks electricity grid zones, or cloud regions, by their carbon intensity now, cleanest first. Zones come with gCO2eq/kWh now and for each of the coming 24 h; regions " +
        "with computingIntensity, gCO2eq per kWh of computing (intensity times PUE).";

    private const string Schema = """
        {"type": "object", "additionalProperties": false, "properties": {
          "of": {"type": "string", "enum": ["zones", "regions"], "description": "Grid zones (default) or cloud regions."},
          "provider": {"type": "string", "enum": ["aws", "azure", "gcp"], "description": "Regions of one provider only; implies regions."},
          "top": {"type": "integer", "minimum": 1, "maximum": 1000, "description": "How many, the cleanest first. Default 10."} } }
        """;

    protected override async Task<(string Summary, string Answer)> AskAsync(RankArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Of is not ("zones" or "regions") || arguments.Provider is not (null or "aws" or "azure" or "gcp") || arguments.Top is < 1 or > 1000)
        {
            throw new ToolArgumentException("of is zones or regions, provider is aws, azure or gcp, top is 1 to 1000.");
        }

        var ranked = await api.GetAsync<ZonesResponse>("api/v2/zones", cancellationToken);
        if (arguments is { Of: "zones", Provider: null })
        {
            var zones = ranked.Value.Zones.Take(arguments.Top).Select((z, i) => $"{i + 1}. {z.Zone} ({z.Name}): {Quantities.Intensity(z.Intensity)}, {z.Status ?? "no data"}");
            return (Headed(ranked.Value.AsOf, zones), RankCommand.Shortened(ranked.Text, arguments.Top));
        }

        var known = await api.GetAsync<RegionsResponse>("api/v2/regions", cancellationToken);
        var rows = RankedRegion.Rank(ranked.Value, known.Value, arguments.Provider).Take(arguments.Top).ToArray();
        var regions = rows.Select((r, i) =>
            $"{i + 1}. {r.Region.Provider}/{r.Region.Code} ({r.Region.Place}, zone {r.Region.Zone}): {Quantities.Intensity(r.ComputingIntensity)} of computing, {r.Zone?.Status ?? "no data"}");
        return (Headed(ranked.Value.AsOf, regions), RankedRegion.ToJson(rows, ranked.Value.AsOf));
    }

    private static string Headed(DateTimeOffset asOf, IEnumerable<string> lines) => $"As of {Quantities.Time(asOf)}, cleanest first:\n{string.Join('\n', lines)}";
}
