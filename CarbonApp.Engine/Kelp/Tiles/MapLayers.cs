using CarbonApp.Engine.Kelp.Indices;

namespace CarbonApp.Engine.Kelp.Tiles;

/// <summary>All quantities that can be shown.</summary>
public static class MapLayers
{
    /// <summary>What is found, then the indices, in the order of a menu; without version 1's own definitions.</summary>
    public static IReadOnlyList<MapLayer> All { get; } =
    [
        new("cover", "Canopy cover", "share of the pixel", ColorScale.Sequential(0, 1)),
        new("persistence", "Persistence: share of clear dates with canopy", "", ColorScale.Sequential(0, 1)),
        new("biomass", "Wet biomass", "kg/m²", ColorScale.Sequential(0, 10)),
        .. SpectralIndices.All.Where(index => !index.IsLegacy).Select(Of),
    ];

    /// <summary>The layer of a name; null where there is none.</summary>
    public static MapLayer? Find(string id) => All.FirstOrDefault(layer => layer.Id == id);

    /// <summary>The layer of an index, in the index's own range; blue against orange where that lies evenly around zero.</summary>
    public static MapLayer Of(SpectralIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        var scale = index.Low == -index.High ? ColorScale.Diverging(index.Low, index.High) : ColorScale.Sequential(index.Low, index.High);
        return index.Name switch
        {
            _ when index.IsLegacy => new(index.Name, $"{index.Name} as version 1 had it: {index.Formula}", "", scale),
            "fai" => new(index.Name, "Floating Algae Index", "reflectance", scale),
            "afai" => new(index.Name, "Alternative Floating Algae Index", "reflectance", scale),
            "kd" => new(index.Name, "Kelp difference B06 − B04", "reflectance", scale),
            "ndvi" => new(index.Name, "Normalised Difference Vegetation Index", "", scale),
            "ndre" => new(index.Name, "Normalised Difference Red Edge", "", scale),
            "red_edge_ndvi" => new(index.Name, "Red-edge NDVI", "", scale),
            "ndwi" => new(index.Name, "Normalised Difference Water Index", "", scale),
            "mndwi" => new(index.Name, "Modified NDWI", "", scale),
            "evi" => new(index.Name, "Enhanced Vegetation Index", "", scale),
            _ => new(index.Name, $"{index.Name}: {index.Formula}", "", scale),
        };
    }
}
