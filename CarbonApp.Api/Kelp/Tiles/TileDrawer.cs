using System.Diagnostics;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Kelp.Tiles;

namespace CarbonApp.Api.Kelp.Tiles;

/// <summary>Draws tiles and whole pictures of the layers of an analysis.</summary>
internal sealed class TileDrawer(LayerPixels pixels)
{
    private const int Side = TileAddress.Side;

    /// <summary>A tile that shows nothing.</summary>
    private static readonly Rgba[] Empty = new Rgba[Side * Side];

    /// <summary>The pixels of a tile, clear where it shows none of the analysis; null where the analysis lacks the layer.</summary>
    public async Task<Rgba[]?> DrawAsync(string id, Layer layer, TileAddress tile, CancellationToken cancellationToken)
    {
        if (await pixels.OpenAsync(id, layer, cancellationToken) is not { } raster)
        {
            return null;
        }

        var grid = LayerPixels.GridOf(raster);
        var level = int.Log2(TileView.OverviewFactor(tile, grid, 1 << (raster.Images.Count - 1)));
        if (TileView.Of(tile, grid.Overview(1 << level)) is not { } view)
        {
            return Empty;
        }

        return layer switch
        {
            Layer.Picture picture => await DrawAsync(id, picture, level, view, cancellationToken),
            Layer.Mask mask => await DrawAsync(id, mask, level, view, cancellationToken),
            Layer.Quantity quantity => await DrawAsync(id, quantity, quantity.Ramp ?? quantity.Map.Scale.Palette.ToArray(), level, view, cancellationToken),
            _ => throw new UnreachableException(),
        };
    }

    private async Task<Rgba[]?> DrawAsync(string id, Layer.Picture picture, int level, TileView view, CancellationToken cancellationToken)
    {
        var red = await pixels.ReadBandAsync(id, picture.Red, level, view.Window, cancellationToken);
        var green = await pixels.ReadBandAsync(id, picture.Green, level, view.Window, cancellationToken);
        var blue = await pixels.ReadBandAsync(id, picture.Blue, level, view.Window, cancellationToken);
        return red is null || green is null || blue is null ? null : TileRenderer.Colours(view, red, green, blue, picture.White);
    }

    private async Task<Rgba[]?> DrawAsync(string id, Layer.Mask mask, int level, TileView view, CancellationToken cancellationToken) =>
        await pixels.ReadMaskAsync(id, level, view.Window, cancellationToken) is { } bytes
            ? Colour(TileRenderer.Nearest(view, bytes, outside: (byte)PixelMask.NoData), mask.Palette)
            : null;

    private async Task<Rgba[]?> DrawAsync(string id, Layer.Quantity layer, Rgba[] palette, int level, TileView view, CancellationToken cancellationToken) =>
        await pixels.ReadValuesAsync(id, layer, level, view.Window, cancellationToken) is { } values
            ? Colour(TileRenderer.Bilinear(view, values, layer.Map.Scale), palette)
            : null;

    private static Rgba[] Colour(byte[] places, Rgba[] palette) => Array.ConvertAll(places, place => palette[place]);
}
