using CarbonApp.Api.Kelp.Results;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Indices;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Api.Kelp.Tiles;

/// <summary>Reads the pixels a layer is made of from the stored rasters of an analysis.</summary>
internal sealed class LayerPixels(FileReader files)
{
    /// <summary>A stored reflectance of 1 is this; no data is <see cref="NoReflectance"/>.</summary>
    public const int PerReflectance = 10_000;

    public const short NoReflectance = short.MinValue;

    /// <summary>A share of 1 as stored; above it is no data.</summary>
    private const byte FullShare = SceneMap.FullCover;

    /// <summary>The raster that says where a layer's pixels lie; null where the analysis has no such layer.</summary>
    public Task<GeoTiff?> OpenAsync(string id, Layer layer, CancellationToken cancellationToken) => files.OpenRasterAsync(
        id,
        layer switch
        {
            Layer.Share share => share.File,
            Layer.Mask => ResultFiles.MaskRaster,
            _ => Layers.FileOf(Layers.BandsOf(layer)[0]),
        },
        cancellationToken);

    /// <summary>Where a stored raster lies.</summary>
    public static UtmGrid GridOf(GeoTiff raster)
    {
        var (transform, image) = (raster.Reference.Transform!.Value, raster.Images[0]);
        return new UtmGrid(UtmZone.FromEpsg(raster.Reference.Epsg!.Value)!.Value, transform.OriginX, transform.OriginY, transform.XPerColumn, image.Width, image.Height);
    }

    /// <summary>Values of an index or a share; NaN is no data. Null where the analysis lacks a band.</summary>
    public async Task<float[]?> ReadValuesAsync(string id, Layer layer, int level, PixelWindow window, CancellationToken cancellationToken) => layer switch
    {
        Layer.Index index => await ReadIndexAsync(id, index.Of, level, window, cancellationToken),
        Layer.Share share => await ReadShareAsync(id, share, level, window, cancellationToken),
        _ => throw new ArgumentException($"{layer.Name} has no values.", nameof(layer)),
    };

    /// <summary>Reflectance of a band; NaN is no data. Null where the analysis lacks it.</summary>
    public async Task<float[]?> ReadBandAsync(string id, SentinelBand band, int level, PixelWindow window, CancellationToken cancellationToken)
    {
        if (await files.OpenRasterAsync(id, Layers.FileOf(band), cancellationToken) is not { } raster)
        {
            return null;
        }

        var samples = new short[window.Pixels];
        await raster.ReadAsync<short>(level, 0, window, samples, cancellationToken);
        return Array.ConvertAll(samples, static sample => sample == NoReflectance ? float.NaN : sample / (float)PerReflectance);
    }

    /// <summary>The composite's mask, a byte a pixel.</summary>
    public Task<byte[]?> ReadMaskAsync(string id, int level, PixelWindow window, CancellationToken cancellationToken) =>
        ReadBytesAsync(id, ResultFiles.MaskRaster, level, window, cancellationToken);

    private async Task<float[]?> ReadIndexAsync(string id, SpectralIndex index, int level, PixelWindow window, CancellationToken cancellationToken)
    {
        var bands = new float[index.Bands.Count][];
        for (var i = 0; i < bands.Length; i++)
        {
            if (await ReadBandAsync(id, index.Bands[i], level, window, cancellationToken) is not { } band)
            {
                return null;
            }

            bands[i] = band;
        }

        return Compute(index, bands);
    }

    /// <summary>An index over bands in its own order; NaN in, NaN out.</summary>
    public static float[] Compute(SpectralIndex index, float[][] bands)
    {
        var values = new float[bands[0].Length];
        Span<float> pixel = stackalloc float[bands.Length];
        for (var i = 0; i < values.Length; i++)
        {
            for (var band = 0; band < bands.Length; band++)
            {
                pixel[band] = bands[band][i];
            }

            values[i] = index.Compute(pixel);
        }

        return values;
    }

    private async Task<float[]?> ReadShareAsync(string id, Layer.Share share, int level, PixelWindow window, CancellationToken cancellationToken) =>
        await ReadBytesAsync(id, share.File, level, window, cancellationToken) is { } codes
            ? Array.ConvertAll(codes, code => code > FullShare ? float.NaN : (float)(code * share.PerShare / FullShare))
            : null;

    private async Task<byte[]?> ReadBytesAsync(string id, string file, int level, PixelWindow window, CancellationToken cancellationToken)
    {
        if (await files.OpenRasterAsync(id, file, cancellationToken) is not { } raster)
        {
            return null;
        }

        var samples = new byte[window.Pixels];
        await raster.ReadAsync<byte>(level, 0, window, samples, cancellationToken);
        return samples;
    }
}
