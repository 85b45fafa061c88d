using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CarbonApp.Api.Access;

/// <summary>
/// A key as its holder has it: <c>carbon_</c>, its id, and 256 random bits in base64url. With so many there is nothing to guess at,
/// so one HMAC with a salt of its own keeps what is stored useless to who reads it; a slow hash would only slow every call.
/// </summary>
internal static class ApiKeyText
{
    public const string Prefix = "carbon_";
    private const int SecretBytes = 32;
    private const int SaltBytes = 16;
    private const int IdLength = 26;

    public static string New(string id) => $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}";

    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltBytes);

    public static byte[] Hash(string key, byte[] salt) => HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(key));

    /// <summary>Id in a key; null for anything that is not written like one.</summary>
    public static string? IdOf(string key) =>
        key.Length == Prefix.Length + IdLength + 1 + Base64Url.GetEncodedLength(SecretBytes)
        && key.StartsWith(Prefix, StringComparison.Ordinal) && key[Prefix.Length + IdLength] == '_'
            ? key.Substring(Prefix.Length, IdLength)
            : null;
}
