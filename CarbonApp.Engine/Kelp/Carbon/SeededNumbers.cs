using System.Buffers.Binary;

namespace CarbonApp.Engine.Kelp.Carbon;

/// <summary>Numbers that look random and follow from a hash alone, the same on every machine: SplitMix64 (Steele, Lea and Flood 2014).</summary>
internal sealed class SeededNumbers
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state;

    internal SeededNumbers(ulong state) => _state = state;

    /// <summary>Begins at a hash, every bit of which counts.</summary>
    /// <param name="hash">32 bytes, such as SHA-256 of the input.</param>
    /// <exception cref="ArgumentException">The hash is not 32 bytes long.</exception>
    public static SeededNumbers Of(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != 32)
        {
            throw new ArgumentException($"The hash has {hash.Length} bytes; it must have 32, as SHA-256 gives.", nameof(hash));
        }

        var state = 0UL;
        for (var i = 0; i < 32; i += 8)
        {
            state = Mix(state + Golden + BinaryPrimitives.ReadUInt64LittleEndian(hash[i..]));
        }

        return new SeededNumbers(state);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Mix(_state += Golden);

    /// <summary>Uniform in (0, 1), both ends out.</summary>
    public double NextUniform() => ((NextBits() >> 12) + 0.5) * (1.0 / (1L << 52));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
