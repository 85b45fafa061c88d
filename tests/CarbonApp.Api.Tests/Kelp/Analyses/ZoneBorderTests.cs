using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CarbonApp.Api.Tests.Jobs;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Tests.Shared;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Api.Tests.Kelp.Analyses;

/// <summary>An area across 36° E, the border of the zones 36 and 37, with made-up sea in scenes of both.</summary>
public sealed class ZoneBorderTests(PostgresServer server) : IDisposable
{
    private const int Side = 512;
    private const string Across = """{"aoi":{"bbox":[35.98,34.600,36.02,34.625]},"from":"2024-08-01","to":"2024-09-01","species":"macrocystis"}""";
    private readonly string _folder = Directory.CreateTempSubdirectory("zones-").FullName;

    [Fact]
    public async Task AreaAcrossTwoZones_IsMappedInTheOneThatShowsMostAndTellsWhatIsLeftOut()
    {
        // Zone 36 shows four fifths of the area once, zone 37 less than half of it, twice.
        await WriteAsync(36, east: 36.012, day: 5);
        await WriteAsync(37, east: 36.055, day: 10);
        await WriteAsync(37, east: 36.055, day: 15);
        await using var api = await KelpHost.StartAsync(server, _folder);

        var result = (await api.AnalyseAsync(Across)).GetProperty("result");

        Assert.Equal(32636, (int)result.GetProperty("provenance").Number("gridEpsg"));
        Assert.InRange(result.Number("masks", "validPixels") / result.Number("masks", "totalPixels"), 0.76, 0.84);
        var warning = Assert.Single(result.GetProperty("warnings").EnumerateArray(), w => w.Text("code") == "OTHER_ZONE").Text("message");
        Assert.InRange(double.Parse(warning[..warning.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture), 16, 24);
        Assert.Contains("only scenes of EPSG:32637 show it", warning, StringComparison.Ordinal);
        JsonElement[] leftOut = [.. result.GetProperty("scenes").EnumerateArray().Where(s => !s.GetProperty("used").GetBoolean())];
        Assert.Equal(2, leftOut.Length);
        Assert.All(leftOut, scene => Assert.Contains("EPSG:32637", scene.Text("leftOutReason"), StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A chip of sea 5.12 km wide that ends at a meridian.</summary>
    private async Task WriteAsync(int zone, double east, int day)
    {
        var plane = new UtmZone(zone, isNorth: true);
        var corner = plane.Project(new GeoPoint(east, 34.64));
        var grid = new UtmGrid(plane, Math.Round(corner.X / 20) * 20 - (10 * Side), Math.Round(corner.Y / 20) * 20, 10, Side, Side);
        var (random, samples) = (new Random(day), new ushort[7 * Side * Side]);
        int[] sea = [1402, 1262, 1133, 1122, 1144, 1195];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = i / (Side * Side) < sea.Length ? (ushort)(sea[i / (Side * Side)] + random.Next(-20, 21)) : (ushort)6;
        }

        var description = JsonNode.Parse(await File.ReadAllTextAsync(SharedData.File("kelp/sentinel2-chip-limassol/limassol.json")))!;
        GeoPoint[] corners = [grid.ToGlobe(0, 0), grid.ToGlobe(Side, 0), grid.ToGlobe(0, Side), grid.ToGlobe(Side, Side)];
        description["scene_id"] = $"S2A_MSIL2A_202408{day:00}T082601_R021_T{zone}SVD_made{day}";
        description["datetime"] = $"2024-08-{day:00}T08:26:01Z";
        description["crs"] = $"EPSG:{plane.Epsg}";
        description["transform"] = new JsonArray(10.0, 0.0, grid.WestMetres, 0.0, -10.0, grid.NorthMetres);
        description["bounds"] = new JsonArray(grid.WestMetres, grid.NorthMetres - (10 * Side), grid.WestMetres + (10 * Side), grid.NorthMetres);
        description["bbox_wgs84"] = new JsonArray(corners.Min(c => c.LongitudeDegrees), corners.Min(c => c.LatitudeDegrees), corners.Max(c => c.LongitudeDegrees), corners.Max(c => c.LatitudeDegrees));
        var path = Path.Combine(_folder, $"made{day}");
        await File.WriteAllTextAsync($"{path}.json", description.ToJsonString());
        await using var file = File.Create($"{path}.tif");
        await CogWriter.WriteAsync(file, new CogRaster<ushort>(Side, Side, samples, 7, grid.Transform, plane.Epsg, 0), OverviewResampling.Average);
    }
}
