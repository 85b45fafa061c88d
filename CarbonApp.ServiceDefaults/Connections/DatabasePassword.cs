using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CarbonApp.ServiceDefaults.Connections;

/// <summary>
/// The password as the settings have it when a connection is opened, so that it can be changed while the service runs. Connections that
/// are open stay open: Postgres asks for a password once.
/// </summary>
internal sealed class DatabasePassword(IConfiguration configuration, string name)
{
    private volatile string? _last;

    /// <summary>Takes it out of the connection string, which then holds no secret, and gives it at each opening.</summary>
    public static void Follow(NpgsqlDataSourceBuilder builder, IConfiguration configuration, string name)
    {
        var password = new DatabasePassword(configuration, name);
        builder.ConnectionStringBuilder.Password = null;
        builder.UsePasswordProvider(_ => password.Read(), (_, _) => new(password.Read()));
    }

    private string Read()
    {
        try
        {
            _last = new NpgsqlConnectionStringBuilder(DatabaseConnectionString.Find(configuration, name)).Password;
        }
        catch (InvalidOperationException)
        {
            // Changed to what is no connection string: the last that was one.
        }

        // None at all is for Npgsql to look elsewhere, in PGPASSWORD and the password file.
        return _last!;
    }
}
