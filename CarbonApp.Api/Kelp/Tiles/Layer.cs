using CarbonApp.Engine.Kelp.Indices;
using CarbonApp.Engine.Kelp.Scenes;
using CarbonApp.Engine.Kelp.Tiles;

namespace CarbonApp.Api.Kelp.Tiles;

/// <summary>Something to look at: which stored rasters it is drawn from, and in which colours.</summary>
/// <param name="Name">In addresses.</param>
/// <param name="Title">For people.</param>
/// <param name="Group"><c>base</c>, <c>index</c>, <c>mask</c> or <c>result</c>.</param>
internal abstract record Layer(string Name, string Title, string Group)
{
    /// <summary>What its colours mean; null for pictures.</summary>
    public virtual Legend? Legend => null;

    /// <summary>Bands of the best scene as a picture.</summary>
    /// <param name="White">Reflectance shown as white.</param>
    public sealed record Picture(string Name, string Title, SentinelBand Red, SentinelBand Green, SentinelBand Blue, double White) : Layer(Name, Title, "base");

    /// <summary>What the pixels of the composite are.</summary>
    /// <param name="Palette">A colour for every byte of the mask.</param>
    public sealed record Mask(string Name, string Title, Rgba[] Palette, Legend? Meaning) : Layer(Name, Title, "mask")
    {
        public override Legend? Legend => Meaning;
    }

    /// <summary>A quantity.</summary>
    /// <param name="Map">Its range and colours.</param>
    public abstract record Quantity(MapLayer Map, string Group) : Layer(Map.Id, Map.Title, Group)
    {
        /// <summary>Colours in the place of the map layer's own; as <see cref="ColorScale.Palette"/>.</summary>
        public Rgba[]? Ramp { get; init; }

        public override Legend Legend => Map.Legend;
    }

    /// <summary>An index over the best scene.</summary>
    public sealed record Index(SpectralIndex Of, MapLayer Map) : Quantity(Map, "index");

    /// <summary>A share that the composite has for each pixel, in steps of 1/250; 255 is no data.</summary>
    /// <param name="File">Stored raster.</param>
    /// <param name="PerShare">Value of a share of 1.</param>
    public sealed record Share(string File, double PerShare, MapLayer Map) : Quantity(Map, "result");
}
