namespace CarbonApp.Engine.Kelp.Masks;

/// <summary>Pixels side by side in a row that belong to one component.</summary>
/// <param name="Row">The row.</param>
/// <param name="Start">First column.</param>
/// <param name="End">Column after the last.</param>
/// <param name="Component">Number of the component, from 0.</param>
public readonly record struct ComponentRun(int Row, int Start, int End, int Component)
{
    /// <summary>Pixels.</summary>
    public int Length => End - Start;
}
