using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CarbonApp.ServiceDefaults.Clocks;

namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>A key-value engine, version 2, of HashiCorp Vault. https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2</summary>
internal sealed class VaultSecrets : ISecretSource, IDisposable
{
    private readonly VaultOptions _options;
    private readonly SecretHttp _http;
    private readonly TimeProvider _time;
    private string? _login;
    private Validity _lasts;

    public VaultSecrets(VaultOptions options, TimeProvider time)
    {
        Name = $"Vault {options.Address!.Authority}";
        (_options, _time, _http) = (options, time, new SecretHttp(Name));
    }

    public string Name { get; }

    public async Task<Dictionary<string, string?>> ReadAsync(CancellationToken cancellationToken)
    {
        var secrets = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in _options.PathList)
        {
            var json = await GetAsync($"{_options.Mount}/data/{path}", cancellationToken);
            var data = json.TryGetProperty("data", out var outer) && outer.ValueKind == JsonValueKind.Object && outer.TryGetProperty("data", out var inner) && inner.ValueKind == JsonValueKind.Object
                ? inner
                : throw new SecretSourceException(Name, $"answers {path} as no key-value engine of version 2 does", $"See {VaultOptions.Section}:Mount, and that the engine there is of version 2.");
            SecretNames.Add(secrets, data);
        }

        return secrets;
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(HttpMethod.Get, path, await TokenAsync(cancellationToken), body: null, cancellationToken);
        }
        catch (SecretSourceException e) when (e.Status == HttpStatusCode.Forbidden && _login is not null)
        {
            // Revoked before its time; a policy that does not allow it refuses the new one too.
            _login = null;
            return await AskAsync(HttpMethod.Get, path, await TokenAsync(cancellationToken), body: null, cancellationToken);
        }
    }

    private async Task<string> TokenAsync(CancellationToken cancellationToken) =>
        _options.Token is { Length: > 0 } token ? token
        : _options.TokenFile is { Length: > 0 } file ? await FolderSecrets.TextAsync(Name, file, cancellationToken)
        : _login is { } login && _lasts.Holds(_time) ? login
        : await LogInAsync(cancellationToken);

    private async Task<string> LogInAsync(CancellationToken cancellationToken)
    {
        var jwt = await FolderSecrets.TextAsync(Name, _options.ServiceAccountTokenFile, cancellationToken);
        var body = new Dictionary<string, string> { ["role"] = _options.KubernetesRole!, ["jwt"] = jwt };
        var json = await AskAsync(HttpMethod.Post, $"auth/{_options.KubernetesMount}/login", token: null, body, cancellationToken);
        if (!json.TryGetProperty("auth", out var auth) || auth.ValueKind != JsonValueKind.Object || !auth.TryGetProperty("client_token", out var token) || token.GetString() is not { Length: > 0 } text)
        {
            throw new SecretSourceException(Name, "let us log in and gave no token", $"See {VaultOptions.Section}:KubernetesMount.");
        }

        // Not renewed: half-way through its life another log-in takes its place, and needs nothing to be kept.
        var life = auth.TryGetProperty("lease_duration", out var seconds) && seconds.TryGetDouble(out var given) && given > 0 ? given : 60;
        _lasts = Validity.For(TimeSpan.FromSeconds(life / 2), _time);
        return _login = text;
    }

    private Task<JsonElement> AskAsync(HttpMethod method, string path, string? token, Dictionary<string, string>? body, CancellationToken cancellationToken) => _http.AskAsync(
        () =>
        {
            var request = new HttpRequestMessage(method, new Uri(_options.Address!, $"/v1/{path}")) { Content = body is null ? null : JsonContent.Create(body) };
            // Vault refuses what lacks it where it is set to, so that a forged request of another site comes to nothing.
            request.Headers.Add("X-Vault-Request", "true");
            if (token is not null)
            {
                request.Headers.TryAddWithoutValidation("X-Vault-Token", token);
            }

            if (_options.Namespace is { Length: > 0 } space)
            {
                request.Headers.Add("X-Vault-Namespace", space);
            }

            return request;
        },
        (status, _) => status switch
        {
            _ when body is not null => $"See that {VaultOptions.Section}:KubernetesRole is a role bound to this pod's service account and namespace.",
            HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => $"See that the token is valid and its policy allows to read {path}.",
            HttpStatusCode.NotFound => $"There is nothing at {path}, or it was deleted: correct {VaultOptions.Section}:Mount, :Paths or :Namespace.",
            _ => $"See {VaultOptions.Section}:Address.",
        },
        cancellationToken);
}
