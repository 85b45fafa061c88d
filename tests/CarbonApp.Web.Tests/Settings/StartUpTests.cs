using CarbonApp.ServiceDefaults.Settings;
using CarbonApp.Tests.Shared.Servers;

namespace CarbonApp.Web.Tests.Settings;

public sealed class StartUpTests
{
    [Fact]
    public async Task Start_ManyWrongSettings_NamesEveryOneInOneBlockAndEnds()
    {
        var (code, _, error) = await ServiceProgram.RunAsync("CarbonApp.Web", new()
        {
            ["services__api__http__0"] = "api:8080",
            ["ForwardedHeaders__KnownProxies"] = "everybody",
            ["ALLOWED_HOSTS"] = "carbon.example.org, https://x",
            ["KELPIE_DEBUG"] = "perhaps",
        });

        string[] expected =
        [
            "CarbonApp.Web does not start: 4 settings are wrong.",
            "  - AllowedHosts has 'https://x', ",
            "  - ForwardedHeaders:KnownProxies: 'everybody' is neither ",
            "  - KELPIE_DEBUG is 'perhaps', expected: true ",
            "  - services:api:http:0 is 'api:8080', which is no http address. ",
            "Every setting, ",
        ];
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length == expected.Length, error);
        Assert.All(lines.Zip(expected), pair => Assert.StartsWith(pair.Second, pair.First, StringComparison.Ordinal));
        Assert.Equal(SettingsException.ExitCode, code);
    }
}
