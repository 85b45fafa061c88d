namespace CarbonApp.ServiceDefaults.Connections;

/// <summary>Parts of a connection written as a URL, percent-decoded.</summary>
internal sealed record ConnectionUrl(
    string Scheme, string Host, int Port, string? User, string? Password, string Path, IReadOnlyList<KeyValuePair<string, string>> Query)
{
    public static bool IsUrl(string value) => value.Contains("://", StringComparison.Ordinal);

    /// <param name="value">The URL; never repeated in an error, since it may hold a password.</param>
    /// <param name="key">Configuration key it came from, for errors.</param>
    /// <param name="defaultPort">Port where the URL names none.</param>
    /// <param name="schemes">Schemes allowed.</param>
    /// <exception cref="InvalidOperationException">Not such a URL.</exception>
    public static ConnectionUrl Parse(string value, string key, int defaultPort, params string[] schemes)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || !schemes.Contains(uri.Scheme) || uri.Host.Length == 0)
        {
            throw new InvalidOperationException($"{key} is not a URL of the form {schemes[0]}://user:password@host:{defaultPort}/database.");
        }

        var credentials = uri.UserInfo.Split(':', 2);
        return new ConnectionUrl(
            uri.Scheme,
            uri.Host,
            uri.Port < 0 ? defaultPort : uri.Port,
            credentials[0].Length == 0 ? null : Uri.UnescapeDataString(credentials[0]),
            credentials.Length < 2 ? null : Uri.UnescapeDataString(credentials[1]),
            Uri.UnescapeDataString(uri.AbsolutePath.Trim('/')),
            [.. uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Pair)]);
    }

    private static KeyValuePair<string, string> Pair(string text)
    {
        var parts = text.Split('=', 2);
        return new(Uri.UnescapeDataString(parts[0]), parts.Length < 2 ? "" : Uri.UnescapeDataString(parts[1]));
    }
}
