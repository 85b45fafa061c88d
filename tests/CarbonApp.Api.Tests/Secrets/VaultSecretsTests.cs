using System.Text.Json;
using CarbonApp.ServiceDefaults.Secrets;

namespace CarbonApp.Api.Tests.Secrets;

/// <summary>What goes over the wire to HashiCorp Vault; no Vault took part.</summary>
public sealed class VaultSecretsTests(SecretStore store) : IClassFixture<SecretStore>
{
    [Fact]
    public async Task Read_Token_ReadsEveryPathOfItsNamespace()
    {
        store.Play(Vault);

        var secrets = await ReadAsync(new VaultOptions { Address = store.Address, Mount = "kv", Paths = "carbonapp/api, team/shared", Namespace = "ops/carbon", Token = "hvs.token" });

        Assert.Equal(new() { ["ElectricityMaps:ApiKey"] = "of team/shared", ["Jobs:Concurrency"] = "3" }, secrets);
        Assert.Equal(["GET /v1/kv/data/carbonapp/api", "GET /v1/kv/data/team/shared"], store.Requests.Select(r => $"{r.Method} {r.Target}"));
        Assert.All(store.Requests, r => Assert.Equal(("hvs.token", "ops/carbon", "true"), (r.Header("X-Vault-Token"), r.Header("X-Vault-Namespace"), r.Header("X-Vault-Request"))));
    }

    [Fact]
    public async Task Read_TokenFile_IsReadAnewEachTime()
    {
        store.Play(Vault);
        var file = Path.GetTempFileName();
        using var source = new VaultSecrets(new VaultOptions { Address = store.Address, TokenFile = file }, TimeProvider.System);

        await File.WriteAllTextAsync(file, "first\n");
        await source.ReadAsync(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, "second\n");
        await source.ReadAsync(TestContext.Current.CancellationToken);

        File.Delete(file);
        Assert.Equal(["first", "second"], store.Requests.Select(r => r.Header("X-Vault-Token")));
    }

    [Fact]
    public async Task Read_KubernetesRole_LogsInOnceAndAgainWhenTheTokenIsRefused()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "pod-jwt");
        var (logins, valid) = (0, "");
        store.Play(_ => null);
        store.Answer = (asked, context) =>
        {
            if (asked.Method == "POST")
            {
                valid = $"login-{++logins}";
                return Task.FromResult<string?>($$"""{"auth":{"client_token":"{{valid}}","lease_duration":3600,"renewable":true} }""");
            }

            context.Response.StatusCode = asked.Header("X-Vault-Token") == valid ? 200 : 403;
            return Task.FromResult<string?>(context.Response.StatusCode == 200 ? Vault(asked) : """{"errors":["permission denied"]}""");
        };
        using var source = new VaultSecrets(
            new VaultOptions { Address = store.Address, KubernetesRole = "carbonapp", KubernetesMount = "k8s/prod", ServiceAccountTokenFile = file, Namespace = "ops" }, TimeProvider.System);

        await source.ReadAsync(TestContext.Current.CancellationToken);
        await source.ReadAsync(TestContext.Current.CancellationToken);
        valid = "revoked";
        await source.ReadAsync(TestContext.Current.CancellationToken);

        File.Delete(file);
        Assert.Equal(2, logins);
        var login = store.Requests.First();
        Assert.Equal(("/v1/auth/k8s/prod/login", "ops", ""), (login.Target, login.Header("X-Vault-Namespace"), login.Header("X-Vault-Token")));
        Assert.Equal(("carbonapp", "pod-jwt"), (Member(login.Body, "role"), Member(login.Body, "jwt")));
    }

    [Theory]
    [InlineData("""{"data":{"value":"version 1"}}""")]
    [InlineData("""{"data":{"data":null,"metadata":{"destroyed":true}}}""")]
    [InlineData("""{"data":[]}""")]
    public async Task Read_NoEngineOfVersion2_SaysSo(string answer)
    {
        store.Play(_ => answer);

        var fault = await Assert.ThrowsAsync<SecretSourceException>(() => ReadAsync(new VaultOptions { Address = store.Address, Token = "hvs.token" }));

        Assert.Contains("as no key-value engine of version 2 does. See Secrets:Vault:Mount", fault.Message, StringComparison.Ordinal);
    }

    private static string Vault(Asked asked)
    {
        var path = asked.Target["/v1/kv/data/".Length..];
        return $$"""{"data":{"data":{"ElectricityMaps__ApiKey":"of {{path}}","Jobs":{"Concurrency":3} },"metadata":{"version":7} } }""";
    }

    private static string? Member(string json, string name) => JsonSerializer.Deserialize<JsonElement>(json).GetProperty(name).GetString();

    private static async Task<Dictionary<string, string?>> ReadAsync(VaultOptions options)
    {
        using var source = new VaultSecrets(options, TimeProvider.System);
        return await source.ReadAsync(TestContext.Current.CancellationToken);
    }
}
