namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>Bytes of a file to be fetched in one request, and the blocks inside: <see cref="Count"/> of the sorted blocks from
/// <see cref="First"/> on.</summary>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Bytes.</param>
/// <param name="First">Index of the first block, in the order the planner left them.</param>
/// <param name="Count">Blocks.</param>
public readonly record struct BlockRange(long Offset, int Length, int First, int Count);
