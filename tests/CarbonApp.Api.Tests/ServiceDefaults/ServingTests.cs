using CarbonApp.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CarbonApp.Api.Tests.ServiceDefaults;

public sealed class ServingTests
{
    [Fact]
    public async Task Serve_ToldToStopWhileItStarts_EndsWithoutAnError()
    {
        var builder = Builder();
        builder.Services.AddHostedService<ToldToStop>();

        Assert.Equal(0, await builder.Build().ServeAsync());
    }

    [Fact]
    public async Task Serve_CannotStart_SaysWhy()
    {
        var builder = Builder();
        builder.Services.AddHostedService<Broken>();

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => builder.Build().ServeAsync());

        Assert.Equal("no key", fault.Message);
    }

    private static WebApplicationBuilder Builder()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder;
    }

    private sealed class ToldToStop(IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.StopApplication();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Broken : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("no key");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
