using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CarbonApp.Api.Grid.Schedules;

/// <summary>
/// Symmetric signatures of Standard Webhooks 1.0 (github.com/standard-webhooks): HMAC-SHA256 over
/// <c>id.timestamp.body</c>, in base 64 behind <c>v1,</c>; keys are <c>whsec_</c> and base 64.
/// </summary>
internal static class WebhookSignature
{
    public const string SecretRule = "a secret is whsec_ and 24 to 64 bytes in base 64.";

    private const string Prefix = "whsec_";
    private const int LeastBytes = 24;
    private const int MostBytes = 64;

    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public static bool IsSecret(string? text) =>
        text is not null && text.StartsWith(Prefix, StringComparison.Ordinal) && text.Length <= 100
        && Convert.TryFromBase64String(text[Prefix.Length..], new byte[MostBytes + 16], out var length) && length is >= LeastBytes and <= MostBytes;

    /// <summary>Value of the header <c>webhook-signature</c>.</summary>
    public static string Of(string secret, string id, DateTimeOffset sentAt, string body)
    {
        var content = string.Create(CultureInfo.InvariantCulture, $"{id}.{sentAt.ToUnixTimeSeconds()}.{body}");
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), Encoding.UTF8.GetBytes(content)));
    }
}
