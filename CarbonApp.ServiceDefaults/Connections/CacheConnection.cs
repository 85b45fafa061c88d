using System.Globalization;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace CarbonApp.ServiceDefaults.Connections;

/// <summary>Where Redis is, from <c>ConnectionStrings:{name}</c> or the older <c>REDIS_URL</c>, and how long it may keep a caller waiting.</summary>
internal static class CacheConnection
{
    internal const string LegacyKey = "REDIS_URL";

    /// <summary>Null when neither is set.</summary>
    public static string? FindConnectionString(IConfiguration configuration, string name)
    {
        var given = configuration.GetConnectionString(name);
        var key = $"ConnectionStrings:{name}";
        if (string.IsNullOrWhiteSpace(given))
        {
            (given, key) = (configuration[LegacyKey], LegacyKey);
        }

        if (string.IsNullOrWhiteSpace(given))
        {
            return null;
        }

        return ConnectionUrl.IsUrl(given) ? FromUrl(given, key) : given;
    }

    /// <summary>Start-up does not need Redis, a lost connection comes back by itself, and a call without one fails at once.</summary>
    public static void Harden(ConfigurationOptions options)
    {
        options.AbortOnConnectFail = false;
        options.ConnectRetry = 1;
        options.ConnectTimeout = 1_000;
        options.SyncTimeout = 500;
        options.KeepAlive = 5;
        options.ReconnectRetryPolicy = new LinearRetry(1_000);
    }

    private static string FromUrl(string given, string key)
    {
        var url = ConnectionUrl.Parse(given, key, 6379, "redis", "rediss");
        if (url.User is not (null or "" or "default"))
        {
            throw new InvalidOperationException($"{key} names the user '{url.User}': only Redis' default user works with every client version; leave the name out.");
        }

        var connection = string.Create(CultureInfo.InvariantCulture, $"{url.Host}:{url.Port}");
        connection += url.Password is null ? "" : $",password={url.Password}";
        connection += url.Path.Length == 0 ? "" : $",defaultDatabase={url.Path}";
        return connection + (url.Scheme == "rediss" ? ",ssl=true" : "");
    }
}
