namespace CarbonApp.Engine.Kelp.Masks;

/// <summary>Classes of the scene classification layer that comes with Sentinel-2 L2A (Sen2Cor's SCL).</summary>
public enum SceneClass
{
    /// <summary>Outside the swath.</summary>
    NoData = 0,

    /// <summary>Saturated or defective.</summary>
    Saturated = 1,

    /// <summary>Dark areas.</summary>
    Dark = 2,

    /// <summary>Shadow of a cloud.</summary>
    CloudShadow = 3,

    /// <summary>Vegetation; dense floating canopy too.</summary>
    Vegetation = 4,

    /// <summary>Bare ground; canopy at times.</summary>
    Bare = 5,

    /// <summary>Water.</summary>
    Water = 6,

    /// <summary>Unclassified; canopy at times.</summary>
    Unclassified = 7,

    /// <summary>Cloud of medium probability.</summary>
    CloudMedium = 8,

    /// <summary>Cloud of high probability.</summary>
    CloudHigh = 9,

    /// <summary>Thin cirrus.</summary>
    Cirrus = 10,

    /// <summary>Snow or ice; off polar coasts salt or foam, and in any case no open water.</summary>
    Snow = 11,
}
