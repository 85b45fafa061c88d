using CarbonApp.Api.Tests.Fakes;
using CarbonApp.ServiceDefaults.Secrets;
using CarbonApp.ServiceDefaults.Settings;
using Microsoft.AspNetCore.Http;

namespace CarbonApp.Api.Tests.Secrets;

/// <summary>Every store failing in every way: start-up is told the store, what it did and the remedy, and no secret, and a service that runs goes on.</summary>
public sealed class SecretFaultsTests(SecretStore store) : IClassFixture<SecretStore>
{
    private const string Mine = "mine-7c1e";
    private const string Theirs = "theirs-9d2f";

    public static TheoryData<string, string, string> Faults()
    {
        var faults = new TheoryData<string, string, string>();
        foreach (var source in (string[])["azure", "aws", "vault"])
        {
            foreach (var (fault, told) in ((string, string)[])[
                ("401", "answered 401 "), ("403", "answered 403 "), ("404", "answered 404 "), ("429", "answered 429 "), ("503", "answered 503 "), ("302", "answered 302 "),
                ("garbage", "answered something else than JSON"), ("list", "answered something else than JSON"), ("huge", "answered more than 1048576 bytes"),
                ("cut", "cannot be reached: "), ("hang", "did not answer within 0.5 s"), ("away", "cannot be reached: ")])
            {
                faults.Add(source, fault, told);
            }
        }

        return faults;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Load_StoreFails_IsToldWithItsRemedyAndKeepsWhatWasRead(string source, string fault, string told)
    {
        var address = fault == "away" ? new Uri("http://127.0.0.1:1") : store.Address;
        using var asked = Source(source, address);
        var provider = new SecretsProvider((ISecretSource)asked, TimeSpan.FromSeconds(fault == "hang" ? 0.5 : 20));
        if (fault != "away")
        {
            store.Play(Good);
            provider.Load();
            Assert.Empty(provider.FaultsOf(null!));
        }

        store.Answer = (request, context) => IsForStore(request) ? FailAsync(fault, context) : Task.FromResult(Good(request));
        if (fault == "away")
        {
            provider.Load();
            Assert.Contains(told, Assert.Single(provider.FaultsOf(null!)), StringComparison.Ordinal);
        }

        var thrown = await Assert.ThrowsAsync<SecretSourceException>(() => provider.ReloadAsync(TestContext.Current.CancellationToken));

        Assert.Contains(told, thrown.Message, StringComparison.Ordinal);
        Assert.Matches(@"^(Azure Key Vault|AWS Secrets Manager|Vault|The managed identity).+\. \w.+\.$", thrown.Message);
        Assert.DoesNotContain(Mine, thrown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Theirs, thrown.ToString(), StringComparison.Ordinal);
        Assert.Equal(fault != "away", provider.TryGet("Some:Setting", out var kept));
        Assert.Equal(fault == "away" ? null : Theirs, kept);
    }

    [Fact]
    public async Task Start_StoreRefusesAndSettingsAreWrong_NamesBothInOneBlock()
    {
        store.Answer = (_, context) => FailAsync("403", context);
        await using var api = new TestApi().Set("Secrets:Vault:Address", $"{store.Address}").Set("Secrets:Vault:Token", Mine).Set("Sources:Retries", "9");

        var fault = Assert.Throws<SettingsException>(() => api.CreateClient());

        Assert.Contains("Sources:Retries is '9', outside 0 to 5.", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"Vault {store.Address.Authority} answered 403 Forbidden to GET {store.Address}v1/secret/data/carbonapp. See that the token is valid and its policy allows to read", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Mine, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Secrets:Vault:Address", "http://vault.example.org:8200", "which is no https address")]
    [InlineData("Secrets:Vault:Address", "https://vault.example.org:8200", "give exactly one")]
    [InlineData("Secrets:KeyVault:Address", "carbonapp", "which is no https address")]
    [InlineData("Secrets:KeyVault:ClientSecret", "mine-7c1e", "Secrets:KeyVault:TenantId")]
    [InlineData("Secrets:Aws:Address", "ftp://x", "which is no https address")]
    [InlineData("Secrets:Folder", "/no/such/folder", "which is no folder here")]
    public async Task Start_SourceSetWrongly_SaysSo(string setting, string value, string told)
    {
        await using var api = new TestApi().Set(setting, value);

        var message = Assert.Throws<SettingsException>(() => api.CreateClient()).Message;

        Assert.Contains(told, message, StringComparison.Ordinal);
        Assert.DoesNotContain(Mine, message, StringComparison.Ordinal);
    }

    private static IDisposable Source(string source, Uri address)
    {
        var variables = new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE", ["AWS_SECRET_ACCESS_KEY"] = Mine, ["IDENTITY_ENDPOINT"] = $"{address}token", ["IDENTITY_HEADER"] = Mine };
        return source switch
        {
            "azure" => new KeyVaultSecrets(new KeyVaultOptions { Address = address }, name => variables.GetValueOrDefault(name), TimeProvider.System),
            "aws" => new AwsSecrets(new AwsSecretOptions { SecretIds = "some", Address = address }, name => variables.GetValueOrDefault(name), TimeProvider.System),
            _ => new VaultSecrets(new VaultOptions { Address = address, Token = Mine }, TimeProvider.System),
        };
    }

    private static bool IsForStore(Asked asked) => !asked.Target.StartsWith("/token", StringComparison.Ordinal);

    private static string? Good(Asked asked) => asked.Target.Split('?')[0] switch
    {
        "/token" => $$"""{"access_token":"{{Mine}}"}""",
        "/secrets" => $$"""{"value":[{"id":"http://{{asked.Header("Host")}}/secrets/Some--Setting"}]}""",
        "/secrets/Some--Setting" => $$"""{"value":"{{Theirs}}"}""",
        "/" => $$"""{"SecretString":"{\"Some__Setting\":\"{{Theirs}}\"}"}""",
        _ => $$$"""{"data":{"data":{"Some__Setting":"{{{Theirs}}}"} } }""",
    };

    private static async Task<string?> FailAsync(string fault, HttpContext context)
    {
        switch (fault)
        {
            case "garbage":
                return $"<html>{Theirs}</html>";
            case "list":
                return $"[\"{Theirs}\"]";
            case "huge":
                return $$"""{"value":"{{new string('x', 1_100_000)}}"}""";
            case "cut":
                context.Response.ContentLength = 100;
                return "{";
            case "hang":
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
                return null;
            case "302":
                context.Response.StatusCode = 302;
                context.Response.Headers.Location = "http://evil.example.org/";
                return "";
            default:
                context.Response.StatusCode = int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture);
                context.Response.Headers.RetryAfter = "0";
                return $$"""{"errors":["{{Theirs}}"],"message":"{{Mine}}"}""";
        }
    }
}
