using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CarbonApp.Engine.Kelp.Radiometry;

namespace CarbonApp.Engine.Kelp.Detection;

/// <summary>Eight pixels' reflectances from digital numbers; the numbers of 20 m pixels are doubled in registers.</summary>
internal static class Reflectances
{
    /// <summary>Reflectances at columns <paramref name="column"/>, a multiple of 8, to column + 7. Widened before the offset is taken off, so that
    /// numbers below 1000 come out negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(BandBuffer buffer, int row, int column)
    {
        ref var numbers = ref MemoryMarshal.GetReference(buffer.Row(row));
        Vector256<int> widened;
        if (buffer.Repeat == 1)
        {
            widened = Vector256.WidenLower(Vector128.LoadUnsafe(ref numbers, (nuint)column).ToVector256Unsafe()).AsInt32();
        }
        else
        {
            var four = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<ushort, byte>(ref Unsafe.Add(ref numbers, column >> 1)))).AsUInt16();
            widened = Vector256.WidenLower(Vector128.Shuffle(four, Vector128.Create((ushort)0, 0, 1, 1, 2, 2, 3, 3)).ToVector256Unsafe()).AsInt32();
        }

        return Vector256.ConvertToSingle(widened + Vector256.Create(buffer.OffsetDn)) * Vector256.Create(SurfaceReflectance.PerDn);
    }
}
