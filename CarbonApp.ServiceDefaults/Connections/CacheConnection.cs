using System.Globalization;
using CarbonApp.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace CarbonApp.ServiceDefaults.Connections;

/// <summary>Where Redis is, from <c>ConnectionStrings:{name}</c> or the older <c>REDIS_URL</c>, and how long it may keep a caller waiting.</summary>
internal static class CacheConnection
{
    /// <summary>Null when neither is set.</summary>
    public static string? FindConnectionString(IConfiguration configuration, string name)
    {
        if (OldNames.Find(configuration, $"ConnectionStrings:{name}") is not (var key, var given))
        {
            return null;
        }

        return ConnectionUrl.IsUrl(given) ? FromUrl(given, key) : Checked(given, key);
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

    private static string Checked(string given, string key)
    {
        try
        {
            _ = ConfigurationOptions.Parse(given);
            return given;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            // Not the value itself, nor the client's message, which repeats parts of it: it may hold a password.
            throw new InvalidOperationException($"{key} is not a Redis connection string. Write one such as redis:6379,password=…, or redis://:password@redis:6379.");
        }
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
