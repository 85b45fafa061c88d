using System.Buffers;
using System.Text.Json;
using CarbonApp.Engine.Kelp.Outline;
using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>Beds as a GeoJSON FeatureCollection (RFC 7946): longitude and latitude on WGS 84 to 1e-7° (1 cm), cut at the antimeridian.</summary>
public static class BedGeoJson
{
    private const int Decimals = 7;

    /// <summary>Bytes gathered before they go on.</summary>
    private const int FlushBytes = 1 << 16;

    /// <summary>Writes the collection.</summary>
    /// <param name="output">Gets UTF-8.</param>
    /// <param name="beds">From <see cref="KelpBeds"/>.</param>
    /// <param name="grid">The composite's.</param>
    /// <param name="toleranceMetres">0: along the pixels' edges. More: simplified by so much (<see cref="ShapePlacer.Place"/>); the properties stay those of the pixels.</param>
    /// <param name="addProperties">Writes further properties of a bed; null for none.</param>
    /// <param name="cancellationToken">Asked once a bed.</param>
    public static void Write(
        IBufferWriter<byte> output,
        IReadOnlyList<KelpBed> beds,
        UtmGrid grid,
        double toleranceMetres = 0,
        Action<Utf8JsonWriter, KelpBed>? addProperties = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(beds);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("type", "FeatureCollection");
        json.WriteStartArray("features");
        foreach (var bed in beds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteFeature(json, bed, ShapePlacer.Place(bed.Shape, grid, toleranceMetres), addProperties);
            if (json.BytesPending > FlushBytes)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFeature(Utf8JsonWriter json, KelpBed bed, IReadOnlyList<GeoPolygon> polygons, Action<Utf8JsonWriter, KelpBed>? addProperties)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteString("id", bed.Id);
        json.WriteStartObject("properties");
        json.WriteNumber("area_m2", bed.Ground.SquareMetres);
        json.WriteNumber("canopy_area_m2", bed.Canopy.SquareMetres);
        json.WriteNumber("cover", Math.Round(bed.MeanCover, 4));
        json.WriteNumber("persistence", Math.Round(bed.MeanPersistence, 4));
        if (bed.TideMetres is { } tide)
        {
            json.WriteNumber("tide_m", Math.Round(tide, 2));
        }
        else
        {
            json.WriteNull("tide_m");
        }

        addProperties?.Invoke(json, bed);
        json.WriteEndObject();
        WriteGeometry(json, polygons);
        json.WriteEndObject();
    }

    private static void WriteGeometry(Utf8JsonWriter json, IReadOnlyList<GeoPolygon> polygons)
    {
        json.WriteStartObject("geometry");
        json.WriteString("type", polygons.Count == 1 ? "Polygon" : "MultiPolygon");
        json.WritePropertyName("coordinates");
        if (polygons.Count == 1)
        {
            WriteRings(json, polygons[0]);
        }
        else
        {
            json.WriteStartArray();
            foreach (var polygon in polygons)
            {
                WriteRings(json, polygon);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteRings(Utf8JsonWriter json, GeoPolygon polygon)
    {
        json.WriteStartArray();
        foreach (var ring in polygon.Rings)
        {
            json.WriteStartArray();
            foreach (var point in ring)
            {
                json.WriteStartArray();
                json.WriteNumberValue(Math.Round(point.LongitudeDegrees, Decimals));
                json.WriteNumberValue(Math.Round(point.LatitudeDegrees, Decimals));
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
