using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CarbonApp.ServiceDefaults.Connections;

/// <summary>Where Postgres is, from <c>ConnectionStrings:{name}</c> or the older <c>DATABASE_URL</c>, with limits that keep callers from hanging.</summary>
internal static class DatabaseConnectionString
{
    internal const string LegacyKey = "DATABASE_URL";

    /// <summary>
    /// Seconds. A connection opens within 5 or not at all, a statement ends within 15 unless its caller says otherwise. 50 connections
    /// per replica leave room for two replicas below the server's default of 100.
    /// </summary>
    private const string Defaults = "Timeout=5;Command Timeout=15;Maximum Pool Size=50;Keepalive=30;";

    /// <summary>Null when neither is set.</summary>
    public static string? Find(IConfiguration configuration, string name)
    {
        var given = configuration.GetConnectionString(name);
        var key = $"ConnectionStrings:{name}";
        if (string.IsNullOrWhiteSpace(given))
        {
            (given, key) = (configuration[LegacyKey], LegacyKey);
        }

        return string.IsNullOrWhiteSpace(given) ? null : Normalize(given, key);
    }

    /// <exception cref="InvalidOperationException">Neither is set.</exception>
    public static string Get(IConfiguration configuration, string name) => Find(configuration, name)
        ?? throw new InvalidOperationException(
            $"No address of Postgres: set ConnectionStrings:{name} (environment ConnectionStrings__{name}), " +
            $"for example Host=localhost;Username=postgres;Database={name}, or start everything with the AppHost.");

    /// <summary>A later word wins in a connection string, so what was given overrides the defaults.</summary>
    private static string Normalize(string given, string key)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(Defaults + (ConnectionUrl.IsUrl(given) ? FromUrl(given, key) : given));
            return builder.ConnectionString;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // Not the value itself: it may hold a password.
            throw new InvalidOperationException($"{key} is not a Postgres connection string: {e.Message}");
        }
    }

    private static string FromUrl(string given, string key)
    {
        var url = ConnectionUrl.Parse(given, key, 5432, "postgres", "postgresql");
        var builder = new NpgsqlConnectionStringBuilder { Host = url.Host, Port = url.Port };
        if (url.User is not null)
        {
            builder.Username = url.User;
        }

        if (url.Password is not null)
        {
            builder.Password = url.Password;
        }

        if (url.Path.Length > 0)
        {
            builder.Database = url.Path;
        }

        foreach (var (parameter, value) in url.Query)
        {
            // libpq writes sslmode=verify-full, Npgsql VerifyFull.
            builder[parameter] = parameter.Equals("sslmode", StringComparison.OrdinalIgnoreCase)
                ? value.Replace("-", "", StringComparison.Ordinal)
                : value;
        }

        return builder.ConnectionString;
    }
}
