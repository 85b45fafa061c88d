using System.Globalization;
using System.Text.Json.Nodes;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Api.Tests.Kelp.Analyses;

/// <summary>A folder with the real Limassol chip into which discs of canopy are planted, so that the water's real noise stays. Planted, never "real".</summary>
internal sealed class PlantedChip : IDisposable
{
    private const int Side = 512;
    private const int Bands = PlantedCanopy.Bands;

    private PlantedChip(string folder, double groundM2, double canopyM2) => (Folder, GroundM2, CanopyM2) = (folder, groundM2, canopyM2);

    /// <summary>The folder of scenes.</summary>
    public string Folder { get; }

    /// <summary>Pixels with planted canopy, m².</summary>
    public double GroundM2 { get; }

    /// <summary>Those times their cover, m².</summary>
    public double CanopyM2 { get; }

    /// <summary>Plants beds into so many dates, ten days apart; each bed is on all of them.</summary>
    /// <param name="dates">Dates.</param>
    /// <param name="beds">Middle and radius in pixels, and cover 0 to 1.</param>
    public static async Task<PlantedChip> CreateAsync(int dates, params (int Column, int Row, int Radius, double Cover)[] beds)
    {
        var folder = Directory.CreateTempSubdirectory("planted-").FullName;
        var path = SharedData.File("kelp/sentinel2-chip-limassol/limassol.tif");
        var bytes = await File.ReadAllBytesAsync(path);
        var tiff = await GeoTiff.OpenAsync((offset, destination, _) =>
        {
            var length = (int)Math.Clamp(bytes.Length - offset, 0, destination.Length);
            bytes.AsMemory((int)offset, length).CopyTo(destination);
            return ValueTask.FromResult(length);
        });
        var samples = new ushort[Bands * Side * Side];
        await tiff.ReadAsync<ushort>(0, [.. Enumerable.Range(0, Bands)], PixelWindow.Whole(tiff.Images[0]), samples);
        var (ground, canopy) = Plant(samples, beds);
        var description = JsonNode.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(path, ".json")))!;
        for (var date = 0; date < dates; date++)
        {
            var at = new DateTimeOffset(2024, 8, 5, 8, 26, 1, TimeSpan.Zero).AddDays(10 * date);
            description["scene_id"] = string.Create(CultureInfo.InvariantCulture, $"S2A_MSIL2A_{at:yyyyMMdd'T'HHmmss}_R021_T36SVD_planted{date}");
            description["datetime"] = at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            await File.WriteAllTextAsync(Path.Combine(folder, $"planted{date}.json"), description.ToJsonString());
            await using var file = File.Create(Path.Combine(folder, $"planted{date}.tif"));
            await CogWriter.WriteAsync(file, new CogRaster<ushort>(Side, Side, samples, Bands, tiff.Reference.Transform, tiff.Reference.Epsg, 0), OverviewResampling.Average);
        }

        return new PlantedChip(folder, ground, canopy);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static (double GroundM2, double CanopyM2) Plant(ushort[] samples, (int Column, int Row, int Radius, double Cover)[] beds)
    {
        var (ground, canopy) = (0.0, 0.0);
        foreach (var (column, row, radius, cover) in beds)
        {
            for (var y = row - radius; y <= row + radius; y++)
            {
                for (var x = column - radius; x <= column + radius; x++)
                {
                    if (Math.Pow(x + 0.5 - column, 2) + Math.Pow(y + 0.5 - row, 2) > radius * radius)
                    {
                        continue;
                    }

                    (ground, canopy) = (ground + 100, canopy + (100 * cover));
                    PlantedCanopy.Plant(samples, (y * Side) + x, cover);
                }
            }
        }

        return (ground, canopy);
    }
}
