using CarbonApp.Engine.Kelp.Imagery;
using CarbonApp.Engine.Kelp.Projection;

namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>An open scene: the files of the bands that are needed, read on any grid of the scene's UTM zone. Safe to use from several threads
/// where the files' <see cref="RangeReader"/>s are.</summary>
public sealed class SceneReader
{
    private readonly SortedDictionary<SentinelBand, SceneBand> _bands;

    private SceneReader(SceneItem item, SortedDictionary<SentinelBand, SceneBand> bands)
    {
        (Item, _bands) = (item, bands);
        Grid = bands.Values.MinBy(b => b.Grid.PixelMetres)!.Grid;
    }

    /// <summary>What was opened.</summary>
    public SceneItem Item { get; }

    /// <summary>The bands that were asked for and are there.</summary>
    public IReadOnlyCollection<SentinelBand> Bands => _bands.Keys;

    /// <summary>The scene's own grid: that of its finest band.</summary>
    public UtmGrid Grid { get; }

    /// <summary>Opens the files of some bands: each takes one request of 32 KiB. Bands the item does not have are passed over.</summary>
    /// <param name="item">The scene; the offset of every band has to be decided.</param>
    /// <param name="open">Opens a file; called once per file.</param>
    /// <param name="wanted">The bands.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SceneException">Undecided offset, no band that was wanted, a file that does not fit the item, or bands of two zones.</exception>
    /// <exception cref="TiffException">A file is damaged or of a kind that is not read.</exception>
    public static async ValueTask<SceneReader> OpenAsync(
        SceneItem item, AssetOpener open, IReadOnlyCollection<SentinelBand> wanted, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(wanted);
        var assets = wanted.Distinct().Where(item.Assets.ContainsKey).Select(b => item.Assets[b]).ToArray();
        Check(item, assets);

        var files = assets.GroupBy(a => a.Href, StringComparer.Ordinal).ToArray();
        var opened = await Task.WhenAll(files.Select(async file =>
            (file, Tiff: await GeoTiff.OpenAsync(await open(file.First(), cancellationToken), cancellationToken))));
        var bands = new SortedDictionary<SentinelBand, SceneBand>();
        foreach (var (file, tiff) in opened)
        {
            foreach (var asset in file)
            {
                bands[asset.Band] = new SceneBand(item, asset, tiff);
            }
        }

        return bands.Values.Select(b => b.Grid.Zone).Distinct().Count() == 1
            ? new SceneReader(item, bands)
            : throw new SceneException($"Scene {item.Id}: its bands are in the zones {string.Join(", ", bands.Values.Select(b => $"EPSG:{b.Grid.Zone.Epsg}").Distinct())}, which have to be one.");
    }

    /// <summary>The pixels of a band's own file.</summary>
    public UtmGrid GridOf(SentinelBand band) => Band(band).Grid;

    /// <summary>Size of the blocks in which a band's file is stored, its pixels: reading along them decodes none twice.</summary>
    public (int Width, int Height) BlockOf(SentinelBand band) => Band(band).Block;

    /// <summary>Whether a band's file has its pixels, or an overview, in a size.</summary>
    public bool HasLevel(SentinelBand band, double pixelM) => Band(band).HasLevel(pixelM);

    /// <summary>Scale, offset and wavelength of a band.</summary>
    public SceneAsset AssetOf(SentinelBand band) => Band(band).Asset;

    /// <summary>Reads digital numbers of a band on a grid: as they are, the nearest one where pixels differ in size; 0, no data, where the scene
    /// does not reach.</summary>
    /// <param name="band">One of <see cref="Bands"/>.</param>
    /// <param name="grid">Any grid of the scene's zone.</param>
    /// <param name="window">Part of it.</param>
    /// <param name="destination">Width × height numbers, row after row.</param>
    /// <param name="cancellationToken">Asked between blocks.</param>
    /// <exception cref="SceneException">The grid is in another zone.</exception>
    public ValueTask ReadAsync(SentinelBand band, UtmGrid grid, PixelWindow window, Memory<ushort> destination, CancellationToken cancellationToken = default) =>
        Fitting(band, grid).ReadAsync(grid, window, destination, cancellationToken);

    /// <summary>The same as bytes, for <see cref="SentinelBand.Scl"/>: class 0 is no data.</summary>
    /// <inheritdoc cref="ReadAsync(SentinelBand, UtmGrid, PixelWindow, Memory{ushort}, CancellationToken)"/>
    public ValueTask ReadAsync(SentinelBand band, UtmGrid grid, PixelWindow window, Memory<byte> destination, CancellationToken cancellationToken = default) =>
        Fitting(band, grid).ReadAsync(grid, window, destination, cancellationToken);

    private SceneBand Fitting(SentinelBand band, UtmGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return grid.Zone == Grid.Zone
            ? Band(band)
            : throw new SceneException($"Scene {Item.Id} is in EPSG:{Grid.Zone.Epsg}, the grid in EPSG:{grid.Zone.Epsg}: scenes are read in their own zone only.");
    }

    private SceneBand Band(SentinelBand band) => _bands.TryGetValue(band, out var found)
        ? found
        : throw new ArgumentException($"Scene {Item.Id} was opened without {band}; it has {string.Join(", ", _bands.Keys)}.", nameof(band));

    private static void Check(SceneItem item, SceneAsset[] assets)
    {
        if (assets.Length == 0)
        {
            throw new SceneException($"Scene {item.Id} has none of the bands that are needed; it has {string.Join(", ", item.Assets.Keys)}.");
        }

        if (assets.FirstOrDefault(a => a.Rule == OffsetRule.Undecided) is { } undecided)
        {
            throw new SceneException($"Scene {item.Id}: nothing tells the offset of {undecided.Band}: neither raster:bands, nor a boa_offset_applied, nor the product's metadata, nor a processing baseline.");
        }

        if (assets.FirstOrDefault(a => a.MediaType is { } type && type.Contains("jp2", StringComparison.OrdinalIgnoreCase)) is { } jpeg)
        {
            throw new SceneException($"Scene {item.Id}: {jpeg.Band} is JPEG 2000, which is not read. Convert it with: gdal_translate -of COG -co COMPRESS=DEFLATE");
        }
    }
}
