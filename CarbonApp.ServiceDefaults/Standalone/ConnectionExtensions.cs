using CarbonApp.ServiceDefaults.Connections;
using CarbonApp.ServiceDefaults.Settings;
using CarbonApp.ServiceDefaults.Standalone;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using StackExchange.Redis;

// Not the folder's namespace: its twin in Aspire/ offers the same three methods to the same callers.
namespace CarbonApp.ServiceDefaults;

/// <summary>Clients of what runs beside the service, where the Aspire packages are not on the feed.</summary>
public static class ConnectionExtensions
{
    /// <summary>
    /// Registers <see cref="IConnectionMultiplexer"/> for the Redis at <c>ConnectionStrings:{name}</c> (or <c>REDIS_URL</c>), with its
    /// health check. Ask for it as optional: it is null where no Redis is configured. It can be had while Redis is down and
    /// reconnects by itself; start-up never waits for it.
    /// </summary>
    public static void AddCacheConnection(this IHostApplicationBuilder builder, string name)
    {
        builder.Services.AddSingleton<IConnectionMultiplexer>(services => Connect(services, name)!);
        builder.Services.AddHostedService<CacheWarmup>();
        builder.Services.AddSettingsCheck(new ConnectionCheck(c => CacheConnection.FindConnectionString(c, name)));
        builder.Services.AddCacheHealthCheck(name);
    }

    /// <summary>
    /// Registers <see cref="NpgsqlDataSource"/> for the Postgres at <c>ConnectionStrings:{name}</c> (or <c>DATABASE_URL</c>), with its
    /// health check. Resolving it throws, naming the setting, where none is configured.
    /// </summary>
    public static void AddDatabase(this IHostApplicationBuilder builder, string name)
    {
        builder.Services.AddSingleton(services =>
        {
            var configuration = services.GetRequiredService<IConfiguration>();
            // Named, or metrics would show the whole connection string as the name of its pool.
            var source = new NpgsqlDataSourceBuilder(DatabaseConnectionString.Get(configuration, name)) { Name = name };
            DatabasePassword.Follow(source, configuration, name);
            return source.Build();
        });
        foreach (var check in DatabaseConnectionString.Checks(name))
        {
            builder.Services.AddSettingsCheck(check);
        }

        builder.Services.AddDatabaseHealthCheck(name);
    }

    /// <summary>Lets every HTTP client of the factory reach services by name: <c>https+http://api</c>, from <c>services:api:http:0</c>.</summary>
    public static void AddDiscovery(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<ServiceAddresses>();
        builder.Services.TryAddTransient<DiscoveryHandler>();
        builder.Services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler<DiscoveryHandler>());
    }

    private static ConnectionMultiplexer? Connect(IServiceProvider services, string name)
    {
        if (CacheConnection.FindConnectionString(services.GetRequiredService<IConfiguration>(), name) is not { } connection)
        {
            return null;
        }

        var options = ConfigurationOptions.Parse(connection);
        CacheConnection.Harden(options);
        return ConnectionMultiplexer.Connect(options);
    }
}
