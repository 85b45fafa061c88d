using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>Dates that show none of the area's sea and only say what hid it: any number of them as two masks of a strip.</summary>
internal sealed class HidingDates
{
    private readonly byte[] _all;
    private readonly byte[] _any;

    public HidingDates(int pixels)
    {
        (_all, _any) = (new byte[pixels], new byte[pixels]);
        _all.AsSpan().Fill(byte.MaxValue);
    }

    /// <summary>Bits that a pixel has on any of them, as bytes.</summary>
    public ReadOnlySpan<byte> Any => _any;

    /// <summary>Bits that a pixel has on all of them, and those on any.</summary>
    public (PixelMask All, PixelMask Any) At(int pixel) => ((PixelMask)_all[pixel], (PixelMask)_any[pixel]);

    public void Add(SceneMap strip)
    {
        var mask = MemoryMarshal.AsBytes(strip.Mask.AsSpan());
        TensorPrimitives.BitwiseAnd(_all, mask, _all);
        TensorPrimitives.BitwiseOr(_any, mask, _any);
    }
}
