using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace CarbonApp.ServiceDefaults.Standalone;

/// <summary>Connects to Redis beside the start of the service, so that neither start-up nor the first request waits for it.</summary>
internal sealed class CacheWarmup(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Not awaited on purpose. It cannot fail for a Redis that is down; a malformed setting shows at the first use and in the health check.
        _ = Task.Run(() => services.GetService<IConnectionMultiplexer>(), cancellationToken);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
