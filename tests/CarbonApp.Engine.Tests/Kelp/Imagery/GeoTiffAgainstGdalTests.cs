using System.Globalization;
using System.Text.Json;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Tests.Oracles;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Engine.Tests.Kelp.Imagery;

/// <summary>Real files, every byte of every level and band as GDAL reads it.</summary>
public class GeoTiffAgainstGdalTests
{
    private static readonly string[] VariousFiles =
    [
        "cog-files/cogeotiff__big_cog.tiff", "cog-files/openlayers__elevation-i16.tif", "cog-files/openlayers__not-a-cog.tif",
        "cog-files/openlayers__sentinel-b04.tif", "cog-files/openlayers__sentinel-b08.tif", "cog-files/riotiler__cog_int16.tif",
        "cog-files/riotiler__cog_nodata_nan.tif", "sentinel2-chip-limassol/limassol.tif", "canopy-maps/cedros_kelp_1dcnn.tif",
        "canopy-maps/cedros_kelp_2dcnn.tif", "canopy-maps/cedros_roi.tif", "canopy-maps/cedros_worldcover.tif",
    ];

    private static readonly string[] SceneBands = ["AOT", "B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B09", "B11", "B12", "B8A", "SCL"];

    public static TheoryData<string> WholeFiles => [.. VariousFiles, .. SceneBands.Select(b => $"sentinel2-scene-29RKH/{b}.tif")];

    public static TheoryData<string> FilesOfAllKinds => [.. VariousFiles, "sentinel2-scene-29RKH/B01.tif", "sentinel2-scene-29RKH/B02.tif"];

    [Theory]
    [MemberData(nameof(WholeFiles))]
    public async Task Read_RealFile_IsGdalsBitForBitAtEveryLevel(string file)
    {
        var path = SharedData.File($"kelp/{file}");
        var tiff = await Bytes.OfFile(path).OpenAsync();

        for (var level = 0; level < tiff.Images.Count; level++)
        {
            var ours = await Samples.ReadAllAsync(tiff, level);
            Assert.True(Gdal.Read<byte>(path, level, []).AsSpan().SequenceEqual(ours), $"{file}, level {level}");
        }
    }

    [Theory]
    [MemberData(nameof(FilesOfAllKinds))]
    public async Task Open_RealFile_HasGdalsPlaceNoDataAndLevels(string file)
    {
        var path = SharedData.File($"kelp/{file}");
        var tiff = await Bytes.OfFile(path).OpenAsync();

        var json = JsonDocument.Parse(Gdal.Info("-json", path)).RootElement;
        var bands = json.GetProperty("bands");
        Assert.Equal([tiff.Images[0].Width, tiff.Images[0].Height], json.GetProperty("size").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal(tiff.Images[0].Bands, bands.GetArrayLength());
        Assert.Equal(NoDataOf(bands[0]), tiff.NoData);
        var overviews = bands[0].TryGetProperty("overviews", out var list) ? list.EnumerateArray().Select(o => o.GetProperty("size")[0].GetInt32()) : [];
        Assert.Equal(overviews, tiff.Images.Skip(1).Select(i => i.Width));
        if (json.TryGetProperty("geoTransform", out var expected) && tiff.Reference.Transform is { } t)
        {
            Assert.Equal(expected.EnumerateArray().Select(v => v.GetDouble()), [t.OriginX, t.XPerColumn, t.XPerRow, t.OriginY, t.YPerColumn, t.YPerRow]);
        }

        if (json.TryGetProperty("stac", out var stac) && stac.TryGetProperty("proj:epsg", out var epsg) && epsg.ValueKind == JsonValueKind.Number)
        {
            Assert.Equal(epsg.GetInt32(), tiff.Reference.Epsg);
        }
    }

    /// <summary>20,480², said to be WebP, and no block in it: a missing one needs no codec.</summary>
    [Fact]
    public async Task Read_MissingBlockOfSparseFile_IsGdals()
    {
        var path = SharedData.File("kelp/cog-files/cogeotiff__sparse.tiff");
        var tiff = await Bytes.OfFile(path).OpenAsync();
        var image = tiff.Images[0];
        var block = Array.IndexOf(image.BlockBytes, 0);
        var (column, row) = (block % image.BlocksAcross * image.BlockWidth, block / image.BlocksAcross * image.BlockHeight);

        var ours = await Samples.ReadAsync(tiff, 0, [0, 1, 2, 3], new PixelWindow(column, row, 512, 512));

        Assert.True(Gdal.Read<byte>(path, 0, [], "-srcwin", Text(column), Text(row), "512", "512").AsSpan().SequenceEqual(ours));
    }

    [Theory]
    [InlineData("cogeotiff__be_cog.tiff", "7 (JPEG)")]
    [InlineData("cogeotiff__cog.tiff", "7 (JPEG)")]
    [InlineData("cogeotiff__rgba8_strip.tiff", "50001 (WebP)")]
    public async Task Read_LossyCompression_IsRefusedByName(string file, string compression)
    {
        var tiff = await Bytes.OfFile(SharedData.File($"kelp/cog-files/{file}")).OpenAsync();

        var fault = await Assert.ThrowsAsync<TiffException>(() => Samples.ReadAllAsync(tiff, 0));

        Assert.Contains(compression, fault.Message, StringComparison.Ordinal);
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static double? NoDataOf(JsonElement band) => !band.TryGetProperty("noDataValue", out var value) ? null
        : value.ValueKind == JsonValueKind.String ? double.NaN : value.GetDouble();
}
