using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Api.Tests.Kelp.Catalog;

/// <summary>The real scene and chip, and items whose files are elsewhere.</summary>
internal static class SceneFiles
{
    public static string SceneFolder => Path.GetDirectoryName(SharedData.File("kelp/sentinel2-scene-29RKH/item.json"))!;

    public static string ChipFolder => Path.GetDirectoryName(SharedData.File("kelp/sentinel2-chip-limassol/limassol.json"))!;

    /// <summary>The folder both are in.</summary>
    public static string Folder => Path.GetDirectoryName(SceneFolder)!;

    /// <summary>The item with its files below an address.</summary>
    public static string ItemJson(Uri address) => File.ReadAllText(SharedData.File("kelp/sentinel2-scene-29RKH/item.json"))
        .Replace("https://sentinel-cogs.s3.us-west-2.amazonaws.com/sentinel-s2-l2a-cogs/29/R/KH/2020/2/S2A_29RKH_20200219_0_L2A", address.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal);

    public static SceneItem Item(Uri address)
    {
        using var document = System.Text.Json.JsonDocument.Parse(ItemJson(address));
        return StacItemReader.Read(document.RootElement);
    }

    /// <summary>Bytes of a window of a band read from its file, as the truth.</summary>
    public static async Task<ushort[]> ReadAsync(OpenScene scene, SentinelBand band, UtmGrid grid)
    {
        var numbers = new ushort[grid.Width * grid.Height];
        await scene.Reader.ReadAsync(band, grid, new PixelWindow(0, 0, grid.Width, grid.Height), numbers);
        return numbers;
    }
}
