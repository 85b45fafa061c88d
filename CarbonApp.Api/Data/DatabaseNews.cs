using Npgsql;

namespace CarbonApp.Api.Data;

/// <summary>One who wants to hear what replicas tell each other through Postgres.</summary>
internal interface IHearsNews
{
    /// <summary>Name of the channel, a plain identifier.</summary>
    string Channel { get; }

    /// <summary>Something was told; soon done, as others wait on the same connection.</summary>
    void Hear(string payload);

    /// <summary>The ear was closed for a while: anything may have been told meanwhile.</summary>
    void HeardNothingForAWhile();
}

/// <summary>
/// Listens on the channels of all <see cref="IHearsNews"/> over one connection. Only quickens: who needs news also looks by itself now and
/// then, so that nothing depends on the connection, and poolers that do not pass notifications on do no harm.
/// </summary>
internal sealed class DatabaseNews(Database database, IEnumerable<IHearsNews> hearers, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SilenceToCheck = TimeSpan.FromSeconds(30);

    private readonly ILookup<string, IHearsNews> _hearers = hearers.ToLookup(h => h.Channel, StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (database.IsReady)
                {
                    await ListenAsync(stoppingToken);
                }
            }
            catch (Exception e) when (Database.IsOutage(e))
            {
                // Those who wait look by themselves; we listen again once Postgres is back.
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.Connections.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, news) =>
        {
            foreach (var hearer in _hearers[news.Channel])
            {
                hearer.Hear(news.Payload);
            }
        };
        await using var listen = new NpgsqlCommand(string.Join(';', _hearers.Select(h => $"listen {h.Key}")), connection);
        await listen.ExecuteNonQueryAsync(cancellationToken);
        foreach (var hearer in _hearers.SelectMany(h => h))
        {
            hearer.HeardNothingForAWhile();
        }

        while (true)
        {
            if (!await connection.WaitAsync(SilenceToCheck, cancellationToken))
            {
                // A connection cut off on the way is silent for ever: ask something now and then.
                await using var check = new NpgsqlCommand("select 1", connection);
                await check.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }
}
