using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Hosting;

namespace CarbonApp.Api.Tests.Fakes;

/// <summary>Starts the real Api; on a free loopback port once <see cref="WebApplicationFactory{T}.UseKestrel()"/> is called.</summary>
internal class ApiFactory : WebApplicationFactory<Program>
{
    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseSetting("urls", "http://127.0.0.1:0").UseSetting("RateLimits:Enabled", "false");

    protected override IHost CreateHost(IHostBuilder builder)
    {
        // Not the base's way: it edits the server's addresses while the program may already be starting it, and then throws.
        var host = builder.Build();
        host.Start();
        return host;
    }
}
