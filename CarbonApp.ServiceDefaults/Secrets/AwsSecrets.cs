using System.Net.Http.Headers;
using System.Text.Json;

namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>AWS Secrets Manager: GetSecretValue for each secret named. https://docs.aws.amazon.com/secretsmanager/latest/apireference</summary>
internal sealed class AwsSecrets : ISecretSource, IDisposable
{
    private const string Service = "secretsmanager";

    private readonly AwsSecretOptions _options;
    private readonly AwsIdentity _identity;
    private readonly SecretHttp _http;
    private readonly TimeProvider _time;
    private readonly string _region;
    private readonly Uri _address;

    public AwsSecrets(AwsSecretOptions options, Func<string, string?> variable, TimeProvider time)
    {
        _region = (options.Region ?? variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION")) is { Length: > 0 } region ? region : "us-east-1";
        _address = options.Address ?? new Uri($"https://{Service}.{_region}.amazonaws.com/");
        Name = $"AWS Secrets Manager {_address.Host}";
        (_options, _time, _identity, _http) = (options, time, new AwsIdentity(variable, time), new SecretHttp(Name));
    }

    public string Name { get; }

    public async Task<Dictionary<string, string?>> ReadAsync(CancellationToken cancellationToken)
    {
        var secrets = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var id in _options.Ids)
        {
            Add(secrets, id, await GetAsync(id, cancellationToken));
        }

        return secrets;
    }

    public void Dispose()
    {
        _identity.Dispose();
        _http.Dispose();
    }

    private async Task<JsonElement> GetAsync(string id, CancellationToken cancellationToken)
    {
        var credentials = await _identity.GetAsync(cancellationToken);
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["SecretId"] = id });
        return await _http.AskAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
                request.Headers.Add("X-Amz-Target", $"{Service}.GetSecretValue");
                AwsSignature.Sign(request, body, credentials, _region, Service, _time.GetUtcNow());
                return request;
            },
            (_, code) => RemedyOf(id, code),
            cancellationToken);
    }

    private static string RemedyOf(string id, string? code) => code switch
    {
        "ResourceNotFoundException" => $"There is no secret '{id}' in this account and region: correct {AwsSecretOptions.Section}:SecretIds or :Region.",
        "AccessDeniedException" => $"Allow the role secretsmanager:GetSecretValue on '{id}', and kms:Decrypt on its key.",
        "InvalidSignatureException" or "SignatureDoesNotMatch" => "Correct AWS_SECRET_ACCESS_KEY, and see that this machine's clock is right.",
        "UnrecognizedClientException" or "ExpiredTokenException" or "InvalidClientTokenId" => "Correct AWS_ACCESS_KEY_ID and what belongs to it, or give the task a role.",
        _ => $"See that {AwsSecretOptions.Section}:Address is Secrets Manager, and the secret '{id}' a readable one.",
    };

    private void Add(Dictionary<string, string?> secrets, string id, JsonElement answer)
    {
        if (!answer.TryGetProperty("SecretString", out var given) || given.GetString() is not { } text)
        {
            throw new SecretSourceException(Name, $"gives '{id}' as bytes or not at all", "Store it as text.");
        }

        if (text.TrimStart().StartsWith('{'))
        {
            try
            {
                SecretNames.Add(secrets, JsonSerializer.Deserialize<JsonElement>(text));
                return;
            }
            catch (JsonException)
            {
                throw new SecretSourceException(Name, $"gives '{id}' as text that begins like JSON and is none", "Correct the secret.");
            }
        }

        var name = answer.TryGetProperty(nameof(Name), out var full) && full.GetString() is { Length: > 0 } told ? told : id;
        secrets[SecretNames.SettingOf(name.Split('/')[^1])] = text;
    }
}
