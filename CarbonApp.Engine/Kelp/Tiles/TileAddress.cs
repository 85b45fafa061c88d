using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Kelp.Tiles;

/// <summary>A square of the web map: zoom z has 2ᶻ × 2ᶻ of them, x counts from 180° west, y from the north (OGC 17-083r4, annex D.1).</summary>
public readonly record struct TileAddress
{
    /// <summary>Side of a tile, pixels.</summary>
    public const int Side = 256;

    /// <summary>Deepest zoom: a pixel of 2 cm and less is far beyond what 10 m rasters show.</summary>
    public const int DeepestZoom = 22;

    /// <summary>Makes an address.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such tile.</exception>
    public TileAddress(int zoom, int x, int y)
    {
        if (!Exists(zoom, x, y))
        {
            throw new ArgumentOutOfRangeException(nameof(zoom), $"{zoom}/{x}/{y}", $"There is no such tile: zooms are 0 to {DeepestZoom}, x and y 0 to 2^zoom - 1.");
        }

        (Zoom, X, Y) = (zoom, x, y);
    }

    /// <summary>0, the whole world, to <see cref="DeepestZoom"/>.</summary>
    public int Zoom { get; }

    /// <summary>From the west, 0 to 2^zoom − 1.</summary>
    public int X { get; }

    /// <summary>From the north, 0 to 2^zoom − 1.</summary>
    public int Y { get; }

    /// <summary>Side of a pixel on the map's plane, m; on the ground it is shorter by the cosine of the latitude.</summary>
    public double PixelMetres => 2 * WebMercator.HalfWidthMetres / Side / (1L << Zoom);

    /// <summary>Whether there is such a tile.</summary>
    public static bool Exists(int zoom, int x, int y) => zoom is >= 0 and <= DeepestZoom && x >= 0 && y >= 0 && x < 1L << zoom && y < 1L << zoom;

    /// <summary>A point of the tile on the globe, in pixels from its upper left corner.</summary>
    public GeoPoint ToGlobe(double column, double row) => WebMercator.Unproject(new PlanePoint(
        (((long)X * Side) + column) * PixelMetres - WebMercator.HalfWidthMetres,
        WebMercator.HalfWidthMetres - ((((long)Y * Side) + row) * PixelMetres)));

    /// <summary>A place of the globe in pixels from the tile's upper left corner, or outside of it. The longitude is not wrapped.</summary>
    public (double Column, double Row) ToPixel(GeoPoint place)
    {
        var point = WebMercator.Project(place);
        return (((point.X + WebMercator.HalfWidthMetres) / PixelMetres) - ((long)X * Side), ((WebMercator.HalfWidthMetres - point.Y) / PixelMetres) - ((long)Y * Side));
    }
}
