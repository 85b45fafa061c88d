namespace CarbonApp.Engine.Kelp.Imagery;

/// <summary>What one sample of a raster is.</summary>
public enum SampleType
{
    /// <summary>One bit, as masks use it; read as byte 0 or 1.</summary>
    Bit,

    /// <summary>byte.</summary>
    U8,

    /// <summary>sbyte.</summary>
    I8,

    /// <summary>ushort.</summary>
    U16,

    /// <summary>short.</summary>
    I16,

    /// <summary>uint.</summary>
    U32,

    /// <summary>int.</summary>
    I32,

    /// <summary>float.</summary>
    F32,

    /// <summary>double.</summary>
    F64,
}

internal static class SampleTypes
{
    /// <summary>Bits of one sample in the file.</summary>
    public static int Bits(this SampleType type) => type switch
    {
        SampleType.Bit => 1,
        SampleType.U8 or SampleType.I8 => 8,
        SampleType.U16 or SampleType.I16 => 16,
        SampleType.F64 => 64,
        _ => 32,
    };

    public static bool IsFloat(this SampleType type) => type is SampleType.F32 or SampleType.F64;

    /// <summary>The sample type that a .NET type holds; throws where there is none.</summary>
    public static SampleType Of<T>() => default(T) switch
    {
        byte => SampleType.U8,
        sbyte => SampleType.I8,
        ushort => SampleType.U16,
        short => SampleType.I16,
        uint => SampleType.U32,
        int => SampleType.I32,
        float => SampleType.F32,
        double => SampleType.F64,
        _ => throw new ArgumentException($"{typeof(T).Name} is no sample type: use byte, sbyte, ushort, short, uint, int, float or double."),
    };
}
