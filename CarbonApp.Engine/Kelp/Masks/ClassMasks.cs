using System.Runtime.Intrinsics;

namespace CarbonApp.Engine.Kelp.Masks;

/// <summary>What the scene classification says, with the margins that its clouds need: 70 m round clouds, 30 m round their shadows (their edges
/// are thin and bright, or dark, and pass for water). Classes 2, 4, 5 and 7 exclude no pixel: dense canopy is often among them.</summary>
public sealed class ClassMasks
{
    /// <summary>Margin of medium and high probability clouds, in pixels of 10 m.</summary>
    public const int CloudMargin = 7;

    /// <summary>Margin of cloud shadows, in pixels of 10 m.</summary>
    public const int ShadowMargin = 3;

    private const int Kinds = 6;
    private const int PixelsPerWord = 64;

    /// <summary>The kind of each class, 1 shifted by it; of the last of sixteen, which stands for all that are unknown, as well.</summary>
    private static readonly byte[] BitOfClass = [.. Enumerable.Range(0, 16).Select(value => (byte)(KindOf((ushort)value) is var kind and not Kind.Any ? 1 << (int)kind : 0))];

    private readonly BitMask[] _masks = new BitMask[Kinds];
    private readonly int _decimation;

    /// <summary>Masks of no class yet.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="decimation">Side of these pixels over 10 m, by which the margins are divided, rounding up.</param>
    internal ClassMasks(int width, int height, int decimation)
    {
        _decimation = decimation;
        for (var kind = 0; kind < Kinds; kind++)
        {
            _masks[kind] = new BitMask(width, height);
        }
    }

    private enum Kind
    {
        NoData = 0,
        Cloud = 1,
        ThickCloud = 2,
        Shadow = 3,
        Snow = 4,
        Water = 5,
        Any = Kinds,
    }

    /// <summary>No data, or saturated.</summary>
    public BitMask NoData => _masks[(int)Kind.NoData];

    /// <summary>Cloud with its margin, cirrus without.</summary>
    public BitMask Cloud => _masks[(int)Kind.Cloud];

    /// <summary>Cloud shadow with its margin.</summary>
    public BitMask Shadow => _masks[(int)Kind.Shadow];

    /// <summary>Snow, ice, salt: no open water.</summary>
    public BitMask Snow => _masks[(int)Kind.Snow];

    /// <summary>Said to be water.</summary>
    public BitMask Water => _masks[(int)Kind.Water];

    /// <summary>Sorts classes.</summary>
    /// <param name="classes">Row after row; values past 11 count as no data.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="decimation">1 for pixels of 10 m, 2 for 20 m; margins are divided by it, rounding up.</param>
    public static ClassMasks Of(ReadOnlySpan<ushort> classes, int width, int height, int decimation)
    {
        var masks = new ClassMasks(width, height, decimation);
        for (var row = 0; row < height; row++)
        {
            masks.SetRow(row, classes.Slice(row * width, width));
        }

        masks.AddMargins();
        return masks;
    }

    /// <summary>Sorts the classes of one row. Rows may come from several threads.</summary>
    internal void SetRow(int row, ReadOnlySpan<ushort> classes)
    {
        Span<ulong> words = stackalloc ulong[Kinds];
        Span<ushort> last = stackalloc ushort[PixelsPerWord];
        for (var start = 0; start < classes.Length; start += PixelsPerWord)
        {
            scoped var part = classes[start..];
            if (part.Length < PixelsPerWord)
            {
                // What pads the last word is of a class that is in no mask.
                last.Fill((ushort)SceneClass.Unclassified);
                part.CopyTo(last);
                part = last;
            }

            Sort(part, words);
            for (var kind = 0; kind < Kinds; kind++)
            {
                if (words[kind] != 0)
                {
                    _masks[kind].Row(row)[start >> 6] = words[kind];
                }
            }
        }
    }

    /// <summary>Widens clouds and shadows once all rows are set.</summary>
    internal void AddMargins()
    {
        Cloud.Or(Morphology.Dilate(_masks[(int)Kind.ThickCloud], Margin(CloudMargin)));
        _masks[(int)Kind.ThickCloud] = Cloud;
        _masks[(int)Kind.Shadow] = Morphology.Dilate(Shadow, Margin(ShadowMargin));
    }

    /// <summary>A bit for each of 64 pixels in the word of its kind, sixteen pixels at a time.</summary>
    private static void Sort(ReadOnlySpan<ushort> classes, Span<ulong> words)
    {
        words.Clear();
        for (var first = 0; first < PixelsPerWord; first += Vector128<byte>.Count)
        {
            var (low, high) = (Vector128.Create(classes[first..]), Vector128.Create(classes[(first + 8)..]));
            var known = Vector128.Min(Vector128.NarrowWithSaturation(low, high), Vector128.Create((byte)(BitOfClass.Length - 1)));
            var kinds = Vector128.Shuffle(Vector128.Create(BitOfClass), known);
            for (var kind = 0; kind < Kinds; kind++)
            {
                words[kind] |= (ulong)Vector128.Equals(kinds & Vector128.Create((byte)(1 << kind)), Vector128<byte>.Zero).ExtractMostSignificantBits() << first;
            }
        }

        for (var kind = 0; kind < Kinds; kind++)
        {
            words[kind] = ~words[kind];
        }
    }

    private static Kind KindOf(ushort value) => (SceneClass)value switch
    {
        SceneClass.Water => Kind.Water,
        SceneClass.Dark or SceneClass.Vegetation or SceneClass.Bare or SceneClass.Unclassified => Kind.Any,
        SceneClass.CloudShadow => Kind.Shadow,
        SceneClass.CloudMedium or SceneClass.CloudHigh => Kind.ThickCloud,
        SceneClass.Cirrus => Kind.Cloud,
        SceneClass.Snow => Kind.Snow,
        _ => Kind.NoData,
    };

    private int Margin(int pixels) => (pixels + _decimation - 1) / _decimation;
}
