namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>One encoded block to be read.</summary>
/// <param name="Offset">First byte in the file.</param>
/// <param name="Length">Encoded bytes.</param>
/// <param name="Column">Block column.</param>
/// <param name="Row">Block row.</param>
/// <param name="Plane">Which of the wanted bands it holds; −1 when it holds all.</param>
internal readonly record struct BlockRequest(long Offset, int Length, int Column, int Row, int Plane);
