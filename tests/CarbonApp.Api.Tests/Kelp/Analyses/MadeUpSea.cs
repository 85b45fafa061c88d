using System.Globalization;
using System.Text.Json.Nodes;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Api.Tests.Kelp.Analyses;

/// <summary>A folder of scenes of made-up sea, 5.12 × 5.12 km each, in any zone; canopy lies where it does on the globe, so that scenes of two zones show the same bed.</summary>
internal sealed class MadeUpSea : IDisposable
{
    private const int Side = 512;
    private const double Cover = 0.6;
    private const ushort Water = 6;

    /// <summary>Class of a cloud of high probability.</summary>
    public const ushort Cloud = 9;

    /// <summary>The folder of scenes.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("sea-").FullName;

    /// <summary>Writes a scene.</summary>
    /// <param name="zone">Its zone.</param>
    /// <param name="northEast">Its corner, to 20 m.</param>
    /// <param name="day">Of August 2024; scenes of a day are one pass.</param>
    /// <param name="beds">Middles and radii of discs of canopy.</param>
    /// <param name="sceneClass">Of all its pixels.</param>
    public async Task AddAsync(UtmZone zone, GeoPoint northEast, int day, (GeoPoint Middle, double RadiusMetres)[]? beds = null, ushort sceneClass = Water)
    {
        var corner = zone.Project(northEast);
        var grid = new UtmGrid(zone, (Math.Round(corner.X / 20) * 20) - (10 * Side), Math.Round(corner.Y / 20) * 20, 10, Side, Side);
        var samples = Sea(new Random(day), sceneClass);
        foreach (var (middle, radius) in beds ?? [])
        {
            Plant(samples, grid.ToPixel(zone.Project(middle)), radius / grid.PixelMetres);
        }

        var name = $"made-{zone}-{day}";
        var path = Path.Combine(Folder, name);
        await File.WriteAllTextAsync($"{path}.json", await DescribeAsync(grid, name, day));
        await using var file = File.Create($"{path}.tif");
        await CogWriter.WriteAsync(file, new CogRaster<ushort>(Side, Side, samples, PlantedCanopy.Bands, grid.Transform, zone.Epsg, 0), OverviewResampling.Average);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static ushort[] Sea(Random random, ushort sceneClass)
    {
        var samples = new ushort[PlantedCanopy.Bands * Side * Side];
        int[] sea = [1402, 1262, 1133, 1122, 1144, 1195];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = i / (Side * Side) < sea.Length ? (ushort)(sea[i / (Side * Side)] + random.Next(-20, 21)) : sceneClass;
        }

        return samples;
    }

    private static void Plant(ushort[] samples, (double Column, double Row) middle, double radius)
    {
        for (var i = 0; i < Side * Side; i++)
        {
            var (row, column) = Math.DivRem(i, Side);
            if (Math.Pow(column + 0.5 - middle.Column, 2) + Math.Pow(row + 0.5 - middle.Row, 2) <= radius * radius)
            {
                PlantedCanopy.Plant(samples, i, Cover);
            }
        }
    }

    private static async Task<string> DescribeAsync(UtmGrid grid, string name, int day)
    {
        var description = JsonNode.Parse(await File.ReadAllTextAsync(SharedData.File("kelp/sentinel2-chip-limassol/limassol.json")))!;
        GeoPoint[] corners = [grid.ToGlobe(0, 0), grid.ToGlobe(Side, 0), grid.ToGlobe(0, Side), grid.ToGlobe(Side, Side)];
        description["scene_id"] = string.Create(CultureInfo.InvariantCulture, $"S2A_MSIL2A_202408{day:00}T082601_R021_T{grid.Zone.Number:00}SVD_{name}");
        description["datetime"] = $"2024-08-{day:00}T08:26:01Z";
        description["crs"] = $"EPSG:{grid.Zone.Epsg}";
        description["transform"] = new JsonArray(10.0, 0.0, grid.WestMetres, 0.0, -10.0, grid.NorthMetres);
        description["bounds"] = new JsonArray(grid.WestMetres, grid.NorthMetres - (10 * Side), grid.WestMetres + (10 * Side), grid.NorthMetres);
        description["bbox_wgs84"] = new JsonArray(
            OnMap(corners.Min(c => c.LongitudeDegrees)), corners.Min(c => c.LatitudeDegrees), OnMap(corners.Max(c => c.LongitudeDegrees)), corners.Max(c => c.LatitudeDegrees));
        return description.ToJsonString();
    }

    /// <summary>Across the antimeridian a box ends west of where it begins.</summary>
    private static double OnMap(double longitude) => Math.IEEERemainder(longitude, 360);
}
