using CarbonApp.Api.Kelp.Results;
using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Api.Kelp.Tiles;

/// <summary>Layers as cloud-optimised GeoTIFFs: stored rasters as they are, the others made from their bands.</summary>
internal sealed class LayerCogs(LayerPixels pixels, FileReader files, FileStore store)
{
    /// <summary>Writes a layer; false, and nothing written, where the analysis lacks it.</summary>
    public async Task<bool> WriteAsync(string id, Layer layer, Func<Stream> begin, CancellationToken cancellationToken)
    {
        var stored = layer switch
        {
            Layer.Mask => ResultFiles.MaskRaster,
            Layer.Share { PerShare: 1 } share => share.File,
            _ => null,
        };
        if (stored is not null)
        {
            if (await store.FindAsync(id, stored, cancellationToken) is not { } file)
            {
                return false;
            }

            await files.CopyToAsync(id, file, begin(), cancellationToken);
            return true;
        }

        if (await pixels.OpenAsync(id, layer, cancellationToken) is not { } raster)
        {
            return false;
        }

        return layer is Layer.Picture picture
            ? await WritePictureAsync(id, picture, raster, begin, cancellationToken)
            : await WriteValuesAsync(id, layer, raster, begin, cancellationToken);
    }

    private async Task<bool> WriteValuesAsync(string id, Layer layer, GeoTiff raster, Func<Stream> begin, CancellationToken cancellationToken)
    {
        var whole = PixelWindow.Whole(raster.Images[0]);
        if (await pixels.ReadValuesAsync(id, layer, 0, whole, cancellationToken) is not { } values)
        {
            return false;
        }

        await CogWriter.WriteAsync(
            begin(), new CogRaster<float>(whole.Width, whole.Height, values, 1, raster.Reference.Transform, raster.Reference.Epsg, double.NaN),
            OverviewResampling.Average, cancellationToken: cancellationToken);
        return true;
    }

    /// <summary>Reflectances × 10,000 in three bands, for other programs to stretch as they like.</summary>
    private async Task<bool> WritePictureAsync(string id, Layer.Picture picture, GeoTiff raster, Func<Stream> begin, CancellationToken cancellationToken)
    {
        var whole = PixelWindow.Whole(raster.Images[0]);
        var samples = new short[3 * whole.Pixels];
        for (var band = 0; band < 3; band++)
        {
            if (await files.OpenRasterAsync(id, Layers.FileOf(Layers.BandsOf(picture)[band]), cancellationToken) is not { } source)
            {
                return false;
            }

            await source.ReadAsync<short>(0, 0, whole, samples.AsMemory((int)(band * whole.Pixels), (int)whole.Pixels), cancellationToken);
        }

        await CogWriter.WriteAsync(
            begin(), new CogRaster<short>(whole.Width, whole.Height, samples, 3, raster.Reference.Transform, raster.Reference.Epsg, LayerPixels.NoReflectance),
            OverviewResampling.Average, cancellationToken: cancellationToken);
        return true;
    }
}
