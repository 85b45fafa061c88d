using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CarbonApp.Api;

/// <summary>
/// Universally unique, lexicographically sortable identifiers: 48 bits of milliseconds and 80 random bits, written as 26
/// characters of Crockford's base 32 (github.com/ulid/spec).
/// </summary>
internal static class Ulid
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A new identifier of the instant <paramref name="time"/> (1970 or later).</summary>
    public static string New(DateTimeOffset time)
    {
        Span<byte> random = stackalloc byte[10];
        RandomNumberGenerator.Fill(random);
        return Write(time.ToUnixTimeMilliseconds(), random);
    }

    internal static string Write(long milliseconds, ReadOnlySpan<byte> random)
    {
        Span<byte> bits = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bits, milliseconds << 16);
        random.CopyTo(bits[6..]);
        var value = BinaryPrimitives.ReadUInt128BigEndian(bits);
        Span<char> text = stackalloc char[26];
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(value & 31)];
            value >>= 5;
        }

        return new string(text);
    }
}
