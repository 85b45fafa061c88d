using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonApp.Engine.Kelp.Carbon;
using CarbonApp.Engine.Kelp.Composite;
using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>Beds as GeoJSON, each with its biomass and carbon beside its area.</summary>
internal static class BedFeatures
{
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<KelpBed> beds, CarbonOutcome.Estimated carbon, UtmGrid grid, bool demo, CancellationToken cancellationToken)
    {
        var estimates = carbon.Beds.ToDictionary(b => b.Id, StringComparer.Ordinal);
        var bytes = new ArrayBufferWriter<byte>();
        BedGeoJson.Write(bytes, beds, grid, toleranceMetres: 0, (json, bed) => AddNumbers(json, estimates[bed.Id], demo), cancellationToken);
        return demo ? Marked(bytes.WrittenSpan) : bytes.WrittenMemory;
    }

    /// <summary>The collection with a member of its own that says so: there may be no bed to say it.</summary>
    private static byte[] Marked(ReadOnlySpan<byte> collection) => [.. "{\"DEMO\":true,"u8, .. collection[1..]];

    /// <summary>Polygons as a GeoJSON geometry.</summary>
    public static JsonNode Geometry(IReadOnlyList<GeoPolygon> polygons) => new JsonObject
    {
        ["type"] = "MultiPolygon",
        ["coordinates"] = new JsonArray([.. polygons.Select(polygon => new JsonArray([.. polygon.Rings.Select(ring =>
            new JsonArray([.. ring.Select(point => new JsonArray(point.LongitudeDegrees, point.LatitudeDegrees))]))]))]),
    };

    private static void AddNumbers(Utf8JsonWriter json, BedEstimate bed, bool demo)
    {
        json.WriteBoolean("tide_corrected", bed.IsTideCorrected);
        if (bed.Estimate is { } estimate)
        {
            Add(json, "canopy_at_reference_m2", Intervals.Of(estimate.Canopy, area => area.SquareMetres));
            Add(json, "wet_biomass_t", Intervals.Of(estimate.WetBiomass, mass => mass.Tonnes));
            Add(json, "carbon_stock_t", Intervals.Of(estimate.Stock, mass => mass.Tonnes));
        }

        if (demo)
        {
            json.WriteBoolean("DEMO", true);
        }
    }

    private static void Add(Utf8JsonWriter json, string name, AnalysisInterval interval)
    {
        json.WriteNumber($"{name}_p5", interval.P5);
        json.WriteNumber($"{name}_p50", interval.P50);
        json.WriteNumber($"{name}_p95", interval.P95);
    }
}
