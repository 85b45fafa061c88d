using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>
/// Signature Version 4 of AWS, for paths that need no escaping: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
/// </summary>
internal static class AwsSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Adds date, session token and signature to a request. Signs the host and every header that is on the request or its content by now.</summary>
    public static void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, AwsCredentials credentials, string region, string service, DateTimeOffset at)
    {
        var time = at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        request.Headers.Add("X-Amz-Date", time);
        if (credentials.SessionToken is { Length: > 0 } token)
        {
            request.Headers.Add("X-Amz-Security-Token", token);
        }

        var headers = request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
            .Select(h => (Name: h.Key.ToLowerInvariant(), Value: string.Join(',', h.Value.Select(v => v.Trim()))))
            .Append((Name: "host", Value: request.Headers.Host ?? request.RequestUri!.Authority))
            .OrderBy(h => h.Name, StringComparer.Ordinal).ToArray();
        var names = string.Join(';', headers.Select(h => h.Name));
        var canonical = string.Join(
            '\n',
            [request.Method.Method, request.RequestUri!.AbsolutePath, Query(request.RequestUri), .. headers.Select(h => $"{h.Name}:{h.Value}"), "", names, Hex(SHA256.HashData(body))]);
        var scope = $"{time[..8]}/{region}/{service}/aws4_request";
        var signature = Hex(Mac(Key(credentials.SecretAccessKey, time[..8], region, service), $"{Algorithm}\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}"));
        request.Headers.TryAddWithoutValidation("Authorization", $"{Algorithm} Credential={credentials.AccessKeyId}/{scope}, SignedHeaders={names}, Signature={signature}");
    }

    /// <summary>The key of a day, region and service.</summary>
    internal static byte[] Key(string secret, string day, string region, string service) =>
        ((string[])[day, region, service, "aws4_request"]).Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), Mac);

    /// <summary>Parameters in order of their names, then of their values.</summary>
    private static string Query(Uri address) => string.Join(
        '&', address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Contains('=', StringComparison.Ordinal) ? p : p + "=").Order(StringComparer.Ordinal));

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
