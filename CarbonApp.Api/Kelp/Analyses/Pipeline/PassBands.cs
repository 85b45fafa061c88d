using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Api.Kelp.Tiles;
using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Api.Kelp.Analyses.Pipeline;

/// <summary>Reads the bands of a date for layers.</summary>
internal static class PassBands
{
    /// <summary>Reflectance of each stored band over the area, and the bytes of imagery it took.</summary>
    /// <param name="pass">The date.</param>
    /// <param name="catalog">Where its scenes are.</param>
    /// <param name="grids">The area.</param>
    /// <param name="factor">Pixels of the area along one of the layers'.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<(SortedDictionary<SentinelBand, short[]> Bands, long Bytes)> ReadAsync(
        FoundPass pass, ISceneCatalog catalog, ZoneGrids grids, int factor, CancellationToken cancellationToken)
    {
        var (bands, bytes) = (new SortedDictionary<SentinelBand, short[]>(), 0L);

        // Granules in the order in which they own pixels: a later one fills what the earlier ones have no data of.
        var usable = pass.Summary.Granules.Where(g => g.Fault is null).Select(g => g.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var granule in pass.Pass.Granules.Where(g => usable.Contains(g.Item.Id)))
        {
            var (grid, carrier) = (grids.Of(granule.Item).Utm.Overview(factor), grids.CarrierOf(granule.Item, factor));
            using var scene = await catalog.OpenAsync(granule.Item, Layers.StoredBands, cancellationToken);
            foreach (var band in scene.Reader.Bands)
            {
                var numbers = new ushort[grid.Width * grid.Height];
                await scene.Reader.ReadAsync(band, grid, new PixelWindow(0, 0, grid.Width, grid.Height), numbers, cancellationToken);
                numbers = carrier?.Carry<ushort>(numbers, 0, cancellationToken) ?? numbers;
                if (!bands.TryGetValue(band, out var reflectance))
                {
                    bands[band] = reflectance = new short[numbers.Length];
                    reflectance.AsSpan().Fill(LayerPixels.NoReflectance);
                }

                Fill(reflectance, numbers, scene.Reader.AssetOf(band).Scale);
            }

            bytes += scene.Transfer.Bytes;
        }

        return (bands, bytes);
    }

    private static void Fill(short[] reflectance, ushort[] numbers, BandScale scale)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] != 0 && reflectance[i] == LayerPixels.NoReflectance)
            {
                reflectance[i] = (short)Math.Clamp(Math.Round((numbers[i] * scale.Scale + scale.Offset) * LayerPixels.PerReflectance), short.MinValue + 1, short.MaxValue);
            }
        }
    }
}
