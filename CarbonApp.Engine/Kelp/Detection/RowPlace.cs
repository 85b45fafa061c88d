using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>Where the numbers of a row of a band lie.</summary>
/// <param name="Chunk">Holds them.</param>
/// <param name="Start">Index of the first.</param>
/// <param name="Shift">1 where a number stands for two pixels, else 0.</param>
internal readonly record struct RowPlace(ushort[] Chunk, int Start, int Shift)
{
    /// <summary>The first number; the row and its padding lie behind it, and that is not checked.</summary>
    public ref ushort First => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Chunk), Start);
}
