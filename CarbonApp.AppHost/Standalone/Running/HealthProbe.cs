using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace CarbonApp.AppHost.Standalone.Running;

/// <summary>Asks a resource whether it is well: null when it is, else what it answered.</summary>
internal delegate Task<string?> HealthProbe(CancellationToken cancellationToken);

/// <summary>One probe per kind of resource.</summary>
internal static class HealthProbes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // A proxy named in the environment is for the outside world.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Patience };

    /// <summary>Well as soon as it runs.</summary>
    public static HealthProbe Running { get; } = _ => Task.FromResult<string?>(null);

    public static HealthProbe HttpGet(Uri address, int status) => async cancellationToken =>
    {
        try
        {
            using var response = await Http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)response.StatusCode == status ? null : $"GET {address} answers {(int)response.StatusCode}, not {status}";
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return $"GET {address}: {exception.Message}";
        }
    };

    /// <summary>Well when somebody accepts connections there.</summary>
    public static HealthProbe Listening(int port) => async cancellationToken =>
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("localhost", port, cancellationToken);
            return null;
        }
        catch (SocketException exception)
        {
            return $"port {port}: {exception.Message}";
        }
    };

    /// <summary>Well when PING is answered; Redis says -LOADING until it is ready.</summary>
    public static HealthProbe Redis(int port, string password) => async cancellationToken =>
    {
        try
        {
            using var client = new TcpClient();
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            await client.ConnectAsync("127.0.0.1", port, patience.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {password}\r\nPING\r\n"), patience.Token);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            var authenticated = await reader.ReadLineAsync(patience.Token);
            var answer = await reader.ReadLineAsync(patience.Token);
            return answer == "+PONG" ? null : $"PING is answered {authenticated} {answer}";
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
        {
            return $"PING: {exception.Message}";
        }
    };

    /// <summary>Well when a query is answered in every database.</summary>
    public static HealthProbe Postgres(IReadOnlyList<string> connectionStrings) => async cancellationToken =>
    {
        try
        {
            foreach (var connectionString in connectionStrings)
            {
                // Unpooled: an idle pooled connection of the host would hold up nothing but confuse whoever looks.
                var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, SslMode = SslMode.Disable, Timeout = (int)Patience.TotalSeconds };
                await using var connection = new NpgsqlConnection(settings.ConnectionString);
                await connection.OpenAsync(cancellationToken);
                await using var command = new NpgsqlCommand("SELECT 1", connection);
                await command.ExecuteScalarAsync(cancellationToken);
            }

            return null;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or SocketException)
        {
            return exception.Message;
        }
    };
}
