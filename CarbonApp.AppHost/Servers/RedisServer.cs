using System.Globalization;

namespace CarbonApp.AppHost.Servers;

/// <summary>A Redis of our own on loopback: with a password, without persistence, because what it holds may be lost.</summary>
internal sealed class RedisServer(string executable, DataFolder data, int port, string? password = null)
{
    public int Port => port;

    /// <summary>As StackExchange.Redis reads it.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port},password={Password}");

    public string Password => password ?? data.Secret("redis-password");

    /// <summary>Writes the configuration and says how to start; a file, because arguments are visible to every user.</summary>
    public ServerCommand Prepare()
    {
        Directory.CreateDirectory(data.Redis);
        var configuration = Path.Combine(data.Redis, "redis.conf");
        DataFolder.WriteOwnerOnly(configuration, $"""
            port {port.ToString(CultureInfo.InvariantCulture)}
            bind 127.0.0.1
            requirepass {Password}
            save ""
            appendonly no
            dir "{data.Redis.Replace('\\', '/')}"
            loglevel warning

            """);
        return new(executable, data.Redis, [configuration]);
    }
}
