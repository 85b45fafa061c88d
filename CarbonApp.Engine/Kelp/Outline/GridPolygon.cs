namespace CarbonApp.Engine.Kelp.Outline;

/// <summary>Pixels that hang together by their edges, outlined along the pixels' edges. No ring meets itself; rings may meet each other in corners.</summary>
/// <param name="Shell">The outer ring, counterclockwise with north up; the first corner is not repeated.</param>
/// <param name="Holes">Clockwise.</param>
public sealed record GridPolygon(IReadOnlyList<GridPoint> Shell, IReadOnlyList<IReadOnlyList<GridPoint>> Holes)
{
    /// <summary>The outer ring, then the holes.</summary>
    public IEnumerable<IReadOnlyList<GridPoint>> Rings => [Shell, .. Holes];
}
