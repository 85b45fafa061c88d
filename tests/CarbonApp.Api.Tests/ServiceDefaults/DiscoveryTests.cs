using CarbonApp.ServiceDefaults;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CarbonApp.Api.Tests.ServiceDefaults;

public sealed class DiscoveryTests
{
    [Fact]
    public async Task Get_ServiceByName_ReachesItsAddressWithPathAndQuery()
    {
        await using var server = await StandInServer.StartAsync((_, context) => context.Response.WriteAsync("here"));
        using var client = Client(("services:api:http:0", server.Address));

        Assert.Equal("here", await client.GetStringAsync("https+http://api/zones?top=3"));
        Assert.Equal("GET /zones?top=3", Assert.Single(server.Requests));
    }

    [Fact]
    public async Task Get_AddressWithoutScheme_TakesTheSchemeOfItsKey()
    {
        await using var server = await StandInServer.StartAsync((_, context) => context.Response.WriteAsync("here"));
        using var client = Client(("services:api:http:0", new Uri(server.Address).Authority));

        Assert.Equal("here", await client.GetStringAsync("https+http://api/"));
    }

    [Fact]
    public async Task Get_TwoReplicas_AreCalledInTurn()
    {
        await using var first = await StandInServer.StartAsync((_, context) => context.Response.WriteAsync("1"));
        await using var second = await StandInServer.StartAsync((_, context) => context.Response.WriteAsync("2"));
        using var client = Client(("services:api:http:0", first.Address), ("services:api:http:1", second.Address));

        for (var i = 0; i < 4; i++)
        {
            await client.GetStringAsync("http://api/");
        }

        Assert.Equal((2, 2), (first.Calls, second.Calls));
    }

    [Fact]
    public async Task Get_ServiceThatIsNotConfigured_SaysWhichSettingIsMissing()
    {
        using var client = Client();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetStringAsync("https+http://api/"));

        Assert.Contains("services__api__http__0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OrdinaryAddress_IsLeftAlone()
    {
        await using var server = await StandInServer.StartAsync((_, context) => context.Response.WriteAsync("here"));
        using var client = Client(("services:api:http:0", "http://127.0.0.1:1"));

        Assert.Equal("here", await client.GetStringAsync(server.Address));
    }

    private static HttpClient Client(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.AddDiscovery();
        builder.Services.AddHttpClient("any");
        return builder.Build().Services.GetRequiredService<IHttpClientFactory>().CreateClient("any");
    }
}
