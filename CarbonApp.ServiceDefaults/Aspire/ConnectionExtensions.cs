using CarbonApp.ServiceDefaults.Connections;
using CarbonApp.ServiceDefaults.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// Not the folder's namespace: its twin in Standalone/ offers the same three methods to the same callers.
namespace CarbonApp.ServiceDefaults;

/// <summary>Clients of what runs beside the service, by the Aspire packages.</summary>
/// <remarks>Their health checks, traces and metrics are switched off: ours watch the same sources and say the same in both worlds.</remarks>
public static class ConnectionExtensions
{
    /// <summary>
    /// Registers <see cref="StackExchange.Redis.IConnectionMultiplexer"/> for the Redis at <c>ConnectionStrings:{name}</c> (or
    /// <c>REDIS_URL</c>), with its health check. Ask for it as optional: it is null where no Redis is configured.
    /// </summary>
    public static void AddCacheConnection(this IHostApplicationBuilder builder, string name)
    {
        var check = new ConnectionCheck(c => CacheConnection.FindConnectionString(c, name));
        builder.Services.AddSettingsCheck(check);
        if (!check.FaultsOf(builder.Configuration).Any() && CacheConnection.FindConnectionString(builder.Configuration, name) is { } connection)
        {
            builder.AddRedisClient(
                name,
                settings =>
                {
                    settings.ConnectionString = connection;
                    settings.DisableHealthChecks = true;
                    settings.DisableTracing = true;
                },
                CacheConnection.Harden);
        }

        builder.Services.AddCacheHealthCheck(name);
    }

    /// <summary>
    /// Registers <see cref="Npgsql.NpgsqlDataSource"/> for the Postgres at <c>ConnectionStrings:{name}</c> (or <c>DATABASE_URL</c>),
    /// with its health check. Resolving it throws, naming the setting, where none is configured.
    /// </summary>
    public static void AddDatabase(this IHostApplicationBuilder builder, string name)
    {
        var checks = DatabaseConnectionString.Checks(name).ToArray();
        foreach (var check in checks)
        {
            builder.Services.AddSettingsCheck(check);
        }

        builder.AddNpgsqlDataSource(name, settings =>
        {
            // What cannot be understood stops the start by the check, together with all else that is wrong.
            settings.ConnectionString = checks.Any(c => c.FaultsOf(builder.Configuration).Any()) ? null : DatabaseConnectionString.Find(builder.Configuration, name);
            settings.DisableHealthChecks = true;
            settings.DisableTracing = true;
            settings.DisableMetrics = true;
        },
        source => DatabasePassword.Follow(source, builder.Configuration, name));
        builder.Services.AddDatabaseHealthCheck(name);
    }

    /// <summary>Lets every HTTP client of the factory reach services by name: <c>https+http://api</c>, from <c>services:api:http:0</c>.</summary>
    public static void AddDiscovery(this IHostApplicationBuilder builder)
    {
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(client => client.AddServiceDiscovery());
    }
}
