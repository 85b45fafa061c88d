using CarbonApp.Engine.Kelp.Imagery;

namespace CarbonApp.Engine.Kelp.Outline;

/// <summary>Pixels that hang together by edges or corners.</summary>
/// <param name="Pixels">How many.</param>
/// <param name="Bounds">The least window that holds them.</param>
/// <param name="Parts">Polygons that meet in corners only.</param>
public sealed record PixelShape(int Pixels, PixelWindow Bounds, IReadOnlyList<GridPolygon> Parts);
