using System.Globalization;

namespace CarbonApp.ServiceDefaults.Secrets;

/// <summary>
/// Credentials from the environment, else those that the platform gives a container: ECS by a relative address, EKS Pod Identity by a
/// whole one with a token.
/// </summary>
internal sealed class AwsIdentity(Func<string, string?> variable, TimeProvider time) : IDisposable
{
    private const string Source = "The container's role, for AWS Secrets Manager,";
    private static readonly Uri TaskAddress = new("http://169.254.170.2");
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SecretHttp _http = new(Source, direct: true);
    private AwsCredentials? _credentials;
    private DateTimeOffset _until;

    public async Task<AwsCredentials> GetAsync(CancellationToken cancellationToken)
    {
        if (variable("AWS_ACCESS_KEY_ID") is { Length: > 0 } id && variable("AWS_SECRET_ACCESS_KEY") is { Length: > 0 } secret)
        {
            return new AwsCredentials(id, secret, variable("AWS_SESSION_TOKEN"));
        }

        return _credentials is { } kept && time.GetUtcNow() < _until ? kept : await FetchAsync(cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        var address = variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is { Length: > 0 } path ? new Uri(TaskAddress, path)
            : variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") is { Length: > 0 } whole && Uri.TryCreate(whole, UriKind.Absolute, out var uri) ? uri
            : throw new SecretSourceException("AWS Secrets Manager", "cannot be asked: there are no credentials", "Give the task or pod a role, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
        var token = variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") is { Length: > 0 } file
            ? await FolderSecrets.TextAsync(Source, file, cancellationToken)
            : variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
        var json = await _http.AskAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, address);
                if (!string.IsNullOrEmpty(token))
                {
                    request.Headers.TryAddWithoutValidation("Authorization", token);
                }

                return request;
            },
            (_, _) => "Give the task or pod a role.",
            cancellationToken);
        string? Text(string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
        if (Text("AccessKeyId") is not { Length: > 0 } id || Text("SecretAccessKey") is not { Length: > 0 } secret)
        {
            throw new SecretSourceException(Source, "answered no credentials", "Give the task or pod a role.");
        }

        _until = (DateTimeOffset.TryParse(Text("Expiration"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var ends) ? ends : time.GetUtcNow()) - Margin;
        return _credentials = new AwsCredentials(id, secret, Text("Token"));
    }
}
