using CarbonApp.ServiceDefaults.Forwarding;
using CarbonApp.ServiceDefaults.Hardening;
using CarbonApp.ServiceDefaults.Health;
using CarbonApp.ServiceDefaults.Secrets;
using CarbonApp.ServiceDefaults.Settings;
using CarbonApp.ServiceDefaults.Telemetry;
using CarbonApp.ServiceDefaults.Telemetry.Prometheus;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CarbonApp.ServiceDefaults;

/// <summary>What every service of the product has: telemetry, health, discovery, known proxies, limits for slow clients, a clock.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>How long work under way may go on after SIGTERM; what stops us must wait longer than this before it kills.</summary>
    internal static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(20);

    /// <summary>Adds the defaults to a service. Clients of Redis and Postgres are asked for separately, by name.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddOldNames();
        builder.AddSecrets();
        builder.Services.AddSettingsCheck(new HostSettingsCheck());
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = DrainLimit);
        builder.AddTelemetry();
        builder.Services.AddHealthChecks();
        builder.AddDiscovery();
        builder.AddForwarded();
        builder.AddSlowClients();
        return builder;
    }

    /// <summary>Maps <c>/health</c>, <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealth();
        app.MapMetrics();
        return app;
    }
}
