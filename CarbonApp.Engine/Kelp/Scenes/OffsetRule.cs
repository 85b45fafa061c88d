namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>What decided the offset of a band; the order is the order in which they are asked (docs/methods/scenes.md).</summary>
public enum OffsetRule
{
    /// <summary>Nothing tells: the scene cannot be turned into reflectance.</summary>
    Undecided,

    /// <summary>The offset the item states for the file: <c>raster:bands[].offset</c>, or <c>raster:offset</c> since STAC 1.1.</summary>
    RasterBands,

    /// <summary>The item says whether the catalogue has subtracted the offset already: <c>earthsearch:boa_offset_applied</c>.</summary>
    BoaOffsetApplied,

    /// <summary><c>BOA_ADD_OFFSET</c> of the product's own MTD_MSIL2A.xml.</summary>
    ProductMetadata,

    /// <summary>The processing baseline: −1000 digital numbers from 04.00 on.</summary>
    ProcessingBaseline,

    /// <summary>The description beside a chip: <c>reflectance_offset</c>.</summary>
    ChipDescription,
}
