using System.Text.Json;
using CarbonApp.Engine.Kelp.Tides;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Kelp.Tides;

/// <summary>Stations and heights of ../shared/data/kelp/tides.</summary>
internal static class ReferenceTides
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };

    public static IReadOnlyList<TideStation> Stations() =>
        [.. Read<StationRow>("kelp/tides/kelp_coast_tide_stations.json").Select(row => new TideStation(
            row.Id, row.Name, new TidePosition(row.Lat, row.Lon), row.Chart_datum, row.Datums["MSL"] - row.Datums[row.Chart_datum],
            row.Hc.Select(c => new HarmonicConstant(c[0].GetString()!, c[1].GetDouble(), c[2].GetDouble()))))];

    public static IReadOnlyList<(string Id, IReadOnlyList<(DateTimeOffset At, double HeightMetres)> Heights)> Heights() =>
        [.. Read<HeightRow>("kelp/tides/neaps_reference_predictions.json").Select(row => (row.Id,
            (IReadOnlyList<(DateTimeOffset, double)>)[.. row.Levels_m_rel_msl.Select(pair => (pair[0].GetDateTimeOffset(), pair[1].GetDouble()))]))];

    private static T[] Read<T>(string path) => JsonSerializer.Deserialize<T[]>(File.ReadAllText(SharedData.File(path)), Json)!;

    private sealed record StationRow(
        string Id, string Name, double Lat, double Lon, string Chart_datum, Dictionary<string, double> Datums, JsonElement[][] Hc);

    private sealed record HeightRow(string Id, JsonElement[][] Levels_m_rel_msl);
}
