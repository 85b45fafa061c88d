using System.Runtime.InteropServices;
using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Api.Kelp.Results;
using CarbonApp.Api.Kelp.Tiles;
using CarbonApp.Engine.Kelp.Composite;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Indices;
using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Kelp.Scenes;
using Microsoft.Extensions.Options;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>What the layers of an analysis became.</summary>
/// <param name="Bands">Bands of the best date that are stored.</param>
/// <param name="Indices">Indices over the sea on that date.</param>
/// <param name="BytesRead">Bytes of imagery it took.</param>
internal sealed record StoredLayers(IReadOnlySet<SentinelBand> Bands, IReadOnlyList<AnalysisIndex> Indices, long BytesRead);

/// <summary>Stores the rasters that layers are drawn from: the composite's, and the bands of the best date.</summary>
internal sealed class LayerWork(FileStore files, IOptions<AnalysisOptions> options)
{
    private const PixelMask Hidden = PixelMask.NoData | PixelMask.Cloud | PixelMask.Shadow | PixelMask.Glint;
    private const PixelMask NotSea = Hidden | PixelMask.Land | PixelMask.Intertidal;

    /// <summary>No data of a share.</summary>
    private const byte NoShare = CompositeMap.NoShare;

    public async Task<StoredLayers> StoreAsync(
        string id, CompositeMap composite, FoundPass best, ISceneCatalog catalog, ZoneGrids grids, CancellationToken cancellationToken)
    {
        var (area, mask) = (grids.Analysis, composite.Map.Mask);
        await StoreAsync(id, ResultFiles.MaskRaster, MemoryMarshal.AsBytes(mask.AsSpan()).ToArray(), (double)PixelMask.NoData, area, cancellationToken);
        await StoreAsync(id, ResultFiles.CoverRaster, Cover(composite.Map), NoShare, area, cancellationToken);
        await StoreAsync(id, ResultFiles.PersistenceRaster, Persistence(composite), NoShare, area, cancellationToken);

        var factor = LayerFactor(area.Utm);
        var grid = area.Utm.Overview(factor);
        var (bands, bytes) = await PassBands.ReadAsync(best, catalog, grids, factor, cancellationToken);
        foreach (var (band, reflectance) in bands)
        {
            await StoreAsync(id, Layers.FileOf(band), reflectance, grid, cancellationToken);
        }

        return new StoredLayers(bands.Keys.ToHashSet(), Statistics(bands, Sea(mask, area.Utm, grid, factor), best.Main.Item.Id), bytes);
    }

    /// <summary>Pixels of the area along one of a layer: 1, or as many as it takes for no more pixels than layers may have.</summary>
    private int LayerFactor(UtmGrid area)
    {
        var factor = 1;
        while (area.Overview(factor) is var grid && (long)grid.Width * grid.Height > options.Value.LayerMegapixels * 1e6)
        {
            factor *= 2;
        }

        return factor;
    }

    /// <summary>Which pixels of the layers' grid are sea that the composite saw.</summary>
    private static bool[] Sea(PixelMask[] mask, UtmGrid area, UtmGrid grid, int step)
    {
        var sea = new bool[grid.Width * grid.Height];
        for (var i = 0; i < sea.Length; i++)
        {
            var (row, column) = Math.DivRem(i, grid.Width);
            var (y, x) = ((row * step) + (step / 2), (column * step) + (step / 2));
            sea[i] = y < area.Height && x < area.Width && (mask[(y * area.Width) + x] & NotSea) == 0;
        }

        return sea;
    }

    private static List<AnalysisIndex> Statistics(SortedDictionary<SentinelBand, short[]> bands, bool[] sea, string sceneId) =>
        [.. SpectralIndices.All.Where(i => !i.IsLegacy || i.Name == SpectralIndices.KelpIndex.Name).Where(i => i.Bands.All(bands.ContainsKey))
            .Select(index => Statistics(index, [.. index.Bands.Select(b => bands[b])], sea, sceneId)).OfType<AnalysisIndex>()];

    /// <summary>Null where no pixel of the sea has a value.</summary>
    private static AnalysisIndex? Statistics(SpectralIndex index, short[][] bands, bool[] sea, string sceneId)
    {
        var (mean, isSeen) = (new IndexMean(index), false);
        Span<float> pixel = stackalloc float[bands.Length];
        for (var i = 0; i < sea.Length; i++)
        {
            if (sea[i] && TryRead(bands, i, pixel))
            {
                mean.Add(pixel);
                isSeen = true;
            }
        }

        return !isSeen ? null
            : new AnalysisIndex { Name = index.Name, SceneId = sceneId, Mean = Number(mean.Mean), StandardDeviation = Number(mean.StandardDeviation), Pixels = mean.Pixels };
    }

    /// <summary>Missing is no number, and JSON has none for it.</summary>
    private static double? Number(double value) => double.IsNaN(value) ? null : value;

    private static bool TryRead(short[][] bands, int i, Span<float> pixel)
    {
        for (var band = 0; band < bands.Length; band++)
        {
            if (bands[band][i] == LayerPixels.NoReflectance)
            {
                return false;
            }

            pixel[band] = bands[band][i] / (float)LayerPixels.PerReflectance;
        }

        return true;
    }

    /// <summary>Canopy at the surface; no data on land too, so that what lies below shows through.</summary>
    private static byte[] Cover(SceneMap map)
    {
        var cover = new byte[map.Cover.Length];
        for (var i = 0; i < cover.Length; i++)
        {
            cover[i] = (map.Mask[i] & NotSea) != 0 ? NoShare : (map.Mask[i] & PixelMask.Kelp) != 0 ? map.Cover[i] : (byte)0;
        }

        return cover;
    }

    private static byte[] Persistence(CompositeMap composite)
    {
        var persistence = new byte[composite.Persistence.Length];
        for (var i = 0; i < persistence.Length; i++)
        {
            persistence[i] = (composite.Map.Mask[i] & NotSea) != 0 ? NoShare : composite.Persistence[i];
        }

        return persistence;
    }

    private Task StoreAsync(string id, string name, byte[] samples, double noData, AreaGrid area, CancellationToken cancellationToken) => StoreAsync(
        id, name, new CogRaster<byte>(area.Utm.Width, area.Utm.Height, samples, 1, area.Utm.Transform, area.Utm.Zone.Epsg, noData), OverviewResampling.Nearest, cancellationToken);

    private Task StoreAsync(string id, string name, short[] samples, UtmGrid grid, CancellationToken cancellationToken) => StoreAsync(
        id, name, new CogRaster<short>(grid.Width, grid.Height, samples, 1, grid.Transform, grid.Zone.Epsg, LayerPixels.NoReflectance), OverviewResampling.Average, cancellationToken);

    private async Task StoreAsync<T>(string id, string name, CogRaster<T> raster, OverviewResampling resampling, CancellationToken cancellationToken)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        using var bytes = new MemoryStream();
        await CogWriter.WriteAsync(bytes, raster, resampling, cancellationToken: cancellationToken);
        await files.WriteAsync(id, name, ResultFiles.CogMediaType, bytes.GetBuffer().AsMemory(0, (int)bytes.Length), cancellationToken);
    }
}
