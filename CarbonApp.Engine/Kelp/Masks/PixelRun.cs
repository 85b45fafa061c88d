namespace CarbonApp.Engine.Kelp.Masks;

/// <summary>Neighbouring pixels of one row that are all set.</summary>
/// <param name="Start">First column.</param>
/// <param name="End">The column after the last; greater than <paramref name="Start"/>.</param>
public readonly record struct PixelRun(int Start, int End)
{
    /// <summary>Pixels.</summary>
    public int Length => End - Start;
}
