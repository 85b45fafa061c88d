using CarbonApp.Engine.Kelp.Projection;
using CarbonApp.Engine.Kelp.Tiles;

namespace CarbonApp.Api.Kelp.Tiles;

/// <summary>A drawn picture.</summary>
internal sealed record Drawn(Rgba[] Pixels, int Width, int Height);

/// <summary>Draws the whole area of an analysis in one picture on the web map's projection, so that it lies right over the box it is of.</summary>
internal sealed class PictureDrawer(TileDrawer tiles)
{
    private const int Side = TileAddress.Side;

    /// <summary>Deepest zoom used: about 2 m a pixel at 60°, so that small areas are more than a few pixels wide.</summary>
    private const int DeepestZoom = 16;

    /// <summary>The box of a layer; null where the analysis lacks it.</summary>
    /// <param name="id">The analysis.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="bbox">West, south, east, north; west above east across the antimeridian.</param>
    /// <param name="longest">Pixels of the longer side at most.</param>
    /// <param name="cancellationToken">Asked between tiles.</param>
    public async Task<Drawn?> DrawAsync(string id, Layer layer, IReadOnlyList<double> bbox, int longest, CancellationToken cancellationToken)
    {
        var (west, east) = (bbox[0], bbox[2] < bbox[0] ? bbox[2] + 360 : bbox[2]);
        var zoom = DeepestZoom;
        var (left, top, width, height) = Extent(zoom, west, bbox[1], east, bbox[3]);
        for (; zoom > 0 && Math.Max(width, height) > longest; zoom--)
        {
            (left, top, width, height) = Extent(zoom - 1, west, bbox[1], east, bbox[3]);
        }

        var picture = new Rgba[width * height];
        for (var tileY = top / Side; tileY * Side < top + height; tileY++)
        {
            for (var tileX = left / Side; tileX * Side < left + width; tileX++)
            {
                // A picture across the antimeridian goes on with the tiles of the other side.
                if (await tiles.DrawAsync(id, layer, new TileAddress(zoom, tileX % (1 << zoom), tileY), cancellationToken) is not { } tile)
                {
                    return null;
                }

                Copy(tile, (tileX * Side) - left, (tileY * Side) - top, picture, width, height);
            }
        }

        return new Drawn(picture, width, height);
    }

    private static (int Left, int Top, int Width, int Height) Extent(int zoom, double west, double south, double east, double north)
    {
        var world = new TileAddress(zoom, 0, 0);
        var (left, top) = world.ToPixel(new GeoPoint(west, north));
        var (right, bottom) = world.ToPixel(new GeoPoint(east, south));
        var (x, y) = ((int)Math.Round(left), (int)Math.Round(top));
        return (x, y, Math.Max(1, (int)Math.Round(right) - x), Math.Max(1, (int)Math.Round(bottom) - y));
    }

    private static void Copy(Rgba[] tile, int left, int top, Rgba[] picture, int width, int height)
    {
        var (from, to) = (Math.Max(0, left), Math.Min(width, left + Side));
        for (var y = Math.Max(0, top); y < Math.Min(height, top + Side); y++)
        {
            tile.AsSpan(((y - top) * Side) + from - left, to - from).CopyTo(picture.AsSpan((y * width) + from));
        }
    }
}
