namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>What the test finds in a row: words of 64 pixels as in a mask, and cover by pixel.</summary>
/// <param name="surface">Canopy at the surface.</param>
/// <param name="nearSurface">Canopy just below it.</param>
/// <param name="glint">Glint or foam.</param>
/// <param name="trace">Canopy below the least cover that is mapped.</param>
/// <param name="cover">Codes of <see cref="CanopyCover.ToCode"/>, or empty when not wanted.</param>
internal readonly ref struct RowFindings(Span<ulong> surface, Span<ulong> nearSurface, Span<ulong> glint, Span<ulong> trace, Span<byte> cover)
{
    public Span<ulong> Surface { get; } = surface;

    public Span<ulong> NearSurface { get; } = nearSurface;

    public Span<ulong> Glint { get; } = glint;

    public Span<ulong> Trace { get; } = trace;

    public Span<byte> Cover { get; } = cover;
}
