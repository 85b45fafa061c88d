using System.Text.Json;
using CarbonApp.ServiceDefaults.Clocks;

namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>
/// A token of Microsoft Entra for Key Vault: of an app registration by its secret or a federated token, else of the managed identity that
/// the platform gives (App Service and Container Apps by IDENTITY_ENDPOINT, machines and AKS by the metadata address).
/// </summary>
internal sealed class EntraToken(KeyVaultOptions options, Func<string, string?> variable, TimeProvider time) : IDisposable
{
    private const string Source = "Microsoft Entra, for Azure Key Vault,";

    private readonly SecretHttp _authority = new(Source);
    private readonly SecretHttp _platform = new("The managed identity, for Azure Key Vault,", direct: true);
    private string? _token;
    private Validity _lasts;

    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        if (_token is null || !_lasts.Holds(time))
        {
            var json = await FetchAsync(cancellationToken);
            _token = json.TryGetProperty("access_token", out var token) && token.GetString() is { Length: > 0 } text ? text
                : throw new SecretSourceException(Source, "answered no access_token", $"See {KeyVaultOptions.Section}:Authority and :MetadataAddress.");
            // Half its life: what is fetched every minute never meets its end, whatever the platform's clock says.
            _lasts = Validity.For(TimeSpan.FromSeconds(LifeOf(json) / 2), time);
        }

        return _token;
    }

    public void Forget() => _token = null;

    public void Dispose()
    {
        _authority.Dispose();
        _platform.Dispose();
    }

    /// <summary>A number from Entra, text from the platforms, nothing from the newer endpoint of App Service.</summary>
    private static double LifeOf(JsonElement json) =>
        json.TryGetProperty("expires_in", out var given) && double.TryParse(given.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e6 ? seconds : 600;

    private async Task<JsonElement> FetchAsync(CancellationToken cancellationToken)
    {
        if (options.TenantId is { Length: > 0 } tenant && options.ClientId is { Length: > 0 } client
            && (options.ClientSecret ?? options.FederatedTokenFile) is { Length: > 0 })
        {
            var form = await FormAsync(client, cancellationToken);
            return await _authority.AskAsync(
                () => new HttpRequestMessage(HttpMethod.Post, new Uri(options.Authority, $"{Uri.EscapeDataString(tenant)}/oauth2/v2.0/token")) { Content = new FormUrlEncodedContent(form) },
                (_, _) => $"Correct {KeyVaultOptions.Section}:TenantId, :ClientId and :ClientSecret; the code tells which, and a secret may have run out.",
                cancellationToken);
        }

        return await _platform.AskAsync(
            PlatformRequest,
            (_, _) => $"Give this workload a managed identity, name a user-assigned one by {KeyVaultOptions.Section}:ClientId, or set :TenantId, :ClientId and :ClientSecret.",
            cancellationToken);
    }

    private async Task<Dictionary<string, string>> FormAsync(string client, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = client, ["scope"] = $"{options.Resource}/.default" };
        if (options.ClientSecret is { Length: > 0 } secret)
        {
            form["client_secret"] = secret;
        }
        else
        {
            form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            form["client_assertion"] = await FolderSecrets.TextAsync(Source, options.FederatedTokenFile!, cancellationToken);
        }

        return form;
    }

    private HttpRequestMessage PlatformRequest()
    {
        var query = $"resource={Uri.EscapeDataString(options.Resource)}" + (options.ClientId is { Length: > 0 } client ? $"&client_id={Uri.EscapeDataString(client)}" : "");
        if (variable("IDENTITY_ENDPOINT") is { Length: > 0 } endpoint && variable("IDENTITY_HEADER") is { Length: > 0 } header)
        {
            return new HttpRequestMessage(HttpMethod.Get, $"{endpoint}?api-version=2019-08-01&{query}") { Headers = { { "X-IDENTITY-HEADER", header } } };
        }

        return new HttpRequestMessage(HttpMethod.Get, new Uri(options.MetadataAddress, $"metadata/identity/oauth2/token?api-version=2018-02-01&{query}")) { Headers = { { "Metadata", "true" } } };
    }
}
