using CarbonApp.Api.Kelp.Results;
using CarbonApp.Engine.Kelp.Indices;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Kelp.Tiles;

namespace CarbonApp.Api.Kelp.Tiles;

/// <summary>All layers there are.</summary>
internal static class Layers
{
    /// <summary>Median wet biomass of full canopy, kg/m² (KelpConstants.CanopyKilogramsPerSquareMetre): the biomass layer is cover times this.</summary>
    public const double WetKilogramsPerSquareMetre = 8;

    /// <summary>Every layer but those of v1's own definitions.</summary>
    public static IReadOnlyList<Layer> All { get; } =
    [
        new Layer.Picture("rgb", "True colour", SentinelBand.B04, SentinelBand.B03, SentinelBand.B02, White: 0.25),
        new Layer.Picture("false-color", "Near infrared, red and green", SentinelBand.B08, SentinelBand.B04, SentinelBand.B03, White: 0.35),
        .. SpectralIndices.All.Where(index => !index.IsLegacy).Select(Of),
        new Layer.Mask("mask", "What the pixels are", MaskPalette.All(1), MaskPalette.Legend),
        Only("kelp", "Kelp", PixelMask.Kelp, 1),
        Share("cover", ResultFiles.CoverRaster, 1),
        Share("persistence", ResultFiles.PersistenceRaster, 1),
        Share("biomass", ResultFiles.CoverRaster, WetKilogramsPerSquareMetre),
    ];

    /// <summary>Bands of the best scene that are stored: all that a layer is made of.</summary>
    public static IReadOnlyList<SentinelBand> StoredBands { get; } =
        [.. SpectralIndices.All.SelectMany(index => index.Bands).Concat([SentinelBand.B02, SentinelBand.B03, SentinelBand.B04, SentinelBand.B08]).Distinct().Order()];

    /// <summary>The layer of a name; null where there is none.</summary>
    /// <param name="name">As in addresses.</param>
    /// <param name="legacy">Whether v1's definitions of indices come first.</param>
    public static Layer? Find(string name, bool legacy = false) =>
        legacy && SpectralIndices.Find(name, legacy: true) is { } index ? Of(index) : All.FirstOrDefault(layer => layer.Name == name);

    /// <summary>Pixels with one bit, others clear.</summary>
    /// <param name="name">In addresses.</param>
    /// <param name="title">For people.</param>
    /// <param name="bit">One bit; none is open water, clearly seen.</param>
    /// <param name="opacity">0 to 1.</param>
    public static Layer.Mask Only(string name, string title, PixelMask bit, double opacity) => new(name, title, MaskPalette.Only(bit, opacity), Meaning: null);

    /// <summary>The layer of an index.</summary>
    public static Layer.Index Of(SpectralIndex index) => new(
        index,
        !index.IsLegacy && MapLayers.Find(index.Name) is { } map ? map : new MapLayer(index.Name, $"{index.Name}: {index.Formula}", "", ColorScale.Sequential(index.Low, index.High)));

    /// <summary>Name of the stored raster of a band.</summary>
    public static string FileOf(SentinelBand band) => $"band-{band.ToString().ToLowerInvariant()}.tif";

    /// <summary>Bands that a layer is drawn from; none for those of the composite.</summary>
    public static IReadOnlyList<SentinelBand> BandsOf(Layer layer) => layer switch
    {
        Layer.Picture picture => [picture.Red, picture.Green, picture.Blue],
        Layer.Index index => index.Of.Bands,
        _ => [],
    };

    private static Layer.Share Share(string id, string file, double perShare) => new(file, perShare, MapLayers.Find(id)!);
}
