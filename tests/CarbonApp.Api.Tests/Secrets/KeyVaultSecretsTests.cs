using System.Text.Json;
using CarbonApp.ServiceDefaults.Secrets;

namespace CarbonApp.Api.Tests.Secrets;

/// <summary>What goes over the wire to Azure Key Vault and to who gives tokens for it; no Azure took part.</summary>
public sealed class KeyVaultSecretsTests(SecretStore store) : IClassFixture<SecretStore>
{
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public async Task Read_ManagedIdentity_ReadsEveryPageAndWhatIsEnabledOfIt()
    {
        store.Play(Vault);

        var secrets = await ReadAsync(new KeyVaultOptions { Address = store.Address, MetadataAddress = store.Address, Prefix = "app-", ClientId = "user-assigned" }, Nothing);

        Assert.Equal(new() { ["ElectricityMaps:ApiKey"] = "value of app-ElectricityMaps--ApiKey", ["last"] = "value of app-last" }, secrets);
        Assert.Equal(
            [
                "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fvault.azure.net&client_id=user-assigned",
                "/secrets?api-version=7.4&maxresults=25",
                "/secrets?api-version=7.4&$skiptoken=two",
                "/secrets/app-ElectricityMaps--ApiKey?api-version=7.4",
                "/secrets/app-last?api-version=7.4",
            ],
            store.Requests.Select(r => r.Target));
        Assert.Equal("true", store.Requests.First().Header("Metadata"));
        Assert.All(store.Requests.Skip(1), r => Assert.Equal("Bearer token-1", r.Header("Authorization")));
        Assert.All(store.Requests, r => Assert.Equal("", r.Header("traceparent")));
    }

    [Fact]
    public async Task Read_ContainerAppsAndAppService_AskTheEndpointThatThePlatformNames()
    {
        store.Play(Vault);

        await ReadAsync(new KeyVaultOptions { Address = store.Address, MetadataAddress = new("http://127.0.0.1:1") }, new()
        {
            ["IDENTITY_ENDPOINT"] = $"{store.Address}msi/token",
            ["IDENTITY_HEADER"] = "proof",
        });

        var asked = store.Requests.First();
        Assert.Equal(("/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fvault.azure.net", "proof"), (asked.Target, asked.Header("X-IDENTITY-HEADER")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_AppRegistration_PostsItsSecretOrItsFederatedToken(bool federated)
    {
        store.Play(Vault);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "federated-jwt\n");

        await ReadAsync(
            new KeyVaultOptions
            {
                Address = store.Address, Authority = store.Address, TenantId = "tenant", ClientId = "client",
                ClientSecret = federated ? null : "s3cret&", FederatedTokenFile = federated ? file : null,
            },
            Nothing);

        File.Delete(file);
        var asked = store.Requests.First();
        Assert.Equal(("POST", "/tenant/oauth2/v2.0/token", "application/x-www-form-urlencoded"), (asked.Method, asked.Target, asked.Header("Content-Type")));
        Assert.Equal(
            "grant_type=client_credentials&client_id=client&scope=https%3A%2F%2Fvault.azure.net%2F.default&"
                + (federated ? "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=federated-jwt" : "client_secret=s3cret%26"),
            asked.Body);
    }

    [Fact]
    public async Task Read_TokenRefusedOnce_FetchesAnotherAndAsksAgain()
    {
        var tokens = 0;
        store.Play(asked => asked.Target.StartsWith("/metadata", StringComparison.Ordinal) ? $$"""{"access_token":"token-{{++tokens}}","expires_in":"86400"}""" : Vault(asked));
        store.Answer = Refusing("Bearer token-1", store.Answer);

        Assert.Equal(3, (await ReadAsync(new KeyVaultOptions { Address = store.Address, MetadataAddress = store.Address }, Nothing)).Count);
        Assert.Equal(2, tokens);
    }

    [Theory]
    [InlineData("https://evil.example.org/secrets?page=2")]
    [InlineData("/relative")]
    public async Task Read_PageElsewhere_IsNotFollowedWithTheToken(string next)
    {
        store.Play(asked => asked.Target.StartsWith("/metadata", StringComparison.Ordinal) ? Vault(asked) : $$"""{"value":[],"nextLink":"{{next}}"}""");

        var fault = await Assert.ThrowsAsync<SecretSourceException>(() => ReadAsync(new KeyVaultOptions { Address = store.Address, MetadataAddress = store.Address }, Nothing));

        Assert.Contains("answered JSON that no vault answers", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Two pages, one secret of which is disabled and one not ours by its name.</summary>
    internal static string? Vault(Asked asked)
    {
        var path = asked.Target.Split('?')[0];
        string Item(string name, bool enabled = true) => JsonSerializer.Serialize(new { id = $"http://{asked.Header("Host")}/secrets/{name}", attributes = new { enabled } });
        return path switch
        {
            "/secrets" when asked.Target.Contains("two", StringComparison.Ordinal) => $$"""{"value":[{{Item("app-last")}}],"nextLink":null}""",
            "/secrets" => $$"""{"value":[{{Item("app-ElectricityMaps--ApiKey")}},{{Item("app-off", enabled: false)}},{{Item("other")}}],"nextLink":"http://{{asked.Header("Host")}}/secrets?api-version=7.4&$skiptoken=two"}""",
            _ when path.StartsWith("/secrets/", StringComparison.Ordinal) => $$"""{"value":"value of {{path["/secrets/".Length..]}}","attributes":{"enabled":true} }""",
            _ => """{"access_token":"token-1","expires_in":3599,"token_type":"Bearer"}""",
        };
    }

    private static Func<Asked, Microsoft.AspNetCore.Http.HttpContext, Task<string?>> Refusing(string authorization, Func<Asked, Microsoft.AspNetCore.Http.HttpContext, Task<string?>> otherwise) =>
        (asked, context) =>
        {
            if (asked.Header("Authorization") != authorization)
            {
                return otherwise(asked, context);
            }

            context.Response.StatusCode = 401;
            return Task.FromResult<string?>("{}");
        };

    private static async Task<Dictionary<string, string?>> ReadAsync(KeyVaultOptions options, Dictionary<string, string> variables)
    {
        using var source = new KeyVaultSecrets(options, name => variables.GetValueOrDefault(name), TimeProvider.System);
        return await source.ReadAsync(TestContext.Current.CancellationToken);
    }
}
