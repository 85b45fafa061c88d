using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CarbonApp.ServiceDefaults.Secrets;

namespace CarbonApp.Api.Tests.Secrets;

/// <summary>What goes over the wire to AWS Secrets Manager, its signature made once more from what arrived; no AWS took part.</summary>
public sealed partial class AwsSecretsTests(SecretStore store) : IClassFixture<SecretStore>
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    [Fact]
    public async Task Read_ObjectAndText_BecomeSettings()
    {
        store.Play(Manager);

        var secrets = await ReadAsync(new AwsSecretOptions { SecretIds = "carbonapp/all, carbonapp/EL_MAPS_API_KEY", Region = "eu-west-1", Address = store.Address }, new()
        {
            ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
            ["AWS_SECRET_ACCESS_KEY"] = Secret,
        });

        Assert.Equal(new() { ["ConnectionStrings:carbondb"] = "Host=db", ["Jobs:Concurrency"] = "2", ["EL_MAPS_API_KEY"] = "plain" }, secrets);
        Assert.Equal(["""{"SecretId":"carbonapp/all"}""", """{"SecretId":"carbonapp/EL_MAPS_API_KEY"}"""], store.Requests.Select(r => r.Body));
        Assert.All(store.Requests, asked =>
        {
            Assert.Equal(("POST", "/", "secretsmanager.GetSecretValue", "application/x-amz-json-1.1"), (asked.Method, asked.Target, asked.Header("X-Amz-Target"), asked.Header("Content-Type")));
            Assert.Equal(SignatureOf(asked, Secret), Signature().Match(asked.Header("Authorization")).Groups["signature"].Value);
            Assert.Contains("/eu-west-1/secretsmanager/aws4_request", asked.Header("Authorization"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Read_RoleOfAContainer_SignsWithItsKeyAndSendsItsSession()
    {
        store.Play(asked => asked.Method == "GET"
            ? $$"""{"AccessKeyId":"ASIAEXAMPLE","SecretAccessKey":"{{Secret}}","Token":"session","Expiration":"2100-01-01T00:00:00Z"}"""
            : Manager(asked));
        var variables = new Dictionary<string, string>
        {
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = $"{store.Address}v1/credentials",
            ["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "pod-token",
            ["AWS_REGION"] = "us-east-2",
        };

        await ReadAsync(new AwsSecretOptions { SecretIds = "carbonapp/all,carbonapp/EL_MAPS_API_KEY", Address = store.Address }, variables);

        Assert.Equal(["GET", "POST", "POST"], store.Requests.Select(r => r.Method));
        Assert.Equal(("/v1/credentials", "pod-token"), (store.Requests.First().Target, store.Requests.First().Header("Authorization")));
        var signed = store.Requests.Last();
        Assert.Equal("session", signed.Header("X-Amz-Security-Token"));
        Assert.Contains("x-amz-security-token", signed.Header("Authorization"), StringComparison.Ordinal);
        Assert.Equal(SignatureOf(signed, Secret), Signature().Match(signed.Header("Authorization")).Groups["signature"].Value);
    }

    [Theory]
    [InlineData("ResourceNotFoundException", "There is no secret 'x'")]
    [InlineData("com.amazonaws#AccessDeniedException", "Allow the role secretsmanager:GetSecretValue on 'x'")]
    [InlineData("InvalidSignatureException", "clock")]
    [InlineData("ExpiredTokenException", "AWS_ACCESS_KEY_ID")]
    public async Task Read_Refused_SaysWhatToDo(string type, string remedy)
    {
        store.Play(_ => "");
        store.Answer = (_, context) =>
        {
            context.Response.StatusCode = 400;
            return Task.FromResult<string?>($$"""{"__type":"{{type}}","message":"of {{Secret}}"}""");
        };

        var fault = await Assert.ThrowsAsync<SecretSourceException>(() => ReadAsync(
            new AwsSecretOptions { SecretIds = "x", Address = store.Address }, new() { ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE", ["AWS_SECRET_ACCESS_KEY"] = Secret }));

        Assert.Contains($"answered 400 {type.Split('#')[^1]} to POST ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NoCredentials_SaysSo()
    {
        var fault = await Assert.ThrowsAsync<SecretSourceException>(() => ReadAsync(new AwsSecretOptions { SecretIds = "x", Address = store.Address }, []));

        Assert.Contains("there are no credentials. Give the task or pod a role", fault.Message, StringComparison.Ordinal);
    }

    private static string Manager(Asked asked)
    {
        var id = JsonSerializer.Deserialize<JsonElement>(asked.Body).GetProperty("SecretId").GetString()!;
        var text = id == "carbonapp/all" ? """{"ConnectionStrings__carbondb":"Host=db","Jobs":{"Concurrency":2},"unset":null}""" : "plain";
        return JsonSerializer.Serialize(new { ARN = $"arn:aws:secretsmanager:eu-west-1:1:secret:{id}-Ab12Cd", Name = id, SecretString = text });
    }

    /// <summary>Another way to the same value: from the header's own list of what is signed, and from the bytes that arrived.</summary>
    private static string SignatureOf(Asked asked, string secret)
    {
        var told = Signature().Match(asked.Header("Authorization"));
        var (scope, names) = (told.Groups["scope"].Value.Split('/'), told.Groups["names"].Value);
        var canonical = new StringBuilder().Append(asked.Method).Append('\n').Append(asked.Target).Append("\n\n");
        foreach (var name in names.Split(';'))
        {
            canonical.Append(name).Append(':').Append(asked.Header(name)).Append('\n');
        }

        canonical.Append('\n').Append(names).Append('\n').Append(Hash(asked.Body));
        var key = Encoding.UTF8.GetBytes($"AWS4{secret}");
        foreach (var part in scope)
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        var text = $"AWS4-HMAC-SHA256\n{asked.Header("X-Amz-Date")}\n{string.Join('/', scope)}\n{Hash(canonical.ToString())}";
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static async Task<Dictionary<string, string?>> ReadAsync(AwsSecretOptions options, Dictionary<string, string> variables)
    {
        using var source = new AwsSecrets(options, name => variables.GetValueOrDefault(name), TimeProvider.System);
        return await source.ReadAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=[A-Z]+/(?<scope>[^,]+), SignedHeaders=(?<names>[a-z0-9;-]+), Signature=(?<signature>[0-9a-f]{64})$")]
    private static partial Regex Signature();
}
