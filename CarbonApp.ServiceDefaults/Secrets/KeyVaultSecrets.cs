using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>
/// Azure Key Vault by its REST interface: the pages of the list of secrets, then each that is enabled.
/// https://learn.microsoft.com/rest/api/keyvault/secrets
/// </summary>
internal sealed class KeyVaultSecrets : ISecretSource, IDisposable
{
    private const string Version = "api-version=7.4";
    private const int MostPages = 100;

    private readonly KeyVaultOptions _options;
    private readonly EntraToken _token;
    private readonly SecretHttp _http;

    public KeyVaultSecrets(KeyVaultOptions options, Func<string, string?> variable, TimeProvider time)
    {
        Name = $"Azure Key Vault {options.Address!.Host}";
        (_options, _token, _http) = (options, new EntraToken(options, variable, time), new SecretHttp(Name));
    }

    public string Name { get; }

    public async Task<Dictionary<string, string?>> ReadAsync(CancellationToken cancellationToken)
    {
        var secrets = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var address in await ListAsync(cancellationToken))
        {
            var setting = address.Segments[^1][_options.Prefix.Length..].Replace("--", ":", StringComparison.Ordinal);
            var secret = await GetAsync(new Uri($"{address.AbsoluteUri}?{Version}"), cancellationToken);
            secrets[setting] = secret.TryGetProperty("value", out var value) ? value.GetString() : throw NotUnderstood();
        }

        return secrets;
    }

    public void Dispose()
    {
        _token.Dispose();
        _http.Dispose();
    }

    private async Task<List<Uri>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<Uri>();
        var next = new Uri(_options.Address!, $"secrets?{Version}&maxresults=25");
        for (var page = 0; next is not null; page++)
        {
            var json = page < MostPages ? await GetAsync(next, cancellationToken) : throw NotUnderstood();
            var items = json.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Array ? value : throw NotUnderstood();
            found.AddRange(items.EnumerateArray().Where(IsEnabled).Select(i => Own(i.GetProperty("id").GetString()))
                .Where(a => a.Segments[^1].StartsWith(_options.Prefix, StringComparison.OrdinalIgnoreCase)));
            next = json.TryGetProperty("nextLink", out var link) && link.GetString() is { Length: > 0 } more ? Own(more) : null;
        }

        return found;
    }

    /// <summary>An address the vault gives: on the vault itself, because the token goes along.</summary>
    private Uri Own(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && Uri.Compare(uri, _options.Address!, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? uri
            : throw NotUnderstood();

    private static bool IsEnabled(JsonElement item) =>
        !item.TryGetProperty("attributes", out var attributes) || !attributes.TryGetProperty("enabled", out var enabled) || enabled.ValueKind != JsonValueKind.False;

    private async Task<JsonElement> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(address, await _token.GetAsync(cancellationToken), cancellationToken);
        }
        catch (SecretSourceException e) when (e.Status == HttpStatusCode.Unauthorized)
        {
            // Revoked, or made for a role that has changed since: once more with a new one.
            _token.Forget();
            return await GetAsync(address, await _token.GetAsync(cancellationToken), cancellationToken);
        }
    }

    private Task<JsonElement> GetAsync(Uri address, string token, CancellationToken cancellationToken) => _http.AskAsync(
        () => new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } },
        (status, _) => status switch
        {
            HttpStatusCode.Unauthorized => $"The vault does not take the identity's token: see that it is in the vault's tenant, and {KeyVaultOptions.Section}:Resource the vault's cloud.",
            HttpStatusCode.Forbidden => "Give the identity the role Key Vault Secrets User on the vault, and let the vault's firewall admit this network.",
            _ => $"See that {KeyVaultOptions.Section}:Address is a vault, and the secret still there.",
        },
        cancellationToken);

    private SecretSourceException NotUnderstood() =>
        new(Name, "answered JSON that no vault answers", $"See that {KeyVaultOptions.Section}:Address is the vault itself.");
}
