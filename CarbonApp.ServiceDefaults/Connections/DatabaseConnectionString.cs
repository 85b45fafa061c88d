using System.Globalization;
using CarbonApp.ServiceDefaults.Settings;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CarbonApp.ServiceDefaults.Connections;

/// <summary>Where Postgres is, from <c>ConnectionStrings:{name}</c> or the older <c>DATABASE_URL</c>, with limits that keep callers from hanging.</summary>
internal static class DatabaseConnectionString
{
    /// <summary>
    /// Connections a replica may hold, 1 to 1,000. The default, 50, leaves room for two replicas below the server's own of 100; with more
    /// replicas, replicas × this has to stay below what the server allows.
    /// </summary>
    internal const string MostConnectionsKey = "Database:MostConnections";

    private const int DefaultMostConnections = 50;

    /// <summary>Seconds. A connection opens within 5 or not at all, a statement ends within 15 unless its caller says otherwise.</summary>
    private const string Defaults = "Timeout=5;Command Timeout=15;Keepalive=30;";

    /// <summary>Null when neither is set.</summary>
    public static string? Find(IConfiguration configuration, string name) =>
        OldNames.Find(configuration, $"ConnectionStrings:{name}") is (var key, var given)
            ? Normalize($"Maximum Pool Size={MostConnections(configuration)};{Understood(given, key)}")
            : null;

    /// <summary>The checks of all that <see cref="Find"/> reads, each by itself.</summary>
    public static IEnumerable<ISettingsCheck> Checks(string name) =>
    [
        new ConnectionCheck(c => OldNames.Find(c, $"ConnectionStrings:{name}") is (var key, var given) ? Understood(given, key) : null),
        new ConnectionCheck(c => MostConnections(c).ToString(CultureInfo.InvariantCulture)),
    ];

    /// <exception cref="InvalidOperationException">Neither is set.</exception>
    public static string Get(IConfiguration configuration, string name) => Find(configuration, name)
        ?? throw new InvalidOperationException(
            $"No address of Postgres: set ConnectionStrings:{name} (environment ConnectionStrings__{name}), " +
            $"for example Host=localhost;Username=postgres;Database={name}, or start everything with the AppHost.");

    /// <summary>A later word wins in a connection string, so what was given overrides the defaults.</summary>
    private static string Normalize(string given) => new NpgsqlConnectionStringBuilder(Defaults + given).ConnectionString;

    private static string Understood(string given, string key)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(ConnectionUrl.IsUrl(given) ? FromUrl(given, key) : given).ConnectionString;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // Not the value itself: it may hold a password.
            throw new InvalidOperationException($"{key} is not a Postgres connection string: {e.Message}");
        }
    }

    private static int MostConnections(IConfiguration configuration) => configuration[MostConnectionsKey] switch
    {
        null or "" => DefaultMostConnections,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most is >= 1 and <= 1_000 => most,
        var text => throw new InvalidOperationException($"{MostConnectionsKey} is '{text}', not a whole number from 1 to 1,000."),
    };

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
