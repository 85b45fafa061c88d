using System.ComponentModel.DataAnnotations;
using System.Net;
using CarbonApp.Api.Tests.ServiceDefaults;
using CarbonApp.ServiceDefaults.Outbound;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CarbonApp.Api.Tests.Outbound;

/// <summary>The guard in front of real connections.</summary>
public sealed class OutboundGuardTests
{
    [Theory]
    [InlineData("https://127.0.0.1/", "loopback")]
    [InlineData("https://2130706433/", "loopback")]
    [InlineData("https://0x7f.1/", "loopback")]
    [InlineData("https://0177.0.0.01/", "loopback")]
    [InlineData("https://[::1]/", "loopback")]
    [InlineData("https://[::ffff:7f00:1]/", "loopback")]
    [InlineData("https://[fe80::1%25eth0]/", "link-local")]
    [InlineData("https://localhost/", "loopback")]
    [InlineData("https://169.254.169.254/latest/meta-data/", "link-local")]
    [InlineData("http://1.1.1.1/", "plain http")]
    [InlineData("https://user:word@1.1.1.1/", "user name or password")]
    [InlineData("https://1.1.1.1:25/", "names port 25")]
    [InlineData("file:///etc/passwd", "not an absolute https address")]
    [InlineData("gopher://1.1.1.1/", "not an absolute https address")]
    [InlineData("/start", "not an absolute https address")]
    [InlineData("", "is missing")]
    [InlineData(null, "is missing")]
    public async Task WhyRefused_NothingAllowed_NamesTheReason(string? url, string reason)
    {
        using var host = Host();

        Assert.Contains(reason, await Guard(host).WhyRefusedAsync(url, CancellationToken.None), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://1.1.1.1/")]
    [InlineData("https://[2606:4700:4700::1111]:8443/x?y=z")]
    [InlineData("https://no-such-host.invalid/")]
    [InlineData("http://build.internal:8080/")]
    [InlineData("http://10.20.3.4/")]
    [InlineData("http://a.b.example.org/")]
    public async Task WhyRefused_PublicOrAllowed_IsNull(string url)
    {
        using var host = Host(
            ("Outbound:AllowedHosts:0", "build.internal"), ("Outbound:AllowedHosts:1", "*.example.org"), ("Outbound:AllowedNetworks:0", "10.20.0.0/16"),
            ("Outbound:ConnectTimeoutSeconds", "1"));

        Assert.Null(await Guard(host).WhyRefusedAsync(url, CancellationToken.None));
    }

    [Theory]
    [InlineData("http://10.21.3.4/")]
    [InlineData("https://10.21.3.4/")]
    [InlineData("https://[::ffff:10.21.3.4]/")]
    public async Task WhyRefused_OutsideTheAllowedNetwork_Refuses(string url)
    {
        using var host = Host(("Outbound:AllowedNetworks:0", "10.20.0.0/16"));

        Assert.NotNull(await Guard(host).WhyRefusedAsync(url, CancellationToken.None));
    }

    [Fact]
    public async Task Connect_NameThatLeadsInsideByNow_IsRefusedAtTheConnection()
    {
        await using var inside = await StandInServer.StartAsync((_, _) => Task.CompletedTask);
        using var host = Host();
        using var client = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("guarded");
        var port = new Uri(inside.Address).Port;

        // The check before counts for nothing here, as after a change of the name's address.
        foreach (var address in new[] { $"http://localhost:{port}/", $"http://127.0.0.1:{port}/", $"http://[::ffff:127.0.0.1]:{port}/" })
        {
            var refused = await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetAsync(new Uri(address)));
            Assert.IsType<OutboundRefusedException>(refused as OutboundRefusedException ?? refused.InnerException);
        }

        Assert.Equal(0, inside.Calls);
    }

    [Fact]
    public async Task Connect_AllowedLoopback_ReachesItAndFollowsNoRedirect()
    {
        await using var inside = await StandInServer.StartAsync((_, context) =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        using var host = Host(("Outbound:AllowLoopback", "true"));
        using var client = host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("guarded");

        using var response = await client.GetAsync(new Uri(inside.Address));

        Assert.Equal((HttpStatusCode.Redirect, 1), (response.StatusCode, inside.Calls));
    }

    [Fact]
    public async Task Connect_Development_AllowsLoopbackByItself()
    {
        using var host = Host("Development");

        Assert.Null(await Guard(host).WhyRefusedAsync("http://localhost:8080/", CancellationToken.None));
        Assert.NotNull(await Guard(host).WhyRefusedAsync("http://10.0.0.1/", CancellationToken.None));
    }

    [Fact]
    public void Options_WrongEntries_AreNamed()
    {
        var options = new OutboundOptions { AllowedNetworks = { "10.0.0.0/8", "10.0.0" }, AllowedHosts = { "ok.example.org", "http://x" } };

        var faults = options.Validate(new ValidationContext(options)).Select(r => r.ErrorMessage!).ToArray();

        Assert.Equal(2, faults.Length);
        Assert.Contains("'10.0.0'", faults[0], StringComparison.Ordinal);
        Assert.Contains("'http://x'", faults[1], StringComparison.Ordinal);
    }

    private static OutboundGuard Guard(IHost host) => host.Services.GetRequiredService<OutboundGuard>();

    private static IHost Host(params (string Key, string Value)[] settings) => Host(Environments.Production, settings);

    private static IHost Host(string environment, params (string Key, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment, DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        builder.AddGuardedHttpClient("guarded");
        return builder.Build();
    }
}
