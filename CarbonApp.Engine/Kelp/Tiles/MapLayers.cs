namespace CarbonApp.Engine.Kelp.Tiles;

/// <summary>All quantities that can be shown. Ranges are ours: wide enough for open water and dense canopy, narrow enough to tell water from thin canopy.</summary>
public static class MapLayers
{
    /// <summary>In the order of a menu.</summary>
    public static IReadOnlyList<MapLayer> All { get; } =
    [
        new("cover", "Canopy cover", "share of the pixel", ColorScale.Sequential(0, 1)),
        new("persistence", "Persistence: dates with canopy of all clear dates", "", ColorScale.Sequential(0, 1)),
        new("biomass", "Wet biomass", "kg/m²", ColorScale.Sequential(0, 10)),
        new("fai", "Floating Algae Index", "reflectance", ColorScale.Sequential(-0.02, 0.1)),
        new("afai", "Alternative Floating Algae Index", "reflectance", ColorScale.Sequential(-0.02, 0.06)),
        new("kd", "Kelp difference B06 − B04", "reflectance", ColorScale.Sequential(-0.02, 0.06)),
        new("ndvi", "Normalised Difference Vegetation Index", "", ColorScale.Diverging(-1, 1)),
        new("ndre", "Normalised Difference Red Edge", "", ColorScale.Diverging(-0.5, 0.5)),
        new("red_edge_ndvi", "Red-edge NDVI", "", ColorScale.Diverging(-1, 1)),
        new("ndwi", "Normalised Difference Water Index", "", ColorScale.Diverging(-1, 1)),
        new("mndwi", "Modified NDWI", "", ColorScale.Diverging(-1, 1)),
        new("evi", "Enhanced Vegetation Index", "", ColorScale.Diverging(-1, 1)),
        new("kelp_index", "Kelp index of version 1", "", ColorScale.Diverging(-3, 3)),
    ];

    /// <summary>The layer of a name; null where there is none.</summary>
    public static MapLayer? Find(string id) => All.FirstOrDefault(layer => layer.Id == id);
}
