using Dapper;
using Npgsql;

namespace CarbonApp.Api.Data;

/// <summary>Brings a database up to this build's schema. Any number of replicas may start at once: one works, the others wait.</summary>
internal static class MigrationRunner
{
    /// <summary>Key of the advisory lock; any number that nothing else in the database uses ("carbonap" in ASCII).</summary>
    private const long Lock = 0x636172626F6E6170;

    /// <summary>
    /// Runs what is missing in one transaction, so that a failure leaves the schema as it was. A database that is ahead of this
    /// build, as in a rolling update, is left alone.
    /// </summary>
    /// <returns>Names of the files run now.</returns>
    /// <exception cref="MigrationException">A file was changed after it was applied, or failed.</exception>
    public static async Task<IReadOnlyList<string>> ApplyAsync(
        NpgsqlDataSource database, IReadOnlyList<MigrationFile> files, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // Waiting for another replica's migration may take long; the lock goes with the transaction, whatever becomes of us.
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(@Lock)", new { Lock }, transaction, commandTimeout: 0, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(
            """
            create table if not exists schema_migration (
                number integer primary key,
                name text not null,
                checksum text not null,
                applied_at timestamptz not null default now()
            )
            """,
            transaction: transaction);

        var applied = (await connection.QueryAsync<(int Number, string Name, string Checksum)>(
            "select number, name, checksum from schema_migration", transaction: transaction)).ToDictionary(a => a.Number);
        var pending = files.Where(f => !IsApplied(f, applied)).ToList();
        foreach (var file in pending)
        {
            await RunAsync(connection, transaction, file, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return [.. pending.Select(f => f.Name)];
    }

    private static bool IsApplied(MigrationFile file, Dictionary<int, (int Number, string Name, string Checksum)> applied)
    {
        if (!applied.TryGetValue(file.Number, out var then))
        {
            return false;
        }

        return then.Checksum == file.Checksum
            ? true
            : throw new MigrationException(
                $"Migration {file.Name} is not the file that was applied to this database ({then.Name}, SHA-256 {then.Checksum[..12]}…; now {file.Checksum[..12]}…). " +
                "Restore the file, and put the change into a new one with the next number.");
    }

    private static async Task RunAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, MigrationFile file, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(file.Sql, transaction: transaction, commandTimeout: 0, cancellationToken: cancellationToken));
        }
        catch (PostgresException e)
        {
            throw new MigrationException($"Migration {file.Name} failed and nothing of it stays: {e.MessageText} (line {e.Line}, position {e.Position}, SQLSTATE {e.SqlState}).", e);
        }

        await connection.ExecuteAsync(
            "insert into schema_migration (number, name, checksum) values (@Number, @Name, @Checksum)",
            new { file.Number, file.Name, file.Checksum },
            transaction);
    }
}

/// <summary>The schema cannot be brought up to date without a person.</summary>
internal sealed class MigrationException(string message, Exception? inner = null) : Exception(message, inner);
